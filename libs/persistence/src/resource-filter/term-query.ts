import { evaluateFilter, type ResolvedComparison, type ResolvedFilter } from '#libs/scim-protocol';
import { findColumn } from './column.js';
import type { FilterScope } from './filter-scope.js';
import { isMembership } from './membership-source.js';
import { everyTerm, termPathOf, termPrefix, toTerm } from './term.js';

/**
 * What the terms of every resource hold that satisfies the filter, as text of a `tsquery`; undefined when that is not
 * certain to be anything.
 */
export function toTermQuery(filter: ResolvedFilter, scope: FilterScope): string | undefined {
  const prefix = termPrefix(scope.connection);
  const query = queryOf(filter, scope, prefix);
  return query && `${query} | ${everyTerm(prefix)}`;
}

function queryOf(filter: ResolvedFilter, scope: FilterScope, prefix: string): string | undefined {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const queries = filter.operands.map(operand => queryOf(operand, scope, prefix));
      const certain = queries.filter(query => query !== undefined);
      const isCertain = filter.kind === 'and' ? certain.length > 0 : certain.length === queries.length;
      return isCertain ? `(${certain.join(filter.kind === 'and' ? ' & ' : ' | ')})` : undefined;
    }
    case 'valuePath':
      return queryOf(filter.filter, scope, prefix);
    case 'comparison':
      return hasTerm(filter, scope) ? termOf(filter, prefix) : undefined;
    case 'not':
    case 'present':
      return undefined;
  }
}

function hasTerm(filter: ResolvedComparison, scope: FilterScope): boolean {
  const { operator, target, value } = filter;
  // Every text begins with the empty one.
  const isAsked = operator === 'eq' ? typeof value !== 'boolean' : operator === 'sw' && value !== '';
  if (!isAsked || findColumn(target, scope) || isMembership(target, scope)) return false;
  // The base schema has no term: all resources have it.
  return !evaluateFilter(filter, { schemas: [scope.resourceType.schema.id] });
}

function termOf({ operator, target, value }: ResolvedComparison, prefix: string): string {
  const term = toTerm(prefix, termPathOf(target), value as string | number);
  return operator === 'sw' ? `${term}:*` : term;
}
