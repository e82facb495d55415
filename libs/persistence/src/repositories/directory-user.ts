import { prepareUserName, type ScimAttributes, ScimError, type ScimUser } from '#libs/scim-protocol';
import type { DirectoryUserId } from '../entities/ids.js';
import type { Row } from '../tables.js';
import { toSearchDocument } from '../user-filter/search-document.js';

/** A directory user as the rest of the product handles it. */
export interface DirectoryUser {
  readonly id: DirectoryUserId;
  readonly state: Row<'directory_users'>['state'];
  /** The resource in canonical wire form; `userName` and `active` are always there. */
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
}

/** Puts typed columns and the rest back together. */
export function toDirectoryUser(row: Row<'directory_users'>): DirectoryUser {
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
  };
}

/**
 * Takes a resource apart into the columns that hold it. An absent `active` means active.
 * @throws ScimError `invalidValue` when the userName cannot be prepared, or it or the externalId is too long.
 */
export function toColumns(resource: ScimAttributes) {
  const { userName, externalId, active, ...attributes } = resource as ScimUser;
  return {
    user_name: userName,
    user_name_key: indexable('userName', prepareUserName(userName)),
    external_id: externalId === undefined ? null : indexable('externalId', externalId),
    active: active !== false,
    attributes: storable(JSON.stringify(attributes)),
    search: JSON.stringify(toSearchDocument(attributes)),
  };
}

/** What one person may hold in all, so that no list page grows without limit. */
const MAX_ATTRIBUTES_LENGTH = 262_144;

function storable(attributes: string): string {
  if (attributes.length <= MAX_ATTRIBUTES_LENGTH) return attributes;
  throw ScimError.invalidValue(`A user must not be larger than ${MAX_ATTRIBUTES_LENGTH} characters of JSON in all.`);
}

/** PostgreSQL's indexes take at most 2.7 kB of a row. */
const MAX_INDEXED_BYTES = 1024;

function indexable(attribute: string, value: string): string {
  if (Buffer.byteLength(value) <= MAX_INDEXED_BYTES) return value;
  throw ScimError.invalidValue(`"${attribute}" must not be longer than ${MAX_INDEXED_BYTES} bytes.`);
}
