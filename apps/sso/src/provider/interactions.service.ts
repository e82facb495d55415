import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { errors } from 'oidc-provider';
import { type ConnectionKey, Database, type SignInKey } from '#libs/persistence';
import { SecretBox } from '#libs/tokens';
import { SsoProblem } from '../http/sso-problem.js';
import { demandedEnterprise, HomeRealm } from './home-realm.js';
import { OpenIdProvider } from './open-id-provider.js';
import { openTicket } from './sign-in-ticket.js';
import { readSubject, toSubject } from './sign-in-subject.js';

/** One request of the browser whose interaction it is. */
export interface Exchange {
  readonly request: Request;
  readonly response: Response;
  /** Of the interaction, in the URL. */
  readonly uid: string;
}

/** Where the browser goes next, or that the person must say where they sign in. */
export type NextStep = { readonly url: string } | { readonly applicationName: string };

type Interaction = Awaited<ReturnType<Awaited<ReturnType<OpenIdProvider['provider']>>['interactionDetails']>>;

/** What an application is answered that wants somebody of another enterprise. */
const otherEnterprise = {
  error: 'access_denied',
  error_description: 'the person has signed in at another enterprise',
} as const;

/** Brings whoever comes from an application to their identity provider, and back. */
@Injectable()
export class InteractionsService {
  constructor(
    private readonly database: Database,
    private readonly secretBox: SecretBox,
    private readonly openId: OpenIdProvider,
    private readonly homeRealm: HomeRealm,
  ) {}

  /** @throws SsoProblem when the interaction is over, or another browser's */
  async begin(exchange: Exchange): Promise<NextStep> {
    const interaction = await this.interactionOf(exchange);
    // Asked for with offline_access: the applications are the vendor's own, so that nobody is asked.
    if (interaction.prompt.name === 'consent') return this.finish(interaction, { consent: {} });
    const { enterprise, login_hint: loginHint } = interaction.params;
    const connection = await this.homeRealm.find({ enterprise, loginHint });
    return connection ? startOf(exchange, connection, loginHint) : this.choose(interaction);
  }

  /** Goes on with what the person has entered: an e-mail address, or the key of an enterprise. */
  async chosen(exchange: Exchange, hint: unknown): Promise<NextStep> {
    const interaction = await this.interactionOf(exchange);
    const isAddress = typeof hint === 'string' && hint.includes('@');
    const connection = await this.homeRealm.find(isAddress ? { loginHint: hint } : { enterprise: hint });
    return connection ? startOf(exchange, connection, hint) : this.choose(interaction);
  }

  /**
   * Ends the interaction with whoever has signed in. The account session that the browser had before ends: it has one.
   * @throws SsoProblem when the ticket is no good, or another browser brings it; then the session ends that was made
   */
  async signedIn(exchange: Exchange, ticket: unknown): Promise<NextStep> {
    const signIn = await openTicket(this.secretBox, exchange.uid, ticket);
    if (!signIn) throw SsoProblem.badRequest();
    let interaction: Interaction;
    try {
      interaction = await this.interactionOf(exchange);
    } catch (error) {
      await this.end(signIn);
      throw error;
    }
    if (await this.isUnwanted(interaction, signIn)) {
      await this.end(signIn);
      return this.finish(interaction, otherEnterprise);
    }
    const next = await this.finish(interaction, { login: { accountId: toSubject(signIn) } });
    await this.leaveEarlier(interaction, signIn);
    return next;
  }

  /** Whether the application wants somebody of another enterprise: whoever knows the interaction may begin at any connection. */
  private async isUnwanted({ params }: Interaction, { enterpriseId }: SignInKey): Promise<boolean> {
    const { enterprise, login_hint: loginHint } = params;
    const demanded = demandedEnterprise({ enterprise, loginHint });
    if (demanded === undefined) return false;
    return (await this.database.repositories.enterprises.find(enterpriseId))?.key !== demanded;
  }

  private async interactionOf({ request, response, uid }: Exchange): Promise<Interaction> {
    const provider = await this.openId.provider();
    try {
      const interaction = await provider.interactionDetails(this.openId.asPublic(request), response);
      if (interaction.uid === uid) return interaction;
    } catch (error) {
      if (!(error instanceof errors.SessionNotFound)) throw error;
    }
    throw SsoProblem.interactionOver();
  }

  private async choose({ params }: Interaction): Promise<NextStep> {
    const provider = await this.openId.provider();
    const client = await provider.Client.find(String(params['client_id']));
    return { applicationName: client?.clientName ?? 'the application' };
  }

  private async finish(interaction: Interaction, result: object): Promise<NextStep> {
    interaction.result = { ...interaction.lastSubmission, ...result };
    await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
    return { url: interaction.returnTo };
  }

  /** The library would ask whether to sign the other one out; whoever signs in has said so. */
  private async leaveEarlier({ session }: Interaction, signIn: SignInKey): Promise<void> {
    const earlier = readSubject(session?.accountId);
    if (!session?.uid || !earlier || earlier.accountSessionId === signIn.accountSessionId) return;
    const provider = await this.openId.provider();
    const stored = await provider.Session.findByUid(session.uid);
    if (stored) {
      Object.assign(stored, { accountId: undefined, authorizations: undefined, loginTs: undefined });
      await stored.persist();
    }
    await this.end(earlier);
  }

  private async end({ enterpriseId, accountId, accountSessionId }: SignInKey): Promise<void> {
    await this.database.repositories.accountSessions.revoke(enterpriseId, accountId, accountSessionId);
  }
}

function startOf({ uid }: Exchange, { connectionId }: ConnectionKey, hint: unknown): NextStep {
  const query = new URLSearchParams({ interaction: uid });
  // To an identity provider it is a login; the key of an enterprise says nothing there.
  if (typeof hint === 'string' && hint.includes('@')) query.set('login_hint', hint.trim());
  return { url: `/sso/${connectionId}/start?${query.toString()}` };
}
