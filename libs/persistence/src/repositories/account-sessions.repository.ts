import { sql } from 'kysely';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type { AccountId, AccountSessionId, EnterpriseId } from '../entities/ids.js';
import type { Executor } from '../executor.js';
import type { Row } from '../tables.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** A session of an account, as it is stored. */
export type AccountSessionRow = Row<'account_sessions'>;

/** What a new session is made with. */
export interface NewAccountSession {
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
    { ip, userAgent, expiresAt }: NewAccountSession,
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
