import type { AccountId, ConnectionId, DirectoryUserId, EnterpriseId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import type { AccountRow } from './account-administration.repository.js';
import type { Cause } from './account-events.repository.js';
import { giveGroupMemberships, takeGroupMemberships } from './account-links.statements.js';
import { type ConnectionKey, keyValues } from './connection-key.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** A directory user that is linked to an account. */
export interface LinkedPair {
  /** Of the directory user. */
  readonly id: DirectoryUserId;
  readonly user_name: string;
  readonly active: boolean;
  readonly account_id: AccountId;
  readonly login: string;
}

/** The directory user that an account is linked to. */
export interface LinkedTo {
  readonly connectionId: ConnectionId;
  readonly directoryUserId: DirectoryUserId;
}

/** An account that may be the person's. */
export interface LinkCandidate {
  readonly accountId: AccountId;
  readonly login: string;
  readonly by: 'login' | 'email';
  /** Whether another directory user who is there is linked to it. */
  readonly isTaken: boolean;
}

/** A directory user, active and present, to whom no account is linked, and the accounts that may be the person's. */
export interface UnlinkedUser {
  readonly id: DirectoryUserId;
  readonly user_name: string;
  readonly candidates: readonly LinkCandidate[];
}

/** An active account without a directory user of the connection. */
export type UncoveredAccount = Pick<AccountRow, 'id' | 'login' | 'directory_user_id'>;

const linkedPage = statement<LinkedPair>(
  'account-links.linked-page',
  `select a.directory_user_id as id, u.user_name, u.active, a.id as account_id, a.login
   from accounts a
   join directory_users u on u.enterprise_id = $1 and u.connection_id = $2 and u.id = a.directory_user_id
   where a.enterprise_id = $1 and a.connection_id = $2 and a.directory_user_id > $3
   order by a.directory_user_id limit $4`,
);

/** The e-mail address of a directory user, as accounts have it: the primary one, else the first. */
const EMAIL = `lower(coalesce(
  jsonb_path_query_first(u.attributes, '$.emails[*] ? (@.primary == true).value') #>> '{}',
  u.attributes #>> '{emails,0,value}',
  u.user_name
))`;

const candidate = (account: string, by: string) => `jsonb_build_object(
  'accountId', ${account}.id, 'login', ${account}.login, 'by', '${by}', 'isTaken', exists (
    select from directory_users d
    where d.enterprise_id = $1 and d.connection_id = ${account}.connection_id and d.id = ${account}.directory_user_id
      and d.state = 'present'
  ))`;

/** The next who have no account, read along two indexes; then one look at all e-mail addresses, for the whole page. */
const unlinkedPage = statement<UnlinkedUser>(
  'account-links.unlinked-page',
  `with page as materialized (
     select u.id, u.user_name, u.user_name_key, ${EMAIL} as email
     from directory_users u
     where u.enterprise_id = $1 and u.connection_id = $2 and u.state = 'present' and u.active and u.id > $3
       and not exists (
         select from accounts a where a.enterprise_id = $1 and a.connection_id = $2 and a.directory_user_id = u.id
       )
     order by u.id limit $4
   ), found as (
     select page.id, ${candidate('a', 'login')} as candidate
     from page join accounts a on a.enterprise_id = $1 and a.login_key = page.user_name_key
     union all
     select page.id, ${candidate('a', 'email')}
     from page join accounts a on a.enterprise_id = $1 and lower(a.email) = page.email
       and a.login_key is distinct from page.user_name_key
   )
   select page.id, page.user_name, coalesce(
     (select jsonb_agg(found.candidate order by found.candidate ->> 'by' desc, found.candidate ->> 'accountId')
      from found where found.id = page.id), '[]'
   ) as candidates
   from page order by page.id`,
);

/** Those who are linked to nobody have an index; of the others few are another connection's. */
const uncoveredPage = statement<UncoveredAccount>(
  'account-links.uncovered-page',
  `select * from (
     (select id, login, directory_user_id from accounts
      where enterprise_id = $1 and state = 'active' and directory_user_id is null and id > $3 order by id limit $4)
     union all
     (select id, login, directory_user_id from accounts
      where enterprise_id = $1 and state = 'active' and directory_user_id is not null and connection_id <> $2 and id > $3
      order by id limit $4)
   ) as parts order by id limit $4`,
);

const lockLinked = statement<AccountRow>(
  'account-links.lock-linked',
  `select * from accounts where enterprise_id = $1 and connection_id = $2 and directory_user_id = $3 for update`,
);

const setLink = statement(
  'account-links.link',
  `update accounts set connection_id = $3, directory_user_id = $4, version = version + 1, last_modified = now()
   where enterprise_id = $1 and id = $2`,
);

/** Which account is which directory user's, for administrators to look at and to mend. */
export class AccountLinksRepository {
  constructor(private readonly db: Executor) {}

  linked(connection: ConnectionKey, keyset: Keyset): Promise<readonly LinkedPair[]> {
    return this.page(linkedPage, connection, keyset);
  }

  unlinked(connection: ConnectionKey, keyset: Keyset): Promise<readonly UnlinkedUser[]> {
    return this.page(unlinkedPage, connection, keyset);
  }

  uncovered(connection: ConnectionKey, keyset: Keyset): Promise<readonly UncoveredAccount[]> {
    return this.page(uncoveredPage, connection, keyset);
  }

  private page<Result>(
    given: ReturnType<typeof statement<Result>>,
    connection: ConnectionKey,
    { limit, after = FIRST_ID }: Keyset,
  ): Promise<readonly Result[]> {
    return this.db.run(given, [...keyValues(connection), after, limit]);
  }

  /** Locks the account that is linked to a directory user. */
  async lockLinked(connection: ConnectionKey, id: DirectoryUserId): Promise<AccountRow | undefined> {
    const [row] = await this.db.run(lockLinked, [...keyValues(connection), id]);
    return row;
  }

  /** Links a locked account to a directory user, and gives back what a link of them that ended had given. */
  async link(enterpriseId: EnterpriseId, accountId: AccountId, to: LinkedTo, cause: Cause): Promise<void> {
    await this.db.run(setLink, [enterpriseId, accountId, to.connectionId, to.directoryUserId]);
    await this.db.run(giveGroupMemberships, linkValues(enterpriseId, accountId, to, cause));
  }

  /**
   * Ends the link of a locked account. What the groups of the directory user gave goes with it, against a receipt; what was given
   * by hand stays.
   */
  async unlink(enterpriseId: EnterpriseId, accountId: AccountId, from: LinkedTo, cause: Cause): Promise<void> {
    await this.db.run(setLink, [enterpriseId, accountId, null, null]);
    await this.db.run(takeGroupMemberships, linkValues(enterpriseId, accountId, from, cause));
  }
}

function linkValues(
  enterpriseId: EnterpriseId,
  accountId: AccountId,
  { connectionId, directoryUserId }: LinkedTo,
  { actor, requestId }: Cause,
): readonly unknown[] {
  return [enterpriseId, accountId, connectionId, directoryUserId, JSON.stringify(actor), requestId];
}
