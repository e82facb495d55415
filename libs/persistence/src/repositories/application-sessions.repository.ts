import { sql } from 'kysely';
import type { AccountId, AccountSessionId, EnterpriseId, VendorApplicationId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import type { SignInKey } from './signed-in-accounts.repository.js';

/** Which session in which application. */
export interface ApplicationSessionKey extends SignInKey {
  readonly applicationId: VendorApplicationId;
}

/** An application that is to be told of the end of a session. */
export interface DueLogout extends ApplicationSessionKey {
  /** How often it was told in vain. */
  readonly attempts: number;
  /** Null when it does not want to be told. */
  readonly backchannelLogoutUri: string | null;
}

/** Whoever takes some has them to itself for a while; then they are due again. */
const takeDue = statement<DueLogout>(
  'application-sessions.take-due',
  `with due as materialized (
     select enterprise_id, account_id, account_session_id, application_id from application_sessions
     where logout_due_at <= now() and application_id <> all ($3::uuid[])
     order by logout_due_at limit $1 for update skip locked
   )
   update application_sessions s set logout_due_at = now() + $2::int * interval '1 second'
   from due join vendor_applications a on a.id = due.application_id
   where s.enterprise_id = due.enterprise_id and s.account_id = due.account_id
     and s.account_session_id = due.account_session_id and s.application_id = due.application_id
   returning s.enterprise_id as "enterpriseId", s.account_id as "accountId", s.account_session_id as "accountSessionId",
     s.application_id as "applicationId", s.attempts, a.backchannel_logout_uri as "backchannelLogoutUri"`,
);

/** Sessions that are over without anybody having ended them; their applications know when by themselves. */
const deleteExpired = statement<{ readonly count: number }>(
  'application-sessions.delete-expired',
  `with gone as (
     delete from application_sessions s where (s.enterprise_id, s.account_id, s.account_session_id, s.application_id) in (
       select o.enterprise_id, o.account_id, o.account_session_id, o.application_id
       from application_sessions o join account_sessions a
         on a.enterprise_id = o.enterprise_id and a.account_id = o.account_id and a.id = o.account_session_id
       where o.logout_due_at is null and a.expires_at < now()
       limit $1 for update of o skip locked)
     returning 1)
   select count(*)::int as count from gone`,
);

/** In which applications somebody is signed in, and which of them are to be told that it is over. */
export class ApplicationSessionsRepository {
  constructor(private readonly db: Executor) {}

  /** Notes that an application knows of a session, before it does. */
  async insert({ applicationId, ...signIn }: ApplicationSessionKey): Promise<void> {
    await this.db.kysely
      .insertInto('application_sessions')
      .values({ ...columnsOf(signIn), application_id: applicationId })
      .onConflict(conflict => conflict.doNothing())
      .execute();
  }

  /**
   * Takes those that are due; whoever does not say what came of it within `seconds` leaves them to others.
   * @param except applications that are to wait
   */
  async takeDue(limit: number, seconds: number, except: readonly VendorApplicationId[]): Promise<readonly DueLogout[]> {
    return this.db.run(takeDue, [limit, seconds, except]);
  }

  /** It was told, or is not to be told any more. */
  async delete(key: ApplicationSessionKey): Promise<void> {
    await this.db.kysely.deleteFrom('application_sessions').where(isSession(key)).execute();
  }

  /** It was told in vain. */
  async postpone(key: ApplicationSessionKey, until: Date): Promise<void> {
    await this.db.kysely
      .updateTable('application_sessions')
      .set({ logout_due_at: until.toISOString(), attempts: sql<number>`attempts + 1` })
      .where(isSession(key))
      .execute();
  }

  /** Forgets sessions that are over, of every enterprise, so many at most. Gives how many it was. */
  async deleteExpired(limit: number): Promise<number> {
    const [deleted] = await this.db.run(deleteExpired, [limit]);
    return deleted?.count ?? 0;
  }
}

function columnsOf({ enterpriseId, accountId, accountSessionId }: SignInKey): {
  readonly enterprise_id: EnterpriseId;
  readonly account_id: AccountId;
  readonly account_session_id: AccountSessionId;
} {
  return { enterprise_id: enterpriseId, account_id: accountId, account_session_id: accountSessionId };
}

function isSession({ enterpriseId, accountId, accountSessionId, applicationId }: ApplicationSessionKey) {
  return sql<boolean>`(enterprise_id, account_id, account_session_id, application_id)
    = (${enterpriseId}::uuid, ${accountId}::uuid, ${accountSessionId}::uuid, ${applicationId}::uuid)`;
}
