import fc, { type Arbitrary } from 'fast-check';
import { type Attribute, groupResourceType, type ResourceType, userResourceType } from '#libs/scim-protocol';
import { attributePath, listMultiValued, listPaths } from './attribute-paths.ts';
import { groupId, userId } from './placeholders.ts';
import { anyLetterCase, editedText, mostlyOrdinaryText, text } from './text.ts';

const operator: Arbitrary<string> = anyLetterCase(
  fc.constantFrom('eq', 'eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'),
);
const oddOperator = fc.oneof(operator, fc.constantFrom('pr', 'xx', 'like', '=', '==', 'in', ''));

const dateTime = fc.constantFrom(
  '"2011-05-13T04:42:34Z"',
  '"2011-05-13T04:42:34.123456789+14:00"',
  '"2099-01-01T00:00:00Z"',
);
const quoted = (texts: Arbitrary<string>): Arbitrary<string> => texts.map(value => JSON.stringify(value));

/** What a filter compares with: every JSON type, and what only looks like one. */
const anyLiteral: Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: quoted(text) },
  { weight: 2, arbitrary: quoted(fc.oneof(userId, groupId)) },
  { weight: 3, arbitrary: fc.constantFrom('true', 'false', 'null', 'TRUE', 'False') },
  { weight: 2, arbitrary: fc.oneof(fc.integer(), fc.double()).map(String) },
  { weight: 1, arbitrary: dateTime },
  {
    weight: 1,
    arbitrary: fc.constantFrom("'single'", '"open', '1e999', '-', '01', '+1', '"\\ud800"', '"\\x41"', 'word'),
  },
);

/** What fits the attribute's type. */
function fittingLiteral({ type, name }: Attribute): Arbitrary<string> {
  if (type === 'boolean') return fc.constantFrom('true', 'false');
  if (type === 'dateTime') return dateTime;
  if (name === 'id' || name === 'value') return quoted(fc.oneof(userId, groupId, mostlyOrdinaryText));
  return quoted(mostlyOrdinaryText);
}

const oddComparison = joinWords(attributePath, oddOperator, anyLiteral);

/** Comparisons of an attribute with a value of its type; one in five goes wrong somewhere. */
function comparison(resourceType: ResourceType): Arbitrary<string> {
  const fitting = listPaths(resourceType).map(({ path, attribute }) =>
    attribute.type === 'complex'
      ? anyLetterCase(fc.constant(path)).map(name => `${name} pr`)
      : fc.oneof(
          { weight: 4, arbitrary: joinWords(anyLetterCase(fc.constant(path)), operator, fittingLiteral(attribute)) },
          { weight: 1, arbitrary: fc.constant(`${path} pr`) },
        ),
  );
  return fc.oneof({ weight: 5, arbitrary: fc.oneof(...fitting) }, { weight: 1, arbitrary: oddComparison });
}

function joinWords(...words: Arbitrary<string>[]): Arbitrary<string> {
  return fc.tuple(...words).map(parts => parts.join(' '));
}

const connective = anyLetterCase(fc.constantFrom('and', 'or'));
const subAttributeNames = ['value', 'type', 'primary', 'display', '$ref', 'locality', 'nothing'];

/** `emails[type eq "work"]`, and with Entra ID's comparison of a sub-attribute behind it. */
function valuePath({ name, subAttributes = [] }: Attribute): Arbitrary<string> {
  const part = fc.oneof(
    ...subAttributes.map(subAttribute =>
      fc.oneof(
        { weight: 3, arbitrary: joinWords(fc.constant(subAttribute.name), operator, fittingLiteral(subAttribute)) },
        { weight: 1, arbitrary: fc.constant(`${subAttribute.name} pr`) },
      ),
    ),
    joinWords(fc.constantFrom(...subAttributeNames), oddOperator, anyLiteral),
  );
  const inner = fc.oneof(
    { weight: 3, arbitrary: part },
    { weight: 2, arbitrary: joinWords(part, connective, part) },
    { weight: 1, arbitrary: part.map(condition => `not (${condition})`) },
  );
  const tail = fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: part.map(rest => `.${rest}`) },
  );
  return fc
    .tuple(anyLetterCase(fc.constant(name)), inner, tail)
    .map(([path, condition, rest]) => `${path}[${condition}]${rest}`);
}

/** Filters by the grammar of RFC 7644 Figure 1 on a resource type's attributes. */
export function grammaticalFilter(resourceType: ResourceType): Arbitrary<string> {
  const comparisons = comparison(resourceType);
  const valuePaths = fc.oneof(...listMultiValued(resourceType).map(valuePath));
  return fc.letrec<{ filter: string }>(tie => ({
    filter: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      { weight: 8, arbitrary: comparisons },
      { weight: 3, arbitrary: valuePaths },
      { weight: 2, arbitrary: joinWords(tie('filter'), connective, tie('filter')) },
      { weight: 1, arbitrary: tie('filter').map(filter => `not (${filter})`) },
      { weight: 1, arbitrary: tie('filter').map(filter => `(${filter})`) },
    ),
  })).filter;
}

/** Filters that are deeper or longer than any service should read. */
const excessiveFilter: Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('(', 'not (', 'emails[', 'and', 'or', 'text', 'spaces', 'digits', 'path'),
    fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 100, max: 6000 }), fc.constant(10_000)),
  )
  .map(([how, times]) => excess(how, times));

function excess(how: string, times: number): string {
  switch (how) {
    case 'and':
    case 'or':
      return Array.from({ length: Math.min(times, 700) }, (_, index) => `title eq "${index}"`).join(` ${how} `);
    case 'text':
      return `userName eq "${'a'.repeat(times)}"`;
    case 'spaces':
      return `userName${' '.repeat(times)}eq "a"`;
    case 'digits':
      return `userName eq ${'9'.repeat(times)}`;
    case 'path':
      return `${'a.'.repeat(times)}b pr`;
    default:
      return `${how.repeat(times)}userName eq "a"${(how === 'emails[' ? ']' : ')').repeat(times)}`;
  }
}

function everySort(grammatical: Arbitrary<string>): Arbitrary<string> {
  return fc.oneof(
    { weight: 14, arbitrary: grammatical },
    { weight: 4, arbitrary: editedText(grammatical) },
    { weight: 1, arbitrary: text },
    { weight: 1, arbitrary: excessiveFilter },
  );
}

/** Filters on users and on groups of every sort: by the grammar, damaged, random, excessive. */
export const userFilter: Arbitrary<string> = everySort(grammaticalFilter(userResourceType));
export const groupFilter: Arbitrary<string> = everySort(grammaticalFilter(groupResourceType));

const bracketed = [userResourceType, groupResourceType].flatMap(resourceType =>
  listMultiValued(resourceType).flatMap(attribute => [
    valuePath(attribute),
    fc.tuple(valuePath(attribute), fc.constantFrom(...subAttributeNames)).map(([path, name]) => `${path}.${name}`),
  ]),
);

/** Paths of PATCH operations (RFC 7644 Figure 7), of every sort. */
export const patchPath: Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: attributePath },
  { weight: 4, arbitrary: fc.oneof(...bracketed) },
  { weight: 1, arbitrary: editedText(fc.oneof(...bracketed)) },
  { weight: 1, arbitrary: fc.oneof(userId, groupId).map(id => `members[value eq "${id}"]`) },
  { weight: 1, arbitrary: excessiveFilter.map(condition => `emails[${condition}].value`) },
);
