import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { mapAttributes } from '#libs/attribute-mapping';
import { keyOf, readMappingOf, revisionWith, type SsoRevision } from '#libs/connection-lifecycle';
import { idpProfile } from '#libs/idp-profiles';
import type { OidcSignIn } from '#libs/oidc-rp';
import { type ConnectionRow, Database, type OidcSettings } from '#libs/persistence';
import { oidcSubjectIssuer, type SignInFlow, SignInFlows, SignInTrace, type VerifiedPerson } from '#libs/sign-in';
import { browserSecretOf } from '../http/browser-cookie.js';
import { clientOf } from '../http/client-of.js';
import { SsoConnections } from '../http/sso-connections.js';
import { SsoSettings } from '../http/sso-settings.js';
import { WaitingApplications } from '../http/waiting-applications.js';
import { toPendingSignIn } from './oidc-pending.js';
import { OidcRelyingParties } from './oidc-relying-parties.js';
import { refuseTraced } from './refuse-traced.js';

/** A sign-in that was answered, and whom the OpenID provider named. */
export interface OidcAnswer {
  readonly flow: SignInFlow;
  readonly verified: VerifiedPerson;
  readonly trace: SignInTrace;
}

/** Whether claims are missing that the userinfo endpoint may have. */
type Lacks = (claims: Readonly<Record<string, unknown>>) => boolean;

/** Verifies what browsers bring from OpenID providers (OpenID Connect Core §3.1.2.5). */
@Injectable()
export class OidcResponses {
  constructor(
    private readonly database: Database,
    private readonly settings: SsoSettings,
    private readonly connections: SsoConnections,
    private readonly flows: SignInFlows,
    private readonly parties: OidcRelyingParties,
    private readonly waiting: WaitingApplications,
  ) {}

  /**
   * Whom a response names, with the settings that its sign-in was begun with.
   * @throws SsoProblem when there is no such connection; SignInRefused
   */
  async verify(request: Request): Promise<OidcAnswer> {
    const row = await this.connections.get(String(request.params['connectionId']));
    const connection = keyOf(row);
    const client = clientOf(request);
    const parameters = parametersOf(request);
    const state = parameters.get('state') ?? '';
    const browser = browserSecretOf(request, 'oidc', this.settings);
    const flow = await this.flows.take(connection, state, browser, { ...client, protocol: 'oidc' });
    const trace = SignInTrace.of(flow, client).step('answered');
    const revision = revisionWith(row, flow.fingerprint);
    const { repositories } = this.database;
    if (revision?.settings.protocol !== 'oidc') throw await trace.refuse(repositories, 'settings_changed');
    const { settings } = revision;
    const lacks = await this.lacksOf(row, revision);
    const asked = await this.waiting.asks(flow.interactionId);
    const verified = await refuseTraced(repositories, trace, async () => {
      const { party, issuer } = await this.parties.of(connection, settings);
      const pending = toPendingSignIn(flow, state, this.settings.urlsOf(connection).oidcRedirectUri, asked);
      return toVerified(await party.complete(parameters, pending, lacks), issuer, settings);
    });
    trace.step('verified', { issuer: settings.issuer });
    // It is reached: what was seen when the settings were saved is over.
    if (flow.purpose === 'test') await repositories.raisedWarnings.clear(connection, 'METADATA_UNREACHABLE');
    return { flow, verified, trace };
  }

  private async lacksOf({ idp_profile: profile }: ConnectionRow, revision: SsoRevision): Promise<Lacks> {
    const mapping = await readMappingOf(this.database.repositories, revision);
    return claims => mapAttributes(mapping, 'oidc', idpProfile(profile).id, claims).missing.length > 0;
  }
}

/** As they came: each as often as it was sent. */
function parametersOf({ originalUrl }: Request): URLSearchParams {
  const at = originalUrl.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : originalUrl.slice(at));
}

function toVerified(
  { subject, claims, sessionId }: OidcSignIn,
  issuer: string,
  { clientId }: OidcSettings,
): VerifiedPerson {
  return {
    subject,
    subjectIssuer: oidcSubjectIssuer(issuer, clientId),
    nameIdFormat: null,
    received: claims,
    person: { claims },
    sessionIndex: null,
    idpSessionId: sessionId,
  };
}
