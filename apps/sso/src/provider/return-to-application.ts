import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Database } from '#libs/persistence';
import { SecretBox } from '#libs/tokens';
import { AfterSignIn, type FinishedSignIn } from '../http/after-sign-in.js';
import { SsoSettings } from '../http/sso-settings.js';
import { enterpriseHint } from './home-realm.js';
import { OpenIdProvider } from './open-id-provider.js';
import { sealTicket } from './sign-in-ticket.js';

/** Sends a browser in which somebody has signed in on to the application that waits for it, or to one that begins. */
@Injectable()
export class ReturnToApplication extends AfterSignIn {
  constructor(
    private readonly database: Database,
    private readonly secretBox: SecretBox,
    private readonly settings: SsoSettings,
    private readonly openId: OpenIdProvider,
  ) {
    super();
  }

  override async answer(request: Request, response: Response, signIn: FinishedSignIn): Promise<void> {
    const { interactionId } = signIn;
    if (interactionId === null) return this.beginAtApplication(request, response, signIn);
    const { enterpriseId } = signIn.connection;
    const ticket = await sealTicket(this.secretBox, interactionId, { ...signIn, enterpriseId });
    const path = `/sso/interaction/${encodeURIComponent(interactionId)}/signed-in`;
    redirect(response, `${this.settings.publicUrl}${path}?ticket=${ticket}`);
  }

  /**
   * Nobody here knows who made the browser bring this answer, so it signs nobody in to an application: the application begins anew
   * (OpenID Connect Core §4), and the identity provider says who it is without asking.
   */
  private async beginAtApplication(request: Request, response: Response, signIn: FinishedSignIn): Promise<void> {
    const { vendorApplications, enterprises, accountSessions } = this.database.repositories;
    const { accountId, accountSessionId, connection } = signIn;
    const application = await vendorApplications.findInitiable();
    const enterprise = await enterprises.find(connection.enterpriseId);
    if (!application?.initiate_login_uri || !enterprise) return super.answer(request, response, signIn);
    await accountSessions.revoke(connection.enterpriseId, accountId, accountSessionId);
    const url = new URL(application.initiate_login_uri);
    url.searchParams.set('iss', this.openId.issuer);
    url.searchParams.set('login_hint', enterpriseHint(enterprise.key));
    redirect(response, url.href);
  }
}

function redirect(response: Response, url: string): void {
  response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' }).redirect(303, url);
}
