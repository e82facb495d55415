import { randomUUIDv7 as uuid } from 'node:crypto';
import type { ScimAttributes } from '#libs/scim-protocol';
import { connectionLock } from '../connection-lock.js';
import type { DirectoryUserId } from '../entities/ids.js';
import { type Executor, lookUp, promptWrite } from '../executor.js';
import { isLockTimeout, isRetryable, isUniqueViolation } from '../postgres-error.js';
import type { Cause } from './account-events.repository.js';
import {
  ACCOUNT_COLUMNS,
  type Account,
  type AccountChange,
  changedValues,
  type ConnectionSituation,
} from './accounts.repository.js';
import { type ConnectionKey, keyValues } from './connection-key.js';
import {
  type DirectoryUser,
  inGroups,
  isOnlyActiveNew,
  toBeWritten,
  toDirectoryUser,
  userColumns,
  type UserRow,
  userValues,
} from './directory-user.js';

/** A directory user and the account that is linked, as they were seen by somebody who locked neither. */
export interface SeenUser {
  readonly user: DirectoryUser;
  /** With its version, by which it is told later whether it is still the same. */
  readonly account: (Account & { readonly version: number }) | undefined;
}

/** What becomes of a directory user who was seen, and of the account. */
export interface SeenChange {
  readonly resource: ScimAttributes;
  readonly account?: {
    readonly change: AccountChange;
    /** What the event of the changed profile tells; undefined when the profile stays. */
    readonly updated: object | undefined;
    /** What the event of the changed state tells; undefined when the state stays. */
    readonly stateChange: object | undefined;
  };
}

type SeenRow = UserRow & { readonly account: SeenUser['account'] | null };

const find = lookUp<SeenRow>(
  'seen-users.find',
  `select ${userColumns('u')}, ${inGroups('u')}, (
     select to_json(linked) from (
       select ${ACCOUNT_COLUMNS}, a.version from accounts a
       where a.enterprise_id = $1 and a.connection_id = $2 and a.directory_user_id = u.id
     ) linked
   ) as account
   from directory_users u
   where u.enterprise_id = $1 and u.connection_id = $2 and u.id = $3 and u.state = 'present'`,
);

const PARAMETERS = 29;
/** How many {@link changedValues} there are. */
const ACCOUNT_VALUES = 6;

/** All of a change in one statement (`change_user_with_effect`). */
const change = promptWrite<{ modified: string | null }>(
  'seen-users.change',
  `select change_user_with_effect(${Array.from({ length: PARAMETERS }, (_, index) => `$${index + 1}`).join(', ')}) as modified`,
);

/**
 * Changes of directory users that are decided without a lock, and stored only if all that was seen is still so. Nearly always it is,
 * and that takes two short statements where a transaction with locks takes many.
 */
export class SeenUsersRepository {
  constructor(private readonly db: Executor) {}

  /** The present directory user with this id, and the account that is linked. */
  async find(connection: ConnectionKey, id: DirectoryUserId): Promise<SeenUser | undefined> {
    const [row] = await this.db.run(find, [...keyValues(connection), id]);
    return row && { user: toDirectoryUser(row), account: row.account ?? undefined };
  }

  /**
   * Stores the next version of a directory user, and what it means for the account. A transaction of its own.
   * @param cause who asks, for the events of the account
   * @returns the user as stored; undefined when nothing was stored, because something is no longer as it was seen, or somebody has
   *   the userName: then it takes a transaction with locks to tell
   * @throws ScimError `invalidValue`
   */
  async change(
    connection: ConnectionKey,
    situation: ConnectionSituation,
    seen: SeenUser,
    next: SeenChange,
    cause: Cause,
  ): Promise<DirectoryUser | undefined> {
    const values = [
      ...keyValues(connection),
      situation.state,
      situation.mode,
      connectionLock(connection),
      seen.user.id,
      seen.user.version,
      ...nextValues(connection, seen.user, next.resource),
      ...accountValues(seen.account, next.account),
      JSON.stringify(cause.actor),
      cause.requestId,
    ];
    const [row] = await this.db.run(change, values).catch((error: unknown) => {
      if (isRetryable(error) || isLockTimeout(error) || isUniqueViolation(error, 'directory_users_user_name'))
        return [];
      throw error;
    });
    const modified = row?.modified ?? undefined;
    return modified === undefined ? undefined : nextVersion(seen.user, next.resource, modified);
  }
}

/** As `userValues`; nothing but `active` when only that is new. */
function nextValues(connection: ConnectionKey, user: DirectoryUser, resource: ScimAttributes): readonly unknown[] {
  return isOnlyActiveNew(user, resource)
    ? [null, null, null, resource['active'], null, null, null]
    : userValues(connection, resource);
}

function accountValues(account: SeenUser['account'], next: SeenChange['account']): readonly unknown[] {
  return [
    account?.id ?? null,
    account?.version ?? null,
    ...(account && next ? changedValues(account, next.change) : Array.from({ length: ACCOUNT_VALUES }, () => null)),
    toJson(next?.updated),
    uuid(),
    toJson(next?.stateChange),
    uuid(),
    uuid(),
  ];
}

function toJson(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function nextVersion(user: DirectoryUser, resource: ScimAttributes, lastModified: string): DirectoryUser {
  return { ...toBeWritten(user, resource), version: user.version + 1, lastModified };
}
