import type { ResolvedAttribute } from '#libs/scim-protocol';
import { type Expression, type RawBuilder, sql, type SqlBool } from 'kysely';
import type { FilterScope } from './filter-scope.js';
import { type SortKey, sortKey } from './sort-key.js';

/** The direction of an order (RFC 7644 §3.4.2.3). */
export type SortOrder = 'ascending' | 'descending';

const directions = {
  ascending: { keyword: sql.raw('asc'), after: sql.raw('>') },
  descending: { keyword: sql.raw('desc'), after: sql.raw('<') },
} as const;

/**
 * What stands behind `order by` (RFC 7644 §3.4.2.3): resources without a value are last when ascending and first when
 * descending, which is PostgreSQL's way too; equal ones follow their ids.
 */
export function sortToSql(target: ResolvedAttribute, order: SortOrder, scope: FilterScope): RawBuilder<unknown> {
  const { keyword } = directions[order];
  return sql`${sortKey(target, scope).sql} ${keyword}, ${idOf(scope)} ${keyword}`;
}

/** A resource's key in an order, as text, null without a value; `afterSortKey` goes on behind it. */
export function sortKeyToSql(target: ResolvedAttribute, scope: FilterScope): RawBuilder<string | null> {
  return sql<string | null>`(${sortKey(target, scope).sql})::text`;
}

/** The condition for what comes, in the order of `sortToSql`, after the resource with this key and id (RFC 9865). */
export function afterSortKey(
  target: ResolvedAttribute,
  order: SortOrder,
  last: { readonly key: string | null; readonly id: string },
  scope: FilterScope,
): Expression<SqlBool> {
  const { after } = directions[order];
  const key = sortKey(target, scope);
  const id = idOf(scope);
  if (last.key === null) {
    const tied = sql<SqlBool>`${key.sql} is null and ${id} ${after} ${last.id}::uuid`;
    return order === 'ascending' ? tied : sql<SqlBool>`(${tied} or ${key.sql} is not null)`;
  }
  const beyond = sql<SqlBool>`(${key.sql}, ${id}) ${after} (${bind(last.key, key)}, ${last.id}::uuid)`;
  return order === 'ascending' && key.isNullable ? sql<SqlBool>`(${beyond} or ${key.sql} is null)` : beyond;
}

function bind(key: string, { type }: SortKey): RawBuilder<unknown> {
  return sql`${key}::${sql.raw(type)}`;
}

function idOf({ table }: FilterScope): RawBuilder<unknown> {
  return sql.raw(`${table}.id`);
}
