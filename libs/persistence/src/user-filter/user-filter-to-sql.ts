import {
  type ComparableValue,
  type ResolvedAttribute,
  type ResolvedComparison,
  type ResolvedFilter,
  type ResolvedValuePath,
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
      return valuePathToSql(filter);
  }
}

function comparisonToSql(comparison: ResolvedComparison): Expression<SqlBool> {
  const { operator, target, value } = comparison;
  if (operator !== 'eq') throw unsupported(`the operator "${operator}"`);
  if (isNotPrimary([target.subAttribute?.name ?? '', value])) return someValueMatches(target, [['primary', false]]);
  return columnComparison(comparison) ?? documentContains(pathOf(target), value, target);
}

/** The conditions must be `eq` alone; together they describe one value, unless they contradict each other. */
function valuePathToSql({ target, filter }: ResolvedValuePath): Expression<SqlBool> {
  const conditions = conditionsOf(filter);
  const value = Object.fromEntries(conditions);
  if (conditions.some(([name, expected]) => value[name] !== expected)) return sql<SqlBool>`false`;
  return conditions.some(isNotPrimary) ? someValueMatches(target, conditions) : documentContains(pathOf(target), value);
}

/** A sub-attribute and what it must equal. */
type Condition = readonly [name: string, expected: ComparableValue];

function conditionsOf(filter: ResolvedFilter): readonly Condition[] {
  if (filter.kind === 'and') return filter.operands.flatMap(conditionsOf);
  if (filter.kind !== 'comparison' || filter.operator !== 'eq' || !filter.target.subAttribute)
    throw unsupported('anything but "eq" and "and" within [ ]');
  return [[filter.target.subAttribute.name, filter.value]];
}

/** RFC 7643 §2.4: a missing `primary` is false, which containment cannot see. */
function isNotPrimary([name, expected]: Condition): boolean {
  return name === 'primary' && expected === false;
}

function someValueMatches(target: ResolvedAttribute, conditions: readonly Condition[]): Expression<SqlBool> {
  const values = jsonPathOf(
    pathOf({ schema: target.schema, extension: target.extension, attribute: target.attribute }),
  );
  const tests = conditions.map(condition =>
    isNotPrimary(condition)
      ? '!(@."primary" == true)'
      : `@.${JSON.stringify(condition[0])} == ${JSON.stringify(condition[1])}`,
  );
  return sql<SqlBool>`jsonb_path_exists(search, ${`${values}[*] ? (${tests.join(' && ')})`}::jsonpath)`;
}

/** Where the value stands in the search document. */
function pathOf({ schema, attribute, subAttribute }: ResolvedAttribute): readonly string[] {
  const container = schema.id === userResourceType.schema.id ? [] : [schema.id];
  return [...container, attribute.name, ...(subAttribute ? [subAttribute.name] : [])];
}

function documentHas(path: readonly string[]): Expression<SqlBool> {
  return sql<SqlBool>`jsonb_path_exists(search, ${jsonPathOf(path)}::jsonpath)`;
}

function jsonPathOf(path: readonly string[]): string {
  return `$${path.map(name => `.${JSON.stringify(name)}`).join('')}`;
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
    `This service provider does not support ${what} in filters yet. It supports "eq", "pr", "and", "or", "not" and, within [ ], "eq" and "and".`,
  );
}
