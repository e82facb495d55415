import { randomUUIDv7 as uuid } from 'node:crypto';
import type { ResourceType, ScimAttributes } from '#libs/scim-protocol';
import type { DirectoryUserId } from '../entities/ids.js';
import type { Executor, Statement } from '../executor.js';
import { connectionLock } from '../connection-lock.js';
import type { Cause } from './account-events.repository.js';
import { isLockTimeout, isRetryable, isUniqueViolation } from '../postgres-error.js';
import { type AccountProfile, type ConnectionSituation, profileValues } from './accounts.repository.js';
import { type ConnectionKey, keyValues } from './connection-key.js';
import { type DirectoryUser, isOnlyActiveNew, toDirectoryUser, userValues, withGroups } from './directory-user.js';
import * as statements from './directory-users.statements.js';

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

/** What identity providers told us of people, per connection. */
export class DirectoryUsersRepository {
  constructor(private readonly db: Executor) {}

  /** The present directory user with this id, without groups; `withGroups` adds them unless nobody wants them. */
  async find(
    connection: ConnectionKey,
    id: DirectoryUserId,
    { wantsGroups = true }: { readonly wantsGroups?: boolean } = {},
  ): Promise<DirectoryUser | undefined> {
    const find = wantsGroups ? statements.findUserInGroups : statements.findUser;
    const [row] = await this.db.run(find, [...keyValues(connection), id]);
    return row && toDirectoryUser(row);
  }

  /**
   * A user who was read or written, with the groups that the person is in.
   * @throws TooManyGroups
   */
  async withGroups(connection: ConnectionKey, user: DirectoryUser): Promise<DirectoryUser> {
    const [found = user] = await withGroups(this.db, connection, [user]);
    return found;
  }

  /** The same, locked until the transaction ends, so that no concurrent change is lost. */
  async lock(connection: ConnectionKey, id: DirectoryUserId): Promise<DirectoryUser | undefined> {
    const [row] = await this.db.run(statements.lockUser, [...keyValues(connection), id]);
    return row && toDirectoryUser(row);
  }

  /**
   * Locks who may be meant by a POST: present people with the userName or the externalId, and retired ones with the latter. Of
   * concurrent calls with one externalId, each waits for the transaction of the one before.
   */
  async lockNamed(connection: ConnectionKey, { userNameKey, externalId }: NamedIdentity): Promise<DirectoryUser[]> {
    // In this order: the second statement sees what was committed while the first waited.
    const alone =
      externalId === undefined ? [] : this.db.run(statements.lockExternalId, [connection.connectionId, externalId]);
    const key = [...keyValues(connection), userNameKey, externalId ?? null];
    const [, rows] = await Promise.all([alone, this.db.run(statements.lockNamedUsers, key)]);
    return rows.map(toDirectoryUser);
  }

  /**
   * Stores a new directory user, and the account if one is given, unless somebody may be meant (`lockNamed`), somebody has the
   * login, or the connection's situation has changed. A transaction of its own.
   * @param cause who asks, for the event of the account
   * @returns the user as stored; undefined when nothing was stored, and it takes a look at those who are there
   * @throws ScimError `invalidValue`; UserNameTaken when a concurrent request took the userName.
   */
  async insertNewcomer(
    connection: ConnectionKey,
    { state, mode }: ConnectionSituation,
    user: DirectoryUser,
    account: AccountProfile | undefined,
    cause: Cause,
  ): Promise<DirectoryUser | undefined> {
    const [row] = await this.run(statements.insertNewcomer, [
      ...keyValues(connection),
      state,
      mode,
      connectionLock(connection),
      user.id,
      ...userValues(connection, user.resource),
      account ? uuid() : null,
      ...profileValues(account),
      uuid(),
      JSON.stringify(cause.actor),
      cause.requestId,
    ]).catch((error: unknown) => {
      if (isRetryable(error) || isLockTimeout(error)) return [];
      throw error;
    });
    const created = row?.created ?? undefined;
    return created === undefined ? undefined : { ...user, createdAt: created, lastModified: created };
  }

  /**
   * Stores a new directory user. What cannot be stored is thrown at once, before anything is on its way (`Last`); so it is by
   * `update` and `restore`.
   * @throws ScimError `invalidValue`; UserNameTaken when a concurrent request took the userName.
   */
  insert(
    connection: ConnectionKey,
    id: DirectoryUserId,
    resource: ScimAttributes,
    resourceType?: ResourceType,
  ): Promise<DirectoryUser> {
    return this.write(statements.insertUser, [
      ...keyValues(connection),
      id,
      ...userValues(connection, resource, resourceType),
    ]);
  }

  /**
   * Stores a present directory user's new resource as its next version.
   * @throws UserNameTaken when another present directory user holds the userName.
   */
  update(
    connection: ConnectionKey,
    before: DirectoryUser,
    resource: ScimAttributes,
    resourceType?: ResourceType,
  ): Promise<DirectoryUser> {
    const key = [...keyValues(connection), before.id];
    if (isOnlyActiveNew(before, resource)) return this.write(statements.setActive, [...key, resource['active']]);
    return this.write(statements.updateUser, [...key, ...userValues(connection, resource, resourceType)]);
  }

  /** As `update`, for one who may have been retired and is present again. */
  restore(
    connection: ConnectionKey,
    id: DirectoryUserId,
    resource: ScimAttributes,
    resourceType?: ResourceType,
  ): Promise<DirectoryUser> {
    const values = [...keyValues(connection), id, ...userValues(connection, resource, resourceType)];
    return this.write(statements.restoreUser, values);
  }

  private async write(statement: typeof statements.updateUser, values: readonly unknown[]): Promise<DirectoryUser> {
    const [row] = await this.run(statement, values);
    if (!row) throw new Error('A directory user was to be written and is not there.');
    return toDirectoryUser(row);
  }

  private run<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<readonly Row[]> {
    return this.db.run(statement, values).catch((error: unknown) => {
      throw isUniqueViolation(error, 'directory_users_user_name') ? new UserNameTaken() : error;
    });
  }

  /** Takes a directory user out of the identity provider's sight and frees the userName; the record stays. */
  async remove(connection: ConnectionKey, id: DirectoryUserId, state: 'retired' | 'deleted'): Promise<void> {
    await this.db.run(statements.removeUser, [...keyValues(connection), id, state]);
  }
}
