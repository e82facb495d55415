import {
  prepareUserName,
  type ResolvedAttribute,
  type ResolvedComparison,
  ScimError,
  userResourceType,
} from '#libs/scim-protocol';
import { type Expression, expressionBuilder, sql, type SqlBool } from 'kysely';
import { isUuid } from '../entities/ids.js';
import type { Tables } from '../tables.js';

const eb = expressionBuilder<Tables, 'directory_users'>();
const always: Expression<SqlBool> = sql<SqlBool>`true`;
const never: Expression<SqlBool> = sql<SqlBool>`false`;

/** How `eq` is answered for an attribute that has a column of its own. */
const comparisons: Readonly<Record<string, (value: string | number | boolean) => Expression<SqlBool>>> = {
  id: value => (isUuid(String(value)) ? sql<SqlBool>`id = ${value}::uuid` : never),
  userName: value => {
    const key = preparedOrUndefined(String(value));
    return key === undefined ? never : eb('user_name_key', '=', key);
  },
  externalId: value => eb('external_id', '=', String(value)),
  active: value => eb('active', '=', value === true),
  'meta.resourceType': value => (value === userResourceType.name ? always : never),
  'meta.created': value => isAt('created_at', Number(value)),
  'meta.lastModified': value => isAt('last_modified', Number(value)),
  'meta.version': value => sql<SqlBool>`${value} = 'W/"' || version || '"'`,
  'meta.location': () => {
    throw ScimError.invalidFilter('"meta.location" cannot be filtered by. Filter by "id" instead.');
  },
  schemas: value => {
    if (value === userResourceType.schema.id) return always;
    return sql<SqlBool>`search ? ${String(value)}`;
  },
};

/** PostgreSQL has no year 0, and nothing of ours is that old or beyond the year 9999. */
function isAt(column: 'created_at' | 'last_modified', milliseconds: number): Expression<SqlBool> {
  const moment = new Date(milliseconds).toISOString();
  return /^(?!0000)\d{4}-/.test(moment) ? eb(column, '=', moment) : never;
}

/** Attributes with a column of their own that every user has a value of. */
const alwaysPresent = new Set([
  'id',
  'userName',
  'active',
  'schemas',
  'meta',
  'meta.resourceType',
  'meta.created',
  'meta.lastModified',
  'meta.version',
  'meta.location',
]);

/** The condition for `eq` on an attribute with a column of its own; undefined for all others. */
export function columnComparison({ target, value }: ResolvedComparison): Expression<SqlBool> | undefined {
  return comparisons[columnName(target)]?.(value);
}

/** The condition for `pr` on an attribute with a column of its own; undefined for all others. */
export function columnPresence(target: ResolvedAttribute): Expression<SqlBool> | undefined {
  const name = columnName(target);
  if (alwaysPresent.has(name)) return always;
  return name === 'externalId' ? eb('external_id', 'is not', null) : undefined;
}

function columnName({ schema, attribute, subAttribute }: ResolvedAttribute): string {
  if (schema.id !== userResourceType.schema.id) return '';
  return subAttribute ? `${attribute.name}.${subAttribute.name}` : attribute.name;
}

/** What cannot be a userName is nobody's. */
function preparedOrUndefined(userName: string): string | undefined {
  try {
    return prepareUserName(userName);
  } catch {
    return undefined;
  }
}
