import type { ComparisonOperator, ResolvedAttribute, ResolvedComparison } from '#libs/scim-protocol';
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import { compareText } from './compare-column.js';
import { type Condition, conditionToSql } from './condition.js';
import { type FilterSource, noValuePath } from './filter-source.js';
import { attributePath, jsonPath } from './json-path.js';

type PredicateOperator = Exclude<ComparisonOperator, 'ne' | 'co' | 'ew'>;

const jsonOperators: Readonly<Record<PredicateOperator, string>> = {
  eq: '==',
  sw: 'starts with',
  gt: '>',
  ge: '>=',
  lt: '<',
  le: '<=',
};

/** Where the values of a target stand in a document, which is a resource's or one value of a multi-valued attribute. */
interface Place {
  readonly document: RawBuilder<unknown>;
  /** The names down to the attribute; none when the document is its value. */
  readonly names: readonly string[];
  readonly isMany: boolean;
  readonly subName: string | undefined;
  /** RFC 7643 §2.4: a missing `primary` is false. */
  readonly isPrimary: boolean;
}

const element = sql.raw('element.value');

/** The attributes that stand in the search document of a resource. */
export function documentSource(document: RawBuilder<unknown>): FilterSource {
  const placeOf = (target: ResolvedAttribute): Place => ({
    ...place(target, document),
    names: attributePath(target),
    isMany: target.attribute.multiValued,
  });
  return {
    document,
    compare: comparison => compare(placeOf(comparison.target), comparison),
    isPresent: target => isPresent(placeOf(target)),
    valuePath: ({ target, filter }, compile) =>
      some(document, `${jsonPath(attributePath(target))}[*]`, compile(filter, elementSource)),
  };
}

/** The sub-attributes of one value of a multi-valued attribute, or the value itself where it is simple. */
const elementSource: FilterSource = {
  document: element,
  compare: comparison => compare(place(comparison.target, element), comparison),
  isPresent: target => isPresent(place(target, element)),
  valuePath: noValuePath,
};

function place({ subAttribute }: ResolvedAttribute, document: RawBuilder<unknown>): Place {
  return {
    document,
    names: [],
    isMany: false,
    subName: subAttribute?.name,
    isPrimary: subAttribute?.name === 'primary' && subAttribute.type === 'boolean',
  };
}

function some(document: RawBuilder<unknown>, path: string, condition: Condition): Condition {
  const { predicate } = condition;
  if (predicate) return { predicate: root => `exists(${root}${path} ? (${predicate('@')}))` };
  return someElement(document, `$${path}`, conditionToSql(condition, element));
}

function someElement(document: RawBuilder<unknown>, path: string, condition: RawBuilder<SqlBool>): Condition {
  return {
    sql: sql<SqlBool>`exists (select from jsonb_path_query(${document}, ${path}::jsonpath) element (value) where ${condition})`,
  };
}

/** The path of the attribute's value, or of each of its values, from the root on. */
function elementPath({ names, isMany }: Place): string {
  return `${jsonPath(names)}${isMany ? '[*]' : ''}`;
}

function leafPath(place: Place): string {
  return `${elementPath(place)}${place.subName === undefined ? '' : jsonPath([place.subName])}`;
}

function isPresent(place: Place): Condition {
  const path = leafPath(place);
  return { predicate: root => `exists(${root}${path})` };
}

function compare(place: Place, { operator, value }: ResolvedComparison): Condition {
  if (operator === 'co' || operator === 'ew') return compareInside(place, operator, String(value));
  if (place.isPrimary) return comparePrimary(place, operator, value === true);
  const path = leafPath(place);
  const literal = JSON.stringify(value);
  if (operator !== 'ne') return { predicate: root => `${root}${path} ${jsonOperators[operator]} ${literal}` };
  // Of several values one must differ; a single one must not be equal, and may be absent.
  return place.isMany
    ? { predicate: root => `${root}${path} != ${literal}` }
    : { predicate: root => `!(${root}${path} == ${literal})` };
}

function comparePrimary(place: Place, operator: ComparisonOperator, value: boolean): Condition {
  const path = elementPath(place);
  const equals = (expected: boolean) => (root: string) =>
    expected ? `${root}${path}."primary" == true` : `exists(${root}${path} ? (!(@."primary" == true)))`;
  if (operator !== 'ne') return { predicate: equals(value) };
  return { predicate: place.isMany ? equals(!value) : root => `!(${equals(value)(root)})` };
}

/** JSON path has no such comparison but regular expressions, whose cost grows with the square of what is looked for. */
function compareInside(place: Place, operator: 'co' | 'ew', value: string): Condition {
  const { document, names, isMany, subName } = place;
  if (isMany) return someElement(document, `$${leafPath(place)}`, compareText(operator, textAt(element, []), value));
  const path = subName === undefined ? names : [...names, subName];
  return { sql: compareText(operator, textAt(document, path), value) };
}

/** The text at a path; the document itself, where it is one, at the empty path. */
function textAt(document: RawBuilder<unknown>, path: readonly string[]): RawBuilder<unknown> {
  return sql`(${document} #>> ${path}::text[])`;
}
