import { sql } from 'kysely';
import type { SignInOutcome, SignInStep } from '../entities/sign-in-attempt.entity.js';
import { type AccountId, type DirectoryUserId, firstIdAt, type SignInAttemptId } from '../entities/ids.js';
import type { SignInProtocol, SignInPurpose } from '../entities/sign-in-flow.entity.js';
import { type Executor, statement } from '../executor.js';
import type { Row } from '../tables.js';
import { type ConnectionKey, keyColumns, keyValues } from './connection-key.js';
import type { Keyset } from './keyset.js';

/** An attempt to sign in, as it is stored. */
export type SignInAttemptRow = Row<'sign_in_attempts'>;

/** How far an attempt has come. */
export interface SignInAttemptWrite {
  readonly id: SignInAttemptId;
  readonly purpose: SignInPurpose;
  readonly protocol: SignInProtocol;
  readonly outcome: SignInOutcome;
  readonly code: string | null;
  /** Those that are not stored yet. */
  readonly steps: readonly SignInStep[];
  readonly login: string | null;
  readonly subject: string | null;
  readonly accountId: AccountId | null;
  readonly directoryUserId: DirectoryUserId | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** Which attempts are asked for. */
export interface SignInAttemptFilter {
  readonly outcome?: SignInOutcome | undefined;
  readonly code?: string | undefined;
  readonly purpose?: SignInPurpose | undefined;
  readonly login?: string | undefined;
  readonly accountId?: AccountId | undefined;
  /** ISO 8601. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The row of an attempt that has begun is completed; one of which nothing was known is made. What has ended stays as it ended. */
const write = statement<never>(
  'sign-in-attempts.write',
  `insert into sign_in_attempts as a (
     enterprise_id, connection_id, id, purpose, protocol, outcome, code, steps, login, subject, account_id, directory_user_id, ip,
     user_agent, finished_at
   ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, case when $6 = 'begun' then null else now() end)
   on conflict (enterprise_id, connection_id, id) do update
   set outcome = excluded.outcome, code = excluded.code, steps = a.steps || excluded.steps, login = excluded.login,
     subject = excluded.subject, account_id = excluded.account_id, directory_user_id = excluded.directory_user_id,
     ip = excluded.ip, user_agent = excluded.user_agent, finished_at = excluded.finished_at
   where a.outcome = 'begun'`,
);

const deleteOlder = statement<{ readonly count: number }>(
  'sign-in-attempts.delete-older',
  `with gone as (
     delete from sign_in_attempts where (enterprise_id, connection_id, id) in (
       select enterprise_id, connection_id, id from sign_in_attempts where at < $1 limit $2 for update skip locked)
     returning 1)
   select count(*)::int as count from gone`,
);

/** Longer than an attempt may take. */
const LONGEST_MS = 3_600_000;

/** The trace of sign-ins, per connection. */
export class SignInAttemptsRepository {
  constructor(private readonly db: Executor) {}

  /** Writes what has happened of an attempt so far. */
  async write(connection: ConnectionKey, attempt: SignInAttemptWrite): Promise<void> {
    const { id, purpose, protocol, outcome, code, steps, login, subject } = attempt;
    const { accountId, directoryUserId, ip, userAgent } = attempt;
    const what = [id, purpose, protocol, outcome, code, JSON.stringify(steps), login, subject];
    await this.db.run(write, [...keyValues(connection), ...what, accountId, directoryUserId, ip, userAgent]);
  }

  find(connection: ConnectionKey, id: SignInAttemptId): Promise<SignInAttemptRow | undefined> {
    return this.db.kysely
      .selectFrom('sign_in_attempts')
      .selectAll()
      .where(({ and }) => and({ ...keyColumns(connection), id }))
      .executeTakeFirst();
  }

  /** The attempts that satisfy a filter, newest first. */
  list(
    connection: ConnectionKey,
    { outcome, code, purpose, login, accountId, from, to }: SignInAttemptFilter,
    { limit, after }: Keyset,
  ): Promise<SignInAttemptRow[]> {
    const equal = { outcome, code, purpose, login, account_id: accountId };
    const asked = Object.fromEntries(Object.entries(equal).filter(([, value]) => value !== undefined));
    return this.db.kysely
      .selectFrom('sign_in_attempts')
      .selectAll()
      .where(({ and }) => and({ ...keyColumns(connection), ...asked }))
      .$if(from !== undefined, query => query.where('at', '>=', from ?? ''))
      .$if(to !== undefined, query => query.where('at', '<', to ?? ''))
      .$if(after !== undefined, query => query.where('id', '<', after as SignInAttemptId))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  }

  /** Those that began or ended since a moment, newest first. */
  listMoved(connection: ConnectionKey, since: Date, limit: number): Promise<SignInAttemptRow[]> {
    return this.db.kysely
      .selectFrom('sign_in_attempts')
      .selectAll()
      .where(({ and }) => and(keyColumns(connection)))
      .where('id', '>=', firstIdAt<SignInAttemptId>(since.getTime() - LONGEST_MS))
      .where(sql<boolean>`coalesce(finished_at, at) >= ${since.toISOString()}::timestamptz`)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  }

  /** Forgets what is older, of every enterprise, so many at most. Gives how many it was. */
  async deleteOlder(than: Date, limit: number): Promise<number> {
    const [deleted] = await this.db.run(deleteOlder, [than, limit]);
    return deleted?.count ?? 0;
  }
}
