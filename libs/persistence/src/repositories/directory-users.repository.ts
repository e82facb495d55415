import type { ResolvedFilter, ScimAttributes } from '#libs/scim-protocol';
import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { DirectoryUserId } from '../entities/ids.js';
import { isUniqueViolation } from '../postgres-error.js';
import type { Executor } from '../tables.js';
import { userFilterToSql } from '../user-filter/user-filter-to-sql.js';
import { type ConnectionKey, keyColumns } from './connection-key.js';
import { type DirectoryUser, toColumns, toDirectoryUser } from './directory-user.js';

/** Another present directory user of the connection holds the userName. */
export class UserNameTaken extends Error {
  override readonly name = 'UserNameTaken';
}

/** By what a person is known to an identity provider. */
export interface NamedIdentity {
  /** The userName prepared for comparison. */
  readonly userNameKey: string;
  readonly externalId: string | undefined;
}

/** Which part of a list is asked for, by the words of RFC 7644 §3.4.2.4. */
export interface UserListQuery {
  readonly filter?: ResolvedFilter | undefined;
  /** 1-based. */
  readonly startIndex: number;
  readonly count: number;
}

/** What identity providers told us of people, per connection. */
export class DirectoryUsersRepository {
  constructor(private readonly db: Executor) {}

  /** The present directory user with this id. */
  async find(connection: ConnectionKey, id: DirectoryUserId): Promise<DirectoryUser | undefined> {
    const row = await this.present(connection).where('id', '=', id).executeTakeFirst();
    return row && toDirectoryUser(row);
  }

  /** The same, locked until the transaction ends, so that no concurrent change is lost. */
  async lock(connection: ConnectionKey, id: DirectoryUserId): Promise<DirectoryUser | undefined> {
    const row = await this.present(connection).where('id', '=', id).forUpdate().executeTakeFirst();
    return row && toDirectoryUser(row);
  }

  /** Locks who may be meant by a POST: present people with the userName or the externalId, and retired ones with the latter. */
  async lockNamed(connection: ConnectionKey, { userNameKey, externalId }: NamedIdentity): Promise<DirectoryUser[]> {
    const rows = await this.db
      .selectFrom('directory_users')
      .selectAll()
      .where(({ eb, and, or }) =>
        and([
          and(keyColumns(connection)),
          or([
            and([eb('user_name_key', '=', userNameKey), eb('state', '=', 'present')]),
            ...(externalId === undefined
              ? []
              : [and([eb('external_id', '=', externalId), eb('state', '!=', 'deleted')])]),
          ]),
        ]),
      )
      .orderBy('id')
      .forUpdate()
      .execute();
    return rows.map(toDirectoryUser);
  }

  /**
   * Stores a new directory user.
   * @throws UserNameTaken when a concurrent request took the userName.
   */
  async insert(connection: ConnectionKey, resource: ScimAttributes): Promise<DirectoryUser> {
    const row = await this.db
      .insertInto('directory_users')
      .values({ ...keyColumns(connection), id: uuid() as DirectoryUserId, ...asJson(toColumns(resource)) })
      .onConflict(conflict =>
        conflict
          .columns(['enterprise_id', 'connection_id', 'user_name_key'])
          .where('state', '=', 'present')
          .doNothing(),
      )
      .returningAll()
      .executeTakeFirst();
    if (!row) throw new UserNameTaken();
    return toDirectoryUser(row);
  }

  /**
   * Stores a directory user's new resource as its next version, present again if it was retired.
   * @throws UserNameTaken when another present directory user holds the userName.
   */
  async update(connection: ConnectionKey, id: DirectoryUserId, resource: ScimAttributes): Promise<DirectoryUser> {
    const row = await this.db
      .updateTable('directory_users')
      .set(eb => ({
        ...asJson(toColumns(resource)),
        state: 'present',
        version: eb('version', '+', 1),
        last_modified: sql<string>`now()`,
      }))
      .where(({ and }) => and({ ...keyColumns(connection), id }))
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch((error: unknown) => {
        throw isUniqueViolation(error, 'directory_users_user_name') ? new UserNameTaken() : error;
      });
    return toDirectoryUser(row);
  }

  /** Takes a directory user out of the identity provider's sight and frees the userName; the record stays. */
  async remove(connection: ConnectionKey, id: DirectoryUserId, state: 'retired' | 'deleted'): Promise<void> {
    await this.db
      .updateTable('directory_users')
      .set(eb => ({ state, active: false, version: eb('version', '+', 1), last_modified: sql<string>`now()` }))
      .where(({ and }) => and({ ...keyColumns(connection), id }))
      .execute();
  }

  /** A page of present directory users in the order they were made, and how many there are in all. */
  async list(
    connection: ConnectionKey,
    { filter, startIndex, count }: UserListQuery,
  ): Promise<{ users: DirectoryUser[]; totalResults: number }> {
    const matching = filter ? this.present(connection).where(userFilterToSql(filter)) : this.present(connection);
    const rows =
      count === 0
        ? []
        : await matching
            .orderBy('id')
            .offset(startIndex - 1)
            .limit(count)
            .execute();
    const isLastPage = rows.length < count && (rows.length > 0 || startIndex === 1);
    return {
      users: rows.map(toDirectoryUser),
      totalResults: isLastPage ? startIndex - 1 + rows.length : await this.count(connection, filter),
    };
  }

  private async count(connection: ConnectionKey, filter: ResolvedFilter | undefined): Promise<number> {
    const all = this.db
      .selectFrom('directory_users')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where(({ and }) => and({ ...keyColumns(connection), state: 'present' }));
    const { count } = await (filter ? all.where(userFilterToSql(filter)) : all).executeTakeFirstOrThrow();
    return Number(count);
  }

  private present(connection: ConnectionKey) {
    return this.db
      .selectFrom('directory_users')
      .selectAll()
      .where(({ and }) => and({ ...keyColumns(connection), state: 'present' }));
  }
}

/** PostgreSQL takes JSON as text; Kysely types the column by what is read from it. */
function asJson(columns: ReturnType<typeof toColumns>) {
  return columns as unknown as Omit<typeof columns, 'attributes' | 'search'> & {
    attributes: ScimAttributes;
    search: object;
  };
}
