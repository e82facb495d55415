import {
  prepareUserName,
  type ResourceType,
  type ScimAttributes,
  type ScimUser,
  userResourceType,
} from '#libs/scim-protocol';
import { v7 as uuid } from 'uuid';
import type { DirectoryGroupId, DirectoryUserId } from '../entities/ids.js';
import type { Row } from '../tables.js';
import type { ConnectionKey } from './connection-key.js';
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
  /** Only where they were asked for. */
  readonly groups?: readonly UserGroup[];
}

/** A directory user's row as it is read, without what only filters need. */
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
> & { readonly groups?: readonly UserGroup[] | null };

/** The columns of {@link UserRow}, but the groups, of a table or its alias. */
export function userColumns(user: string): string {
  return `${user}.id, ${user}.state, ${user}.user_name, ${user}.user_name_key, ${user}.external_id, ${user}.active, ${user}.attributes, ${user}.version, ${user}.created_at, ${user}.last_modified`;
}

/**
 * The groups of one user. Who is in a group is, indirectly, in the groups that group is in (RFC 7643 §4.1.2); `union` ends
 * the search where groups are members of each other.
 * @param members a condition on `m.member_id`
 */
export function groupsOfMembers(tenant: (table: string) => string, members: string): string {
  return `
    with recursive up (user_id, group_id, type) as (
      select m.member_id, m.group_id, 'direct' from directory_memberships m where ${tenant('m')} and ${members}
      union
      select up.user_id, m.group_id, 'indirect'
      from up join directory_memberships m on ${tenant('m')} and m.member_id = up.group_id
    )
    select up.user_id, g.id, g.display_name, min(up.type) as type
    from up join directory_groups g on ${tenant('g')} and g.id = up.group_id
    group by up.user_id, g.id, g.display_name`;
}

/** The column `groups` of {@link UserRow}. */
export function userGroups(user: string): string {
  const tenant = (table: string) =>
    `${table}.enterprise_id = ${user}.enterprise_id and ${table}.connection_id = ${user}.connection_id`;
  return `(
    select json_agg(json_build_object('id', g.id, 'displayName', g.display_name, 'type', g.type) order by g.id)
    from (${groupsOfMembers(tenant, `m.member_id = ${user}.id`)}) g
  ) as groups`;
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
    ...(row.groups && { groups: row.groups }),
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
