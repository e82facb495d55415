import type { ResolvedAttribute } from '#libs/scim-protocol';
import { type RawBuilder, sql } from 'kysely';
import type { FilterScope } from './filter-scope.js';

/** A simple value that a column holds in comparable form, or an expression over columns. */
export interface Column {
  /** `text` is compared by code point; an `id` is a UUID, compared as its text. */
  readonly kind: 'text' | 'id' | 'boolean' | 'moment';
  readonly sql: RawBuilder<unknown>;
  /** Whether an index finds the few rows with a value. */
  readonly isIndexed?: boolean;
  /** Whether there may be no value. */
  readonly isNullable?: boolean;
  /** What stands before an id, where the value is a URI that ends with it. */
  readonly prefix?: string;
}

type Columns = Readonly<Record<string, (scope: FilterScope) => Column>>;

function columnsOf(table: FilterScope['table'], own: Columns): Columns {
  const at = (name: string) => sql.raw(`${table}.${name}`);
  const id: Column = { kind: 'id', sql: at('id'), isIndexed: true };
  const externalId: Column = { kind: 'text', sql: at('external_id'), isIndexed: true, isNullable: true };
  const created: Column = { kind: 'moment', sql: at('created_at') };
  const lastModified: Column = { kind: 'moment', sql: at('last_modified') };
  const version: Column = { kind: 'text', sql: sql.raw(`('W/"' || ${table}.version || '"') collate "C"`) };
  return {
    id: () => id,
    externalId: () => externalId,
    'meta.resourceType': ({ resourceType }) => ({ kind: 'text', sql: sql`${resourceType.name}::text collate "C"` }),
    'meta.created': () => created,
    'meta.lastModified': () => lastModified,
    'meta.version': () => version,
    'meta.location': ({ baseUrl, resourceType }) => ({ ...id, prefix: `${baseUrl}${resourceType.endpoint}/` }),
    ...own,
  };
}

const userName: Column = { kind: 'text', sql: sql.raw('directory_users.user_name_key'), isIndexed: true };
const active: Column = { kind: 'boolean', sql: sql.raw('directory_users.active') };
const displayName: Column = { kind: 'text', sql: sql.raw('directory_groups.display_name_key'), isIndexed: true };

const columns: Readonly<Record<FilterScope['table'], Columns>> = {
  directory_users: columnsOf('directory_users', { userName: () => userName, active: () => active }),
  directory_groups: columnsOf('directory_groups', { displayName: () => displayName }),
};

/** The column of an attribute that has one of its own; undefined for all others. */
export function findColumn(target: ResolvedAttribute, scope: FilterScope): Column | undefined {
  const { extension, attribute, subAttribute } = target;
  if (extension) return undefined;
  return columns[scope.table][subAttribute ? `${attribute.name}.${subAttribute.name}` : attribute.name]?.(scope);
}
