import { sql } from 'kysely';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type { AccountId, AccountSessionId, EnterpriseId } from '../entities/ids.js';
import type { Executor } from '../executor.js';
import type { Row } from '../tables.js';
import type { ConnectionKey } from './connection-key.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** A session of an account, as it is stored. */
export type AccountSessionRow = Row<'account_sessions'>;

/** The session at the identity provider that a session came of; by it the identity provider ends it. */
export interface IdpSession extends ConnectionKey {
  /** The NameID or `sub`. */
  readonly subject: string;
  readonly nameIdFormat: string | null;
  readonly sessionIndex: string | null;
  /** `sid` of the ID token. */
  readonly idpSessionId: string | null;
}

/** What an identity provider says has ended: one at least of a subject and a session id. */
export type EndedIdpSession = { readonly sessionIndexes?: readonly string[] } & (
  | { readonly subject: string; readonly idpSessionId?: string }
  | { readonly subject?: undefined; readonly idpSessionId: string }
);

/** What a new session is made with. */
export interface NewAccountSession {
  readonly idpSession?: IdpSession;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly expiresAt: Date;
}

/** Who is signed in. */
export class AccountSessionsRepository {
  constructor(private readonly db: Executor) {}

  insert(
    enterpriseId: EnterpriseId,
    accountId: AccountId,
    { ip, userAgent, expiresAt, idpSession }: NewAccountSession,
  ): Promise<AccountSessionRow> {
    return this.db.kysely
      .insertInto('account_sessions')
      .values({
        enterprise_id: enterpriseId,
        account_id: accountId,
        id: uuid() as AccountSessionId,
        ip,
        user_agent: userAgent,
        expires_at: expiresAt.toISOString(),
        ...(idpSession && {
          connection_id: idpSession.connectionId,
          subject: idpSession.subject,
          name_id_format: idpSession.nameIdFormat,
          session_index: idpSession.sessionIndex,
          idp_session_id: idpSession.idpSessionId,
        }),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** A session that is neither revoked nor over. */
  findLive(
    enterpriseId: EnterpriseId,
    accountId: AccountId,
    id: AccountSessionId,
  ): Promise<AccountSessionRow | undefined> {
    return this.selectOne(enterpriseId, accountId, id)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', sql<string>`now()`)
      .executeTakeFirst();
  }

  find(enterpriseId: EnterpriseId, accountId: AccountId, id: AccountSessionId): Promise<AccountSessionRow | undefined> {
    return this.selectOne(enterpriseId, accountId, id).executeTakeFirst();
  }

  private selectOne(enterpriseId: EnterpriseId, accountId: AccountId, id: AccountSessionId) {
    return this.db.kysely
      .selectFrom('account_sessions')
      .selectAll()
      .where(({ and }) => and({ enterprise_id: enterpriseId, account_id: accountId, id }));
  }

  /** The sessions of an account that are live or ended in the last thirty days, oldest first. */
  list(
    enterpriseId: EnterpriseId,
    accountId: AccountId,
    { limit, after = FIRST_ID }: Keyset,
  ): Promise<AccountSessionRow[]> {
    return this.db.kysely
      .selectFrom('account_sessions')
      .selectAll()
      .where(({ and }) => and({ enterprise_id: enterpriseId, account_id: accountId }))
      .where('id', '>', after as AccountSessionId)
      .where(sql<boolean>`least(revoked_at, expires_at) > now() - interval '30 days'`)
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /** Ends a session. Gives whether it was live until now. */
  async revoke(enterpriseId: EnterpriseId, accountId: AccountId, id: AccountSessionId): Promise<boolean> {
    const { numUpdatedRows } = await this.endLive(enterpriseId, accountId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /**
   * Ends the sessions that came of a session at the identity provider: by its id, else all of a subject, or those of a subject
   * with one of these session indexes. Of a subject those end, too, that nobody gave an id or index when they began: they may be
   * the ones that are meant. Gives those that were live until now.
   */
  revokeOfIdp(
    { enterpriseId, connectionId }: ConnectionKey,
    { subject, sessionIndexes, idpSessionId }: EndedIdpSession,
  ): Promise<AccountSessionRow[]> {
    return this.db.kysely
      .updateTable('account_sessions')
      .set({ revoked_at: sql<string>`now()` })
      .where(({ and }) => and({ enterprise_id: enterpriseId, connection_id: connectionId }))
      .$if(subject !== undefined, query => query.where('subject', '=', subject ?? ''))
      .$if(idpSessionId !== undefined, query =>
        query.where(({ eb, or }) =>
          or([
            eb('idp_session_id', '=', idpSessionId ?? ''),
            ...(subject === undefined ? [] : [eb('idp_session_id', 'is', null)]),
          ]),
        ),
      )
      .$if(sessionIndexes !== undefined, query =>
        query.where(({ eb, or }) =>
          or([eb('session_index', 'in', sessionIndexes ?? []), eb('session_index', 'is', null)]),
        ),
      )
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', sql<string>`now()`)
      .returningAll()
      .execute();
  }

  /** Ends every session of an account. Gives how many were live until now. */
  async revokeAll(enterpriseId: EnterpriseId, accountId: AccountId): Promise<number> {
    const { numUpdatedRows } = await this.endLive(enterpriseId, accountId).executeTakeFirstOrThrow();
    return Number(numUpdatedRows);
  }

  private endLive(enterpriseId: EnterpriseId, accountId: AccountId) {
    return this.db.kysely
      .updateTable('account_sessions')
      .set({ revoked_at: sql<string>`now()` })
      .where(({ and }) => and({ enterprise_id: enterpriseId, account_id: accountId }))
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', sql<string>`now()`);
  }
}
