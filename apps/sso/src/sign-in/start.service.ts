import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { fingerprintOf, keyOf, liveRevision, revisionWith, type SsoRevision } from '#libs/connection-lifecycle';
import { type ConnectionRow, Database } from '#libs/persistence';
import { type NewSignIn, SignInFlows, SignInTests, SignInTrace } from '#libs/sign-in';
import { isWellFormedToken } from '#libs/tokens';
import { bindBrowser } from '../http/browser-cookie.js';
import { clientOf } from '../http/client-of.js';
import type { PostedForm } from '../http/pages/post-form-page.js';
import { SignInProtocols } from '../http/sign-in-protocols.js';
import { SsoConnections } from '../http/sso-connections.js';
import { SsoProblem } from '../http/sso-problem.js';
import { SsoSettings } from '../http/sso-settings.js';
import { WaitingApplications } from '../http/waiting-applications.js';

/** What a sign-in is begun for. */
interface Asked {
  /** The secret of a test. */
  readonly test: string | undefined;
  readonly interactionId: string | undefined;
  readonly loginHint: string | undefined;
}

interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

/** Begins sign-ins. */
@Injectable()
export class StartService {
  constructor(
    private readonly database: Database,
    private readonly settings: SsoSettings,
    private readonly connections: SsoConnections,
    private readonly flows: SignInFlows,
    private readonly tests: SignInTests,
    private readonly protocols: SignInProtocols,
    private readonly waiting: WaitingApplications,
  ) {}

  /**
   * Begins a sign-in in a browser, which is bound to it.
   * @returns where the browser is to be sent, or what it is to post
   * @throws SsoProblem; SignInRefused `connection_not_enabled`
   */
  async start(
    exchange: Exchange,
    connectionId: string,
    { test, interactionId, loginHint }: Asked,
  ): Promise<string | PostedForm> {
    const row = await this.connections.get(connectionId);
    if (test !== undefined) return this.send(exchange, await this.openTest(row, test), undefined);
    const revision = liveRevision(row);
    if (!revision) throw SsoProblem.notSetUp();
    await this.refuseUnlessEnabled(exchange, row, revision);
    return this.send(
      exchange,
      { ...newSignIn(row, revision, 'sign_in'), ...(interactionId !== undefined && { interactionId }), revision },
      loginHint,
    );
  }

  private async openTest(row: ConnectionRow, secret: string): Promise<NewSignIn & { revision: SsoRevision }> {
    const test = isWellFormedToken('test', secret) ? await this.tests.open(keyOf(row), secret) : undefined;
    const revision = test && revisionWith(row, test.fingerprint);
    if (!revision) throw SsoProblem.testOver();
    return { ...newSignIn(row, revision, 'test'), test: { id: test.id, attemptId: test.attemptId }, revision };
  }

  private async refuseUnlessEnabled({ request }: Exchange, row: ConnectionRow, revision: SsoRevision): Promise<void> {
    if (row.state === 'enabled') return;
    const { connection, protocol } = newSignIn(row, revision, 'sign_in');
    const trace = SignInTrace.unknown({ connection, protocol, purpose: 'sign_in' }, clientOf(request));
    throw await trace.refuse(this.database.repositories, 'connection_not_enabled');
  }

  private async send(
    { request, response }: Exchange,
    { revision, ...signIn }: NewSignIn & { readonly revision: SsoRevision },
    loginHint: string | undefined,
  ): Promise<string | PostedForm> {
    const browser = bindBrowser(request, response, signIn.protocol, this.settings);
    const client = clientOf(request);
    const begun = await this.flows.begin(signIn, browser, client);
    const asked = await this.waiting.asks(begun.flow.interactionId);
    const hint = loginHint !== undefined && { loginHint };
    return this.protocols.requestUrl({ ...begun, ...asked, revision, client, ...hint });
  }
}

function newSignIn(row: ConnectionRow, revision: SsoRevision, purpose: NewSignIn['purpose']): NewSignIn {
  const fingerprint = fingerprintOf(revision);
  if (fingerprint === undefined) throw new Error('Settings have a fingerprint.');
  return { connection: keyOf(row), purpose, protocol: revision.settings.protocol, fingerprint };
}
