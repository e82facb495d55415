import fc from 'fast-check';
import {
  type Attribute,
  type AttributePath,
  COMMON_ATTRIBUTES,
  type ComparisonOperator,
  type Filter,
  formatFilter,
  MAX_FILTER_LENGTH,
  type ResourceType,
  type ScimAttributes,
  type ScimValue,
} from '#libs/scim-protocol';

import { baseUrl } from './directory-fixture.js';

/** Text that something on the way could take for its own syntax, fold, cut or order wrongly. */
export const texts = [
  '',
  ' ',
  'a',
  'ab',
  'Ada',
  'ADA',
  'ada lovelace',
  'Ärger',
  'ärger',
  'A\u0308rger',
  'straße',
  'STRASSE',
  'ＡＤＡ',
  'ΑΣ',
  'İ',
  '😀',
  '😀a',
  '\u{10ffff}',
  '\ud7ff',
  '\ue000',
  '\uffff',
  '100%',
  '100_',
  'a%b',
  'a_b',
  "it's",
  "''",
  'back\\slash',
  '\\',
  '"quoted"',
  '\\"',
  "'a' & 'b' | !('c':*) <-> 'd'",
  'a:*',
  ':A',
  '&|!()',
  '$."a" ? (@ > 1)',
  '@ == "x"',
  '{"a":1}',
  '{a,b}',
  '$1',
  '?',
  ':name',
  "'; drop table directory_users; --",
  '/*',
  'null',
  'true',
  '1',
  '\n\t\r',
  '\u0001\u007f',
  '\u200d',
  'x'.repeat(250),
  `${'x'.repeat(250)}y`,
  `${'x'.repeat(199)}😀`,
  `${'x'.repeat(199)}😁`,
  'work',
  'home',
];
const numbers = [0, 1, -1, 2, 42, -7, 9007199254740991];
const decimals = [...numbers, 2.5, -0.5, 1e21, 1e-7, 0.1];
const moments = [
  '2026-01-01T00:00:00Z',
  '2026-01-01T01:00:00+01:00',
  '2026-01-01T00:00:00.001Z',
  '2025-12-31T23:59:59.999Z',
  '1969-07-20T20:17:40Z',
  '9999-12-31T23:59:59Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59-10:00',
];
const binaries = ['', 'AAAA', 'aaaa', 'AAA=', '+/+/'];

const valuesOf: Readonly<Record<Exclude<Attribute['type'], 'complex'>, readonly (string | number | boolean)[]>> = {
  string: texts,
  reference: [...texts, 'https://example.com/a', 'https://example.com/A', '../Users/1'],
  boolean: [true, false],
  integer: numbers,
  decimal: decimals,
  dateTime: moments,
  binary: binaries,
};

/** Values a client may store, with many gaps. */
export function attributesOf(resourceType: ResourceType): fc.Arbitrary<ScimAttributes> {
  const containers = resourceType.schemaExtensions.map(
    ({ schema }) => [schema.id, objectOf(schema.attributes)] as const,
  );
  return fc
    .tuple(
      objectOf(resourceType.schema.attributes),
      fc.record(Object.fromEntries(containers), { requiredKeys: [] }),
      fc.option(fc.constantFrom(...texts), { nil: undefined }),
    )
    .map(([own, extensions, externalId]) => ({
      ...own,
      ...Object.fromEntries(Object.entries(extensions).filter(([, value]) => Object.keys(value as object).length > 0)),
      ...(externalId === undefined ? {} : { externalId }),
    }));
}

function objectOf(attributes: readonly Attribute[]): fc.Arbitrary<ScimAttributes> {
  const writable = attributes.filter(({ mutability, name }) => mutability === 'readWrite' && name !== 'members');
  const values = Object.fromEntries(writable.map(attribute => [attribute.name, valueOf(attribute)]));
  return fc.record(values, { requiredKeys: [] }) as fc.Arbitrary<ScimAttributes>;
}

function valueOf(attribute: Attribute): fc.Arbitrary<ScimValue> {
  const one: fc.Arbitrary<ScimValue> =
    attribute.type === 'complex' ? complexOf(attribute) : fc.constantFrom(...valuesOf[attribute.type]);
  return attribute.multiValued ? fc.array(one, { minLength: 1, maxLength: 3 }) : one;
}

function complexOf({ subAttributes = [] }: Attribute): fc.Arbitrary<ScimAttributes> {
  return objectOf(subAttributes).filter(value => Object.keys(value).length > 0);
}

