import { Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { keyOf, liveRevision } from '#libs/connection-lifecycle';
import {
  type AccountSessionRow,
  type ConnectionKey,
  type ConnectionRow,
  Database,
  type Repositories,
} from '#libs/persistence';
import { type SamlLogout, type SamlLogoutMessage, SignInError } from '#libs/saml-sp';
import { type EndsIdpSessions, IdpLogouts } from '../http/idp-logouts.js';
import { takeReturn } from '../http/return-cookie.js';
import { SsoConnections } from '../http/sso-connections.js';
import { SsoProblem } from '../http/sso-problem.js';
import { SsoSettings } from '../http/sso-settings.js';
import { fieldsOf, readForm } from './read-form.js';
import { SamlProviders } from './saml-providers.js';

/** What an identity provider has ended. */
type LogoutRequest = Extract<SamlLogoutMessage, { readonly kind: 'request' }>;

/** Single logout of connections (SAML 2.0 profiles §4.4). */
@Injectable()
export class SamlLogoutService implements EndsIdpSessions {
  private readonly logger = new Logger(SamlLogoutService.name);

  constructor(
    private readonly database: Database,
    private readonly connections: SsoConnections,
    private readonly providers: SamlProviders,
    private readonly settings: SsoSettings,
    logouts: IdpLogouts,
  ) {
    logouts.add('saml', this);
  }

  /**
   * Does what a logout message says that a browser brings: it ends sessions, or tells that the identity provider ended its own.
   * @returns where the browser is sent: with our answer, or on after its logout; undefined when it stays here
   * @throws SsoProblem when the message is refused, and nothing is done
   */
  async receive(request: Request, response: Response): Promise<string | undefined> {
    const row = await this.connections.get(String(request.params['connectionId']));
    const logout = await this.logoutOf(row);
    if (!logout) throw SsoProblem.notSetUp();
    const { message, relayState } = await this.validated(row, logout, request);
    if (message.kind === 'response') return takeReturn(request, response, this.settings);
    await this.endSessions(keyOf(row), message, typeof request.id === 'string' ? request.id : null);
    return logout.responseUrl(message.requestId, { relayState });
  }

  /** Of a session that began with an assertion of the same identity provider. */
  async logoutUrl(row: ConnectionRow, session: AccountSessionRow): Promise<string | undefined> {
    const { subject: nameId, name_id_format: nameIdFormat, session_index: sessionIndex } = session;
    const logout = await this.logoutOf(row);
    if (!logout || !nameId) return undefined;
    return logout.requestUrl({ nameId, nameIdFormat, sessionIndex }, { relayState: null });
  }

  private async logoutOf(row: ConnectionRow): Promise<SamlLogout | undefined> {
    const settings = liveRevision(row)?.settings;
    return settings?.protocol === 'saml' ? this.providers.logout(keyOf(row), settings) : undefined;
  }

  private async validated(row: ConnectionRow, logout: SamlLogout, request: Request) {
    const query = queryOf(request);
    const isForm = request.method === 'POST';
    const {
      samlRequest,
      samlResponse,
      relayState = null,
    } = isForm ? await readForm(request) : fieldsOf(new URLSearchParams(query));
    const incoming = isForm
      ? ({ binding: 'HTTP-POST', message: samlRequest ?? samlResponse ?? '' } as const)
      : ({ binding: 'HTTP-Redirect', query } as const);
    try {
      return { message: await logout.validate(incoming, relayState), relayState };
    } catch (error) {
      if (!(error instanceof SignInError)) throw error;
      this.logger.warn({ connectionId: row.id, code: error.code }, 'A logout message was refused.');
      throw SsoProblem.badRequest();
    }
  }

  private endSessions(connection: ConnectionKey, message: LogoutRequest, requestId: string | null): Promise<void> {
    const { nameId: subject, sessionIndexes } = message;
    const ending = { subject, ...(sessionIndexes.length > 0 && { sessionIndexes }) };
    return this.database.transaction(async repositories => {
      const ended = await repositories.accountSessions.revokeOfIdp(connection, ending);
      for (const session of ended) await record(repositories, connection, session, requestId);
    });
  }
}

/** As it was sent: the signature is over it. */
function queryOf({ originalUrl }: Request): string {
  const at = originalUrl.indexOf('?');
  return at < 0 ? '' : originalUrl.slice(at + 1);
}

async function record(
  { auditEvents }: Repositories,
  { enterpriseId, connectionId }: ConnectionKey,
  { id, account_id: accountId }: AccountSessionRow,
  requestId: string | null,
): Promise<void> {
  await auditEvents.append(enterpriseId, {
    actor: { kind: 'system', id: 'saml-logout' },
    requestId,
    action: 'account_session.revoked',
    target: { type: 'account_session', id },
    before: { accountId, connectionId },
  });
}
