import {
  type ResolvedAttribute,
  type ResolvedComparison,
  type ResolvedFilter,
  ScimError,
  userResourceType,
} from '#libs/scim-protocol';
import { type Expression, expressionBuilder, sql, type SqlBool } from 'kysely';
import type { Tables } from '../tables.js';
import { columnComparison, columnPresence } from './user-columns.js';

const eb = expressionBuilder<Tables, 'directory_users'>();

/**
 * A filter on users as a bound SQL condition on `directory_users`. Nothing of a filter is ever left out: what cannot be
 * expressed is refused.
 * @throws ScimError `invalidFilter`
 */
export function userFilterToSql(filter: ResolvedFilter): Expression<SqlBool> {
  switch (filter.kind) {
    case 'and':
      return eb.and(filter.operands.map(userFilterToSql));
    case 'or':
      return eb.or(filter.operands.map(userFilterToSql));
    case 'not':
      // "is not true" and not "not": a comparison with a column that has no value is unknown, and RFC 7644 knows no unknown.
      return sql<SqlBool>`(${userFilterToSql(filter.operand)}) is not true`;
    case 'present':
      return columnPresence(filter.target) ?? documentHas(pathOf(filter.target));
    case 'comparison':
      return comparisonToSql(filter);
    case 'valuePath':
      return documentContains(pathOf({ ...filter.target }), valueOf(filter.filter));
  }
}

function comparisonToSql(comparison: ResolvedComparison): Expression<SqlBool> {
  const { operator, target, value } = comparison;
  if (operator !== 'eq') throw unsupported(`the operator "${operator}"`);
  return columnComparison(comparison) ?? documentContains(pathOf(target), value, target);
}

/** The one value that a value filter describes; it must be made of `eq` and `and` alone. */
function valueOf(filter: ResolvedFilter): { readonly [name: string]: unknown } {
  if (filter.kind === 'and')
    return Object.assign({}, ...filter.operands.map(valueOf)) as { readonly [name: string]: unknown };
  if (filter.kind !== 'comparison' || filter.operator !== 'eq' || !filter.target.subAttribute)
    throw unsupported('anything but "eq" and "and" within [ ]');
  return { [filter.target.subAttribute.name]: filter.value };
}

/** Where the value stands in the search document. */
function pathOf({ schema, attribute, subAttribute }: ResolvedAttribute): readonly string[] {
  const container = schema.id === userResourceType.schema.id ? [] : [schema.id];
  return [...container, attribute.name, ...(subAttribute ? [subAttribute.name] : [])];
}

function documentHas(path: readonly string[]): Expression<SqlBool> {
  const jsonPath = `$${path.map(name => `.${JSON.stringify(name)}`).join('')}`;
  return sql<SqlBool>`jsonb_path_exists(search, ${jsonPath}::jsonpath)`;
}

/** Containment: objects by their members, lists by their values, each on the same value of a multi-valued attribute. */
function documentContains(path: readonly string[], value: unknown, target?: ResolvedAttribute): Expression<SqlBool> {
  const multiValuedAt = target?.attribute.multiValued === false ? -1 : path.length - (target?.subAttribute ? 2 : 1);
  const document = path.reduceRight(
    (inner, name, depth) => ({ [name]: depth === multiValuedAt ? [inner] : inner }),
    value,
  );
  return sql<SqlBool>`search @> ${JSON.stringify(document)}::jsonb`;
}

function unsupported(what: string): ScimError {
  return ScimError.invalidFilter(
    `This service provider does not support ${what} in filters yet; use "eq", "pr", "and", "or" and "not".`,
  );
}