/** The text of any filter on any attribute, with conditions joined and nested. */
export function filterOn(resourceType: ResourceType, ids: readonly string[]): fc.Arbitrary<string> {
  const targets = targetsOf(resourceType);
  const simple = targets.filter(({ leaf }) => leaf.type !== 'complex');
  const multiValued = targets.filter(({ leaf, path }) => leaf.multiValued && path.subAttribute === undefined);
  const leaf = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...simple).chain(target => comparisonOn(target, ids)) },
    { weight: 1, arbitrary: fc.constantFrom(...targets).map(presenceOf) },
    { weight: 3, arbitrary: fc.constantFrom(...multiValued).chain(target => valuePathOn(target, ids)) },
  );
  return combined(leaf, 2)
    .map(formatFilter)
    .filter(text => text.length <= MAX_FILTER_LENGTH);
}

function valuePathOn({ leaf, path }: Target, ids: readonly string[]): fc.Arbitrary<Filter> {
  const inner = leaf.subAttributes?.map(sub => ({ leaf: sub, path: { attribute: sub.name } })) ?? [
    { leaf, path: { attribute: 'value' } },
  ];
  const condition = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...inner).chain(target => comparisonOn(target, ids)) },
    { weight: 1, arbitrary: fc.constantFrom(...inner).map(presenceOf) },
  );
  return combined(condition, 2).map(filter => ({ kind: 'valuePath', path, filter }));
}

function presenceOf({ path }: Target): Filter {
  return { kind: 'present', path };
}

function combined(leaf: fc.Arbitrary<Filter>, depth: number): fc.Arbitrary<Filter> {
  if (depth === 0) return leaf;
  const inner = combined(leaf, depth - 1);
  const operands = fc.array(inner, { minLength: 2, maxLength: 3 });
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 2, arbitrary: operands.map((all): Filter => ({ kind: 'and', operands: all })) },
    { weight: 2, arbitrary: operands.map((all): Filter => ({ kind: 'or', operands: all })) },
    { weight: 1, arbitrary: inner.map((operand): Filter => ({ kind: 'not', operand })) },
  );
}

const orders: readonly ComparisonOperator[] = ['gt', 'ge', 'lt', 'le'];

function operatorsOf({ type }: Attribute): readonly ComparisonOperator[] {
  if (type === 'boolean' || type === 'binary') return ['eq', 'ne'];
  if (type === 'string' || type === 'reference') return ['eq', 'eq', 'ne', 'co', 'sw', 'sw', 'ew', ...orders];
  return ['eq', 'ne', ...orders];
}

function comparisonOn({ leaf, path }: Target, ids: readonly string[]): fc.Arbitrary<Filter> {
  return fc
    .tuple(fc.constantFrom(...operatorsOf(leaf)), literalOf(leaf, ids))
    .map(([operator, value]) => ({ kind: 'comparison', operator, path, value }));
}

/** Mostly what is stored somewhere, or a part of it. */
function literalOf({ type }: Attribute, ids: readonly string[]): fc.Arbitrary<string | number | boolean> {
  if (type !== 'string' && type !== 'reference') return fc.constantFrom(...(type === 'complex' ? [] : valuesOf[type]));
  const known = [...texts, ...ids, ...ids.map(id => id.toUpperCase()), ...ids.flatMap(urisOf), ...names];
  const part = fc.tuple(fc.constantFrom(...known), fc.nat(40), fc.nat(40)).map(([text, from, length]) => {
    const characters = Array.from(text);
    return characters
      .slice(from % (characters.length + 1))
      .slice(0, length)
      .join('');
  });
  const beginning = fc.tuple(fc.constantFrom(...known), fc.nat(60)).map(([text, length]) => {
    return Array.from(text).slice(0, length).join('');
  });
  return fc.oneof(fc.constantFrom(...known), fc.constantFrom(...texts), part, beginning);
}

const names = [
  'User',
  'Group',
  'user',
  'direct',
  'W/"1"',
  'W/"2"',
  'W/"10"',
  'urn:ietf:params:scim:schemas:core:2.0:User',
  'urn:ietf:params:scim:schemas:core:2.0:Group',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  'urn:example:scim:schemas:badge:1.0:User',
];

function urisOf(id: string): string[] {
  return [`${baseUrl}/Users/${id}`, `${baseUrl}/Groups/${id}`];
}

/** An attribute or sub-attribute, and how a filter names it. */
interface Target {
  readonly leaf: Attribute;
  readonly path: AttributePath;
}

function targetsOf({ schema, schemaExtensions }: ResourceType): readonly Target[] {
  const own = [...COMMON_ATTRIBUTES, ...schema.attributes].map(leaf => ({ leaf, path: { attribute: leaf.name } }));
  const others = schemaExtensions.flatMap(({ schema: { id: urn, attributes } }) =>
    attributes.map(leaf => ({ leaf, path: { urn, attribute: leaf.name } })),
  );
  return [...own, ...others]
    .filter(({ leaf }) => leaf.returned !== 'never')
    .flatMap(target => [
      target,
      ...(target.leaf.subAttributes ?? []).map(leaf => ({ leaf, path: { ...target.path, subAttribute: leaf.name } })),
    ]);
}
