import type { ResolvedFilter } from '#libs/scim-protocol';
import { type Expression, sql, type SqlBool } from 'kysely';
import { findColumn } from './column.js';
import { type Condition, conditionToSql, joinConditions, negate } from './condition.js';
import type { FilterScope } from './filter-scope.js';
import type { FilterSource } from './filter-source.js';
import { memberSource } from './membership-source.js';
import { resourceSource } from './resource-source.js';
import { toTermQuery } from './term-query.js';

/**
 * A filter as a condition on `scope.table` that holds for exactly those rows whose resource `evaluateFilter` accepts
 * (RFC 7644 §3.4.2.2). Every value is bound. `eq` and `sw` are answered by an index, alone or joined by `and` and `or`.
 */
export function filterToSql(filter: ResolvedFilter, scope: FilterScope): Expression<SqlBool> {
  const source = resourceSource(scope, filter);
  return conditionToSql(indexed(filter, source, scope), source.document);
}

/**
 * A filter on the values of `members`, such as stands within brackets in the path of a PATCH operation, as a condition on
 * rows of `directory_memberships`, which the query calls `m`.
 */
export function memberFilterToSql(filter: ResolvedFilter, scope: FilterScope): Expression<SqlBool> {
  const source = memberSource(scope);
  return conditionToSql(compile(filter, source), source.document);
}

/** The condition, and before it what of it the terms can answer. */
function indexed(filter: ResolvedFilter, source: FilterSource, scope: FilterScope): Condition {
  const query = toTermQuery(filter, scope);
  if (filter.kind === 'or' && query === undefined) {
    const operands = filter.operands.map(operand => indexed(operand, source, scope));
    return joinConditions('or', operands, source.document);
  }
  const operands = filter.kind === 'and' ? filter.operands : [filter];
  // A column's index finds the few rows to look at sooner.
  if (operands.some(operand => isByColumn(operand, scope))) return compile(filter, source);
  const conditions = operands.map(operand =>
    operand === filter || toTermQuery(operand, scope) ? compile(operand, source) : indexed(operand, source, scope),
  );
  return joinConditions(
    'and',
    query === undefined ? conditions : [withTerms(query, scope), ...conditions],
    source.document,
  );
}

function isByColumn(filter: ResolvedFilter, scope: FilterScope): boolean {
  return (
    filter.kind === 'comparison' && filter.operator === 'eq' && findColumn(filter.target, scope)?.isIndexed === true
  );
}

/**
 * The resources whose terms match, by their primary keys. PostgreSQL would rather read the whole tenant along with the
 * index of the terms if both conditions stood side by side; the terms begin with the connection anyway.
 */
function withTerms(query: string, { table }: FilterScope): Condition {
  const matching = sql`select candidate.id from ${sql.table(table)} candidate where candidate.terms @@ ${query}::tsquery`;
  return { sql: sql<SqlBool>`${sql.raw(`${table}.id`)} = any (array(${matching}))` };
}

function compile(filter: ResolvedFilter, source: FilterSource): Condition {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const operands = filter.operands.map(operand => compile(operand, source));
      return joinConditions(filter.kind, operands, source.document);
    }
    case 'not':
      return negate(compile(filter.operand, source));
    case 'present':
      return source.isPresent(filter.target);
    case 'comparison':
      return source.compare(filter);
    case 'valuePath':
      return source.valuePath(filter, compile);
  }
}
