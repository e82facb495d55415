import type { ResolvedAttribute, ResolvedFilter } from '#libs/scim-protocol';
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import { findColumn } from './column.js';
import { compareColumn } from './compare-column.js';
import { always } from './condition.js';
import { documentSource } from './document-source.js';
import type { FilterScope } from './filter-scope.js';
import type { FilterSource } from './filter-source.js';
import { countMemberships, isMembership, membershipSource } from './membership-source.js';
import { schemasSource } from './schemas-source.js';

/** PostgreSQL plans two hundred joins, which a filter may ask for, for seconds. */
const MAX_JOINS = 3;

const documents: Readonly<Record<FilterScope['table'], RawBuilder<unknown>>> = {
  directory_users: sql.raw('directory_users.search'),
  directory_groups: sql.raw('directory_groups.search'),
};

/** The column with all values in comparable form that have no column of their own. */
export function documentOf({ table }: FilterScope): RawBuilder<unknown> {
  return documents[table];
}

/** Every attribute of a resource, wherever it is kept, for the conditions of one filter. */
export function resourceSource(scope: FilterScope, filter: ResolvedFilter): FilterSource {
  const document = documentOf(scope);
  const inDocument = documentSource(document);
  const mayJoin = countMemberships(filter, scope) <= MAX_JOINS;
  const sourceOf = (target: ResolvedAttribute): FilterSource => {
    if (isMembership(target, scope)) return membershipSource(document, scope, mayJoin);
    return isCommon('schemas', target) ? schemasSource(document, scope) : inDocument;
  };
  return {
    document,
    compare: comparison => {
      const { operator, target, value } = comparison;
      const column = findColumn(target, scope);
      return column ? { sql: compareColumn(operator, column, value, true) } : sourceOf(target).compare(comparison);
    },
    isPresent: target => {
      if (isCommon('meta', target)) return always;
      const column = findColumn(target, scope);
      if (!column) return sourceOf(target).isPresent(target);
      return column.isNullable ? { sql: sql<SqlBool>`${column.sql} is not null` } : always;
    },
    valuePath: (filter, compile) => sourceOf(filter.target).valuePath(filter, compile),
  };
}

function isCommon(name: 'schemas' | 'meta', { extension, attribute }: ResolvedAttribute): boolean {
  return !extension && attribute.name === name;
}
