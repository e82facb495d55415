import { findAttribute, type ResolvedAttribute } from '#libs/scim-protocol';
import { type RawBuilder, sql } from 'kysely';
import { type Column, findColumn } from './column.js';
import type { FilterScope } from './filter-scope.js';
import { attributePath, jsonPath } from './json-path.js';
import { firstMembership, isMembership } from './membership-source.js';
import { documentOf } from './resource-source.js';

/** The value that stands for a resource in an order, in comparable form. */
export interface SortKey {
  readonly sql: RawBuilder<unknown>;
  readonly type: 'text' | 'uuid' | 'boolean' | 'timestamptz' | 'jsonb';
  readonly isNullable: boolean;
}

const columnTypes = { text: 'text', id: 'uuid', boolean: 'boolean', moment: 'timestamptz' } as const;

/** RFC 7644 §3.4.2.3: of a multi-valued attribute the primary value counts, or else the first. */
export function sortKey(target: ResolvedAttribute, scope: FilterScope): SortKey {
  const column = findColumn(target, scope);
  if (column) return columnKey(column);
  if (isMembership(target, scope)) return { ...columnKey(firstMembership(target, scope)), isNullable: true };
  return documentKey(target, documentOf(scope));
}

/** A URI ends with the id, and what stands before is the same in all. */
function columnKey({ kind, sql: value, isNullable = false }: Column): SortKey {
  return { sql: value, type: columnTypes[kind], isNullable };
}

function documentKey(target: ResolvedAttribute, document: RawBuilder<unknown>): SortKey {
  const { attribute, subAttribute } = target;
  const { type } = subAttribute ?? attribute;
  const place = attribute.multiValued
    ? { value: preferredValue(target, document), path: [] }
    : { value: document, path: attributePath(target) };
  const path = subAttribute ? [...place.path, subAttribute.name] : place.path;
  // Numbers, and dateTimes, which are numbers here, keep their order as JSON; text would get the database's collation.
  const isText = type === 'string' || type === 'reference' || type === 'binary';
  return isText
    ? { sql: sql`(${place.value} #>> ${path}::text[]) collate "C"`, type: 'text', isNullable: true }
    : { sql: sql`(${place.value} #> ${path}::text[])`, type: 'jsonb', isNullable: true };
}

function preferredValue(target: ResolvedAttribute, document: RawBuilder<unknown>): RawBuilder<unknown> {
  const values = `$${jsonPath(attributePath(target))}[*]`;
  const first = sql`jsonb_path_query_first(${document}, ${values}::jsonpath)`;
  if (!findAttribute(target.attribute.subAttributes, 'primary')) return first;
  return sql`coalesce(jsonb_path_query_first(${document}, ${`${values} ? (@."primary" == true)`}::jsonpath), ${first})`;
}
