import type { DirectoryUserId } from '../entities/ids.js';
import type { SeenVersions } from '../entities/impact-preview.entity.js';
import { type Executor, statement } from '../executor.js';
import { type Account, isLeftBehind, type LoginHolder } from './accounts.repository.js';
import { type ConnectionKey, keyValues } from './connection-key.js';
import { type DirectoryUser, toDirectoryUser, userColumns, type UserRow } from './directory-user.js';
import { FIRST_ID } from './keyset.js';

/** An account, and whether its person administrates the enterprise. */
export type ExaminedAccount = Account & { readonly isAdministrator: boolean };

/** A directory user with all that the effect on accounts depends on, but the connection. */
export interface DirectorySituation {
  readonly user: DirectoryUser;
  /** The account that is linked to the directory user. */
  readonly linked: ExaminedAccount | undefined;
  /** The account whose login is the userName, unless it is the linked one. Nobody who is gone has a userName. */
  readonly holder: (LoginHolder & ExaminedAccount) | undefined;
}

interface SituationRow extends UserRow {
  readonly linked: ExaminedAccount | null;
  readonly holder: ExaminedAccount | null;
  readonly holder_link: NonNullable<LoginHolder['link']> | null;
}

/** Who is present, and who is gone while the account is still active. One look-up for each of those, and never a hash of all accounts. */
const EXAMINED = `u.enterprise_id = $1 and u.connection_id = $2 and (u.state = 'present' or (
  select true from accounts g
  where g.enterprise_id = $1 and g.connection_id = $2 and g.directory_user_id = u.id and g.state = 'active' limit 1
))`;

/** userNames are compared by code point, logins as the database does: an index of logins is only of use in its own order. */
const USER_NAME_AS_LOGIN = 'u.user_name_key collate "default"';

const accountJson = (account: string): string => `jsonb_build_object(
  'id', ${account}.id, 'login', ${account}.login, 'loginKey', ${account}.login_key, 'email', ${account}.email,
  'displayName', ${account}.display_name, 'state', ${account}.state, 'suspendedBy', ${account}.suspended_by,
  'connectionId', ${account}.connection_id, 'directoryUserId', ${account}.directory_user_id,
  'isAdministrator', ${account}.is_administrator)`;

/** Each look-up is one in an index, whatever PostgreSQL believes of the number of users: hence the limits. */
const situationsOf = (users: string): string => `
  select ${userColumns('u')}, l.account as linked, h.account as holder, h.link as holder_link
  from (${users}) u
  left join lateral (
    select a.id, ${accountJson('a')} as account from accounts a
    where a.enterprise_id = $1 and a.connection_id = $2 and a.directory_user_id = u.id limit 1
  ) l on true
  left join lateral (
    select ${accountJson('a')} as account, (
        select jsonb_build_object('state', d.state, 'externalId', case when d.connection_id = $2 then d.external_id end) from directory_users d
        where d.enterprise_id = $1 and d.connection_id = a.connection_id and d.id = a.directory_user_id
          and not ${isLeftBehind('d')}
      ) as link
    from accounts a
    where a.enterprise_id = $1 and a.login_key = ${USER_NAME_AS_LOGIN} and a.id is distinct from l.id limit 1
  ) h on u.state = 'present'
  order by u.id`;

const page = statement<SituationRow>(
  'situations.page',
  situationsOf(`select u.* from directory_users u where ${EXAMINED} and u.id > $3 order by u.id limit $4`),
);

const some = statement<SituationRow>(
  'situations.some',
  situationsOf(`select u.* from directory_users u where ${EXAMINED} and u.id = any($3::uuid[])`),
);

const lockUsers = statement<{ readonly id: DirectoryUserId }>(
  'situations.lock-users',
  `select u.id from directory_users u where ${EXAMINED} and u.id > $3 order by u.id limit $4 for no key update of u`,
);

const lockAccounts = statement(
  'situations.lock-accounts',
  `select from accounts a
   where a.enterprise_id = $1 and a.id in (
     select l.id from accounts l
     where l.enterprise_id = $1 and l.connection_id = $2 and l.directory_user_id = any($3::uuid[])
     union all
     select h.id from directory_users u join accounts h on h.enterprise_id = $1 and h.login_key = ${USER_NAME_AS_LOGIN}
     where u.enterprise_id = $1 and u.connection_id = $2 and u.id = any($3::uuid[])
   )
   order by a.id
   for update`,
);

const count = statement<{ readonly total: string }>(
  'situations.count',
  `select count(*) as total from directory_users u where ${EXAMINED}`,
);

/**
 * A fingerprint of many: how many there are, and a sum of 64-bit hashes of each one's id and version. So it is another one when
 * somebody goes while somebody else is changed, whose versions would add up to the same. Of whoever is in another directory only that
 * counts on which it depends whether a login is free.
 */
const versions = statement<SeenVersions>(
  'situations.versions',
  `select
     (select concat(count(*), ':', sum(uuid_hash_extended(u.id, case
         when u.connection_id = $2 then u.version
         else hashtextextended(concat(u.state, ':', ${isLeftBehind('u')}, ':', u.external_id), 0)
       end)))
      from directory_users u where u.enterprise_id = $1) as directory,
     (select concat(count(*), ':', sum(uuid_hash_extended(a.id, a.version)))
      from accounts a where a.enterprise_id = $1) as accounts`,
);

/** Whom the directory of a connection has an effect on, many at once and in the order of their ids. */
export class DirectorySituationsRepository {
  constructor(private readonly db: Executor) {}

  /** The next ones, as they are. */
  async page(connection: ConnectionKey, after: string | null, limit: number): Promise<readonly DirectorySituation[]> {
    return (await this.db.run(page, [...keyValues(connection), after ?? FIRST_ID, limit])).map(toSituation);
  }

  /** The next ones, locked until the transaction ends: users first, then accounts, as every other write does. */
  async lockPage(
    connection: ConnectionKey,
    after: string | null,
    limit: number,
  ): Promise<readonly DirectorySituation[]> {
    const locked = await this.db.run(lockUsers, [...keyValues(connection), after ?? FIRST_ID, limit]);
    const ids = locked.map(({ id }) => id);
    await this.db.run(lockAccounts, [...keyValues(connection), ids]);
    // A statement of its own: one that waited for a lock would still see the rest as it was before.
    return this.some(connection, ids);
  }

  /** Certain ones; those on whom there is no effect any more are left out. */
  async some(connection: ConnectionKey, ids: readonly string[]): Promise<readonly DirectorySituation[]> {
    return (await this.db.run(some, [...keyValues(connection), ids])).map(toSituation);
  }

  async count(connection: ConnectionKey): Promise<number> {
    const [row] = await this.db.run(count, [...keyValues(connection)]);
    return Number(row?.total);
  }

  /** What differs when anything was written meanwhile. It reads the whole directory once. */
  async versions(connection: ConnectionKey): Promise<SeenVersions> {
    const [row] = await this.db.run(versions, [...keyValues(connection)]);
    if (!row) throw new Error('A statement of aggregates gave nothing.');
    return row;
  }
}

function toSituation(row: SituationRow): DirectorySituation {
  return {
    user: toDirectoryUser(row),
    linked: row.linked ?? undefined,
    holder: row.holder ? { ...row.holder, link: row.holder_link ?? undefined } : undefined,
  };
}
