import {
  prepareUserName,
  type ResourceType,
  sameResource,
  type ScimAttributes,
  type ScimUser,
  userResourceType,
} from '#libs/scim-protocol';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type { DirectoryGroupId, DirectoryUserId } from '../entities/ids.js';
import type { Row } from '../tables.js';
import { type Executor, statement } from '../executor.js';
import { type ConnectionKey, keyValues } from './connection-key.js';
import { documentColumns, indexable } from './document-columns.js';

/** A group that a directory user is in, by itself (`direct`) or by being in one that is. */
export interface UserGroup {
  readonly id: DirectoryGroupId;
  readonly displayName: string;
  readonly type: 'direct' | 'indirect';
}

/** A directory user as the rest of the product handles it. */
export interface DirectoryUser {
  readonly id: DirectoryUserId;
  readonly state: Row<'directory_users'>['state'];
  /** The resource in canonical wire form; `userName` and `active` are always there, `groups` never. */
  readonly resource: ScimAttributes;
  readonly userName: string;
  readonly userNameKey: string;
  readonly externalId: string | null;
  readonly active: boolean;
  readonly version: number;
  /** ISO 8601. */
  readonly createdAt: string;
  /** ISO 8601. */
  readonly lastModified: string;
  /** Where it was looked up. */
  readonly isInGroups?: boolean;
  /** Only where they were asked for, and there are any. */
  readonly groups?: readonly UserGroup[];
}

/** A directory user's row as it is read, without what only filters need; `in_groups` where somebody wants to know. */
export type UserRow = Pick<
  Row<'directory_users'>,
  | 'id'
  | 'state'
  | 'user_name'
  | 'user_name_key'
  | 'external_id'
  | 'active'
  | 'attributes'
  | 'version'
  | 'created_at'
  | 'last_modified'
> & { readonly in_groups?: boolean };

/** The columns of {@link UserRow}, but the groups, of a table or its alias. */
export function userColumns(user: string): string {
  return `${user}.id, ${user}.state, ${user}.user_name, ${user}.user_name_key, ${user}.external_id, ${user}.active, ${user}.attributes, ${user}.version, ${user}.created_at, ${user}.last_modified`;
}

/** How many groups one answer names, of all its users together. */
const MAX_GROUPS = 20_000;

/** Users are in more groups, together, than one answer can name. */
export class TooManyGroups extends Error {
  override readonly name = 'TooManyGroups';

  constructor() {
    super(`One answer names at most ${MAX_GROUPS} groups of users.`);
  }
}

/** A group of one of the users that were asked for. */
type GroupOfUser = UserGroup & { readonly userId: DirectoryUserId; readonly isCutOff: boolean };

/**
 * The groups of users. Who is in a group is, indirectly, in the groups that group is in (RFC 7643 §4.1.2); `union` ends the
 * search where groups are members of each other, the limit where there is no end to be waited for.
 */
const groupsOfUsers = statement<GroupOfUser>(
  'users.groups',
  `with recursive up (user_id, group_id, type) as (
     select m.member_id, m.group_id, 'direct' from directory_memberships m
     where m.enterprise_id = $1 and m.connection_id = $2 and m.member_id = any($3::uuid[])
     union
     select up.user_id, m.group_id, 'indirect'
     from up join directory_memberships m
       on m.enterprise_id = $1 and m.connection_id = $2 and m.member_id = up.group_id
   ), found as materialized (select * from up limit ${MAX_GROUPS + 1})
   select found.user_id as "userId", g.id, g.display_name as "displayName", min(found.type) as type,
     (select count(*) from found) > ${MAX_GROUPS} as "isCutOff"
   from found join directory_groups g on g.enterprise_id = $1 and g.connection_id = $2 and g.id = found.group_id
   group by found.user_id, g.id, g.display_name
   order by found.user_id, g.id`,
);

/** Whether the user is in any group, as a column: most are in none, and their groups need not be looked for. */
export function inGroups(user: string): string {
  return `exists (
    select from directory_memberships m
    where m.enterprise_id = ${user}.enterprise_id and m.connection_id = ${user}.connection_id and m.member_id = ${user}.id
  ) as in_groups`;
}

/**
 * Users with the groups they are in, looked for where there are any.
 * @throws TooManyGroups
 */
export async function withGroups(
  db: Executor,
  connection: ConnectionKey,
  users: readonly DirectoryUser[],
): Promise<readonly DirectoryUser[]> {
  const ids = users.filter(user => user.isInGroups).map(({ id }) => id);
  if (ids.length === 0) return users;
  const found = await db.run(groupsOfUsers, [...keyValues(connection), ids]);
  if (found[0]?.isCutOff) throw new TooManyGroups();
  const byUser = Map.groupBy(found, ({ userId }) => userId);
  return users.map(user => ({ ...user, groups: (byUser.get(user.id) ?? []).map(toUserGroup) }));
}

function toUserGroup({ id, displayName, type }: GroupOfUser): UserGroup {
  return { id, displayName, type };
}

/** Puts typed columns and the rest back together. */
export function toDirectoryUser(row: UserRow): DirectoryUser {
  const { user_name: userName, external_id: externalId, active } = row;
  return {
    id: row.id,
    state: row.state,
    resource: { ...(externalId === null ? {} : { externalId }), userName, ...row.attributes, active },
    userName,
    userNameKey: row.user_name_key,
    externalId,
    active,
    version: row.version,
    createdAt: row.created_at,
    lastModified: row.last_modified,
    ...(row.in_groups !== undefined && { isInGroups: row.in_groups }),
  };
}

/**
 * A directory user who is about to be written: what the rest of the product needs to know of the change before the database
 * has answered. Version and times are those of before.
 * @throws ScimError `invalidValue` when the userName cannot be prepared.
 */
export function toBeWritten(
  before: Pick<DirectoryUser, 'id' | 'version' | 'createdAt' | 'lastModified'>,
  resource: ScimAttributes,
): DirectoryUser {
  const { userName, externalId = null, active } = resource as ScimUser;
  return {
    ...before,
    state: 'present',
    resource,
    userName,
    userNameKey: prepareUserName(userName),
    externalId,
    active: active !== false,
  };
}

/** Whether a new resource of a directory user differs from the one before in `active` alone, if at all. */
export function isOnlyActiveNew({ resource: before }: DirectoryUser, resource: ScimAttributes): boolean {
  return sameResource({ ...before, active: resource['active'] as boolean }, resource);
}

/** The id and the times of a directory user who is new. */
export function newUser(): Pick<DirectoryUser, 'id' | 'version' | 'createdAt' | 'lastModified'> {
  const now = new Date().toISOString();
  return { id: uuid() as DirectoryUserId, version: 1, createdAt: now, lastModified: now };
}

/** The columns that hold a resource, in the order of {@link userValues}. */
export const USER_VALUE_COLUMNS = 'user_name, user_name_key, external_id, active, attributes, search, terms';

/**
 * Takes a resource apart into the values of {@link USER_VALUE_COLUMNS}. An absent `active` means active.
 * @throws ScimError `invalidValue` when the userName cannot be prepared, or it or the externalId is too long.
 */
export function userValues(
  connection: ConnectionKey,
  resource: ScimAttributes,
  resourceType: ResourceType = userResourceType,
): readonly unknown[] {
  const { userName, externalId, active, ...attributes } = resource as ScimUser;
  return [
    userName,
    indexable('userName', prepareUserName(userName)),
    externalId === undefined ? null : indexable('externalId', externalId),
    active !== false,
    ...documentColumns(connection, attributes, resourceType),
  ];
}
