import { Injectable, Logger } from '@nestjs/common';
import { keyOf, liveRevision } from '#libs/connection-lifecycle';
import { type OidcLogout, OidcSignInError } from '#libs/oidc-rp';
import {
  type AccountSessionRow,
  type ConnectionKey,
  type ConnectionRow,
  Database,
  type EndedIdpSession,
  type Repositories,
} from '#libs/persistence';
import { OidcRelyingParties } from './oidc-relying-parties.js';

/** A logout token whose checks have passed; it counts once it is noted as used. */
interface VerifiedLogout {
  readonly logout: OidcLogout;
  readonly tokens: readonly { readonly hash: Buffer; readonly expiresAt: Date }[];
}

/** Signs people out whom an OpenID provider has signed out (OpenID Connect Back-Channel Logout §2.5 to §2.7). */
@Injectable()
export class OidcLogoutService {
  private readonly logger = new Logger(OidcLogoutService.name);

  constructor(
    private readonly database: Database,
    private readonly parties: OidcRelyingParties,
  ) {}

  /**
   * Ends the sessions that a logout token names, once. Gives false when the token is refused, and changes nothing then.
   * @param requestId of the request, for the audit log
   */
  async logout(row: ConnectionRow, token: string, requestId: string | null): Promise<boolean> {
    const connection = keyOf(row);
    try {
      const { logout, tokens } = await this.verify(row, token);
      await this.database.transaction(async repositories => {
        // With the sessions: a token whose sessions could not be ended is good for another try.
        for (const { hash, expiresAt } of tokens)
          if (!(await repositories.logoutTokens.use(connection, hash, expiresAt)))
            throw OidcSignInError.of('oidc_logout_replayed');
        const ended = await repositories.accountSessions.revokeOfIdp(connection, toEnded(logout));
        for (const session of ended) await record(repositories, connection, session, requestId);
      });
      return true;
    } catch (error) {
      if (!(error instanceof OidcSignInError)) throw error;
      this.logger.warn({ connectionId: row.id, code: error.code }, 'A logout token was refused.');
      return false;
    }
  }

  /** Before the transaction: keys may have to be fetched. */
  private async verify(row: ConnectionRow, token: string): Promise<VerifiedLogout> {
    const settings = liveRevision(row)?.settings;
    if (settings?.protocol !== 'oidc') throw OidcSignInError.of('oidc_audience');
    const { party } = await this.parties.of(keyOf(row), settings);
    const tokens: { readonly hash: Buffer; readonly expiresAt: Date }[] = [];
    const logout = await party.logout(token, {
      useLogoutToken: (hash, expiresAt) => Promise.resolve(tokens.push({ hash, expiresAt }) > 0),
    });
    return { logout, tokens };
  }
}

/** §2.4: with both, it is that session of the person. */
function toEnded({ subject, sessionId }: OidcLogout): EndedIdpSession {
  const session = sessionId === null ? {} : { idpSessionId: sessionId };
  return subject === null ? { idpSessionId: sessionId ?? '' } : { subject, ...session };
}

async function record(
  { auditEvents }: Repositories,
  { enterpriseId, connectionId }: ConnectionKey,
  { id, account_id: accountId }: AccountSessionRow,
  requestId: string | null,
): Promise<void> {
  await auditEvents.append(enterpriseId, {
    actor: { kind: 'system', id: 'oidc-logout' },
    requestId,
    action: 'account_session.revoked',
    target: { type: 'account_session', id },
    before: { accountId, connectionId },
  });
}
