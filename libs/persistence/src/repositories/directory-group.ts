import {
  comparableValue,
  findAttribute,
  groupSchema,
  type ResourceType,
  type ScimAttributes,
} from '#libs/scim-protocol';
import type { DirectoryGroupId } from '../entities/ids.js';
import type { Row } from '../tables.js';
import type { ConnectionKey } from './connection-key.js';
import { documentColumns, indexable } from './document-columns.js';

/** A directory group as the rest of the product handles it, without its members. */
export interface DirectoryGroup {
  readonly id: DirectoryGroupId;
  /** The resource in canonical wire form, without `members`; `displayName` is always there. */
  readonly resource: ScimAttributes;
  readonly displayName: string;
  readonly version: number;
  /** ISO 8601. */
  readonly createdAt: string;
  /** ISO 8601. */
  readonly lastModified: string;
}

/** A directory group's row as it is read, without what only filters need. */
export type GroupRow = Pick<
  Row<'directory_groups'>,
  'id' | 'display_name' | 'external_id' | 'attributes' | 'version' | 'created_at' | 'last_modified'
>;

/** The columns of {@link GroupRow}, of a table or its alias. */
export function groupColumns(group: string): string {
  return `${group}.id, ${group}.display_name, ${group}.external_id, ${group}.attributes, ${group}.version, ${group}.created_at, ${group}.last_modified`;
}

/** Puts typed columns and the rest back together. */
export function toDirectoryGroup(row: GroupRow): DirectoryGroup {
  const { display_name: displayName, external_id: externalId } = row;
  return {
    id: row.id,
    resource: { ...(externalId === null ? {} : { externalId }), displayName, ...row.attributes },
    displayName,
    version: row.version,
    createdAt: row.created_at,
    lastModified: row.last_modified,
  };
}

/** The columns that hold a resource, in the order of {@link groupValues}. */
export const GROUP_VALUE_COLUMNS = 'display_name, display_name_key, external_id, attributes, search, terms';

/**
 * Takes a resource without members apart into the values of {@link GROUP_VALUE_COLUMNS}.
 * @throws ScimError `invalidValue` when the displayName or the externalId is too long.
 */
export function groupValues(
  connection: ConnectionKey,
  resource: ScimAttributes,
  resourceType: ResourceType,
): readonly unknown[] {
  const { displayName, externalId, ...attributes } = resource as { displayName: string; externalId?: string };
  return [
    displayName,
    indexable('displayName', groupNameKey(displayName)),
    externalId === undefined ? null : indexable('externalId', externalId),
    ...documentColumns(connection, attributes, resourceType),
  ];
}

const displayNameAttribute = findAttribute(groupSchema.attributes, 'displayName');

/** The form in which names of groups are compared. */
export function groupNameKey(displayName: string): string {
  return String(displayNameAttribute && comparableValue(displayName, displayNameAttribute));
}
