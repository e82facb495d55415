import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { receivedFromSaml } from '#libs/attribute-mapping';
import { fingerprintOf, keyOf, liveRevision, revisionWith } from '#libs/connection-lifecycle';
import { type ConnectionRow, Database, type SamlSettings } from '#libs/persistence';
import { type SamlSignIn, SignInError } from '#libs/saml-sp';
import { isHandle, samlSubjectIssuer, SignInFlows, SignInTrace, type VerifiedPerson } from '#libs/sign-in';
import { browserSecretOf } from '../http/browser-cookie.js';
import { clientOf } from '../http/client-of.js';
import type { AnsweredFlow } from '../http/sign-in-answers.js';
import { SsoConnections } from '../http/sso-connections.js';
import { SsoProblem } from '../http/sso-problem.js';
import { SsoSettings } from '../http/sso-settings.js';
import { authenticatedSince, WaitingApplications } from '../http/waiting-applications.js';
import { readForm } from './read-form.js';
import { SamlProviders } from './saml-providers.js';

/** A sign-in that was answered, or that the identity provider began, and whom it named. */
export interface SamlAnswer {
  readonly flow: AnsweredFlow;
  readonly verified: VerifiedPerson;
  readonly trace: SignInTrace;
}

/** What a Response belongs to. */
type Answered = Pick<SamlAnswer, 'flow' | 'trace'> & { readonly authenticatedSince?: Date };

/** Verifies what browsers bring from SAML 2.0 identity providers (SAML 2.0 profiles §4.1.4). */
@Injectable()
export class SamlResponses {
  constructor(
    private readonly database: Database,
    private readonly settings: SsoSettings,
    private readonly connections: SsoConnections,
    private readonly flows: SignInFlows,
    private readonly providers: SamlProviders,
    private readonly waiting: WaitingApplications,
  ) {}

  /**
   * Whom a Response names, with the settings that its sign-in was begun with.
   * @throws SsoProblem when there is no such connection; SignInRefused
   */
  async verify(request: Request): Promise<SamlAnswer> {
    const row = await this.connections.get(String(request.params['connectionId']));
    const { samlResponse = '', relayState = null } = await readForm(request);
    const answered = isHandle(relayState)
      ? await this.takeFlow(row, relayState, request)
      : this.beginAtIdp(row, request);
    const { flow, trace } = answered;
    const settings = revisionWith(row, flow.fingerprint)?.settings;
    if (settings?.protocol !== 'saml') throw await trace.refuse(this.database.repositories, 'settings_changed');
    const signIn = await this.validate(settings, answered, { samlResponse, relayState });
    trace.step('verified', { issuer: settings.entityId, assertionId: signIn.assertionId.slice(0, 200) });
    return { flow, trace, verified: toVerified(signIn, settings) };
  }

  /** A RelayState of the form that ours have: the answer to a sign-in that began here. */
  private async takeFlow(row: ConnectionRow, handle: string, request: Request): Promise<Answered> {
    const client = clientOf(request);
    const browser = browserSecretOf(request, 'saml', this.settings);
    const flow = await this.flows.take(keyOf(row), handle, browser, { ...client, protocol: 'saml' });
    const since = authenticatedSince(flow, await this.waiting.asks(flow.interactionId));
    const trace = SignInTrace.of(flow, client).step('answered');
    return { flow, trace, ...(since && { authenticatedSince: since }) };
  }

  /** A deep link or nothing: whether it is let in is for the settings. */
  private beginAtIdp(row: ConnectionRow, request: Request): Answered {
    const fingerprint = fingerprintOf(liveRevision(row));
    if (fingerprint === undefined) throw SsoProblem.notSetUp();
    const signIn = { connection: keyOf(row), protocol: 'saml', purpose: 'sign_in' } as const;
    const trace = SignInTrace.unknown(signIn, clientOf(request)).step('begun_by_idp');
    return { flow: { ...signIn, fingerprint, interactionId: null, testId: null }, trace };
  }

  private async validate(
    settings: SamlSettings,
    { flow, trace, authenticatedSince: since }: Answered,
    { samlResponse, relayState }: { readonly samlResponse: string; readonly relayState: string | null },
  ): Promise<SamlSignIn> {
    const provider = await this.providers.serviceProvider(flow.connection, settings);
    try {
      return await provider.validateResponse(samlResponse, { relayState, ...(since && { authenticatedSince: since }) });
    } catch (error) {
      throw error instanceof SignInError ? await trace.refuse(this.database.repositories, error.code) : error;
    }
  }
}

function toVerified({ nameId, nameIdFormat, attributes, sessionIndex }: SamlSignIn, settings: SamlSettings) {
  return {
    subject: nameId,
    subjectIssuer: samlSubjectIssuer(settings.entityId, nameIdFormat),
    nameIdFormat,
    received: receivedFromSaml(nameId, attributes),
    person: { nameId, attributes },
    sessionIndex,
    idpSessionId: null,
  } satisfies VerifiedPerson;
}
