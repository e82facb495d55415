import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ScimError } from '../scim-error.js';
import type { Filter } from './filter.js';
import { MAX_FILTER_DEPTH, MAX_FILTER_LENGTH, MAX_FILTER_TERMS } from './filter-limits.js';
import { formatFilter } from './format-filter.js';
import { parseFilter } from './parse-filter.js';

const invalidFilter = expect.objectContaining({ code: 'invalidFilter', status: 400 });

describe('parseFilter', () => {
  test.each([
    ['an equality', 'userName eq "bjensen"', 'userName eq "bjensen"'],
    ['operators in any letter case', 'userName EQ "a" AND title Pr', 'userName eq "a" and title pr'],
    ['and before or', 'a pr or b pr and c pr', 'a pr or b pr and c pr'],
    ['parentheses', '(a pr or b pr) and c pr', '(a pr or b pr) and c pr'],
    ['parentheses that change nothing', '((a pr))', 'a pr'],
    ['not', 'NOT (a pr) and b pr', 'not (a pr) and b pr'],
    ['not without a space', 'not(a pr)', 'not (a pr)'],
    ['a double not', 'not (not (a pr))', 'not (not (a pr))'],
    [
      'a value path',
      'emails[type eq "work" and value co "@example.com"]',
      'emails[type eq "work" and value co "@example.com"]',
    ],
    ['a value path among others', 'a pr and emails[not (type pr)] or b pr', 'a pr and emails[not (type pr)] or b pr'],
    ['an or inside brackets', 'emails[type pr or (value pr)]', 'emails[type pr or value pr]'],
    [
      "Entra ID's value path in a comparison",
      'emails[type eq "work"].value eq "x"',
      'emails[type eq "work" and value eq "x"]',
    ],
    ['the same after several conditions', 'a[b pr and c pr].d pr', 'a[b pr and c pr and d pr]'],
    ['the same after a disjunction', 'a[b pr or c pr].d eq 1', 'a[(b pr or c pr) and d eq 1]'],
    [
      'a URN',
      'urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J"',
      'urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J"',
    ],
    ['$ref (RFC 7643 §2.1)', 'members.$ref eq "x"', 'members.$ref eq "x"'],
    ['no space before the value (RFC 7644 §3.5.2.2)', 'value eq"x"', 'value eq "x"'],
    ['no space after the value', 'a eq "x"and b pr', 'a eq "x" and b pr'],
    ['booleans and null', 'a eq true and b eq False and c eq NULL', 'a eq true and b eq false and c eq null'],
    ['numbers', 'a eq 1 or a eq -1.5e3 or a eq -0', 'a eq 1 or a eq -1500 or a eq 0'],
    ['escapes', String.raw`a eq "\"\\\/\b\f\n\r\t\u00e9"`, String.raw`a eq "\"\\/\b\f\n\r\té"`],
    ['brackets, operators and spaces inside a string', 'a eq "x and (y) ] or"', 'a eq "x and (y) ] or"'],
    ['a surrogate pair', String.raw`a eq "\ud83d\ude00"`, 'a eq "😀"'],
    ['an attribute named like an operator', 'eq eq "eq"', 'eq eq "eq"'],
    ['white space', '\ta\r\n eq  1 ', 'a eq 1'],
  ])('reads %s: %s (RFC 7644 §3.4.2.2)', (_, text, canonical) => {
    expect(formatFilter(parseFilter(text))).toBe(canonical);
  });

  test.each([
    ['nothing', ''],
    ['only spaces', '  '],
    ['an attribute alone', 'userName'],
    ['an unknown operator', 'userName is "a"'],
    ['no value', 'userName eq'],
    ['an unfinished and', 'userName eq "a" and'],
    ['an unfinished or', 'or userName eq "a"'],
    ['something after the end', 'userName eq "a" x'],
    ['two terms without and', 'a pr b pr'],
    ['an unquoted string', 'meta.resourceType eq User'],
    ['an unquoted id', 'id eq 2819c223'],
    ['single quotes', "displayName sw 'Group'"],
    ['an open string', 'a eq "x'],
    ['an open parenthesis', '(a pr'],
    ['a closing parenthesis', 'a pr)'],
    ['an empty pair of brackets', 'emails[]'],
    ['an open bracket', 'emails[type pr'],
    ['nested brackets', 'a[b[c pr]]'],
    ['a URN inside brackets', 'emails[urn:example:a:type pr]'],
    ['a dotted path inside brackets', 'emails[emails.type pr]'],
    ['not without parentheses', 'not a pr'],
    ['not twice', 'not not (a pr)'],
    ['a keyword as an attribute', 'and pr'],
    ['a malformed path', 'a..b pr'],
    ['a path beginning with a dot', '.a pr'],
    ['a literal on the left', '"a" eq a'],
    ['a leading zero', 'a eq 01'],
    ['a number that runs on', 'a eq 1x'],
    ['a number too large', 'a eq 1e999'],
    ['an unknown escape', String.raw`a eq "\x41"`],
    ['a capital escape', String.raw`a eq "\U0041"`],
    ['a control character', 'a eq "\u0001"'],
    ['a lone surrogate', String.raw`a eq "\ud800"`],
    ['U+0000', String.raw`a eq "\u0000"`],
    ['the prefix form of pr', 'pr a'],
    ['SQL', 'userName eq "a"; drop table users'],
  ])('refuses %s with invalidFilter: %s', (_, text) => {
    expect(() => parseFilter(text)).toThrow(invalidFilter);
  });

  test.each([
    ['id eq 54d382a4-2050-4c03-94d1-e769f1d15682', 'id eq "54d382a4-2050-4c03-94d1-e769f1d15682"'],
    [
      'id eq 01A20ACD-f94c-7e2e-871b-7d45bdf3e76d and (manager eq E9a20acd-f94c-7e2e-871b-7d45bdf3e76d)',
      'id eq "01A20ACD-f94c-7e2e-871b-7d45bdf3e76d" and manager eq "E9a20acd-f94c-7e2e-871b-7d45bdf3e76d"',
    ],
    ['id eq "54d382a4" and title pr', 'id eq "54d382a4" and title pr'],
  ])('reads a UUID without quotes where that is tolerated, as Entra ID documents it: %s', (text, canonical) => {
    expect(formatFilter(parseFilter(text, { unquotedIds: true }))).toBe(canonical);
  });

  test.each(['id eq 54d382a4-2050-4c03-94d1-e769f1d1568', 'id eq 54d382a4-2050-4c03-94d1-e769f1d15682x'])(
    'reads nothing else without quotes: %s',
    text => {
      expect(() => parseFilter(text, { unquotedIds: true })).toThrow(invalidFilter);
    },
  );

  test('reads no UUID without quotes where the RFC rules', () => {
    expect(() => parseFilter('id eq 54d382a4-2050-4c03-94d1-e769f1d15682')).toThrow(invalidFilter);
  });

  test('says what it expected, and where', () => {
    expect(() => parseFilter('userName eq abc')).toThrow(
      'a string in double quotes, a number, true, false or null is expected at character 13',
    );
    expect(() => parseFilter('userName eq "a" and')).toThrow('an attribute name is expected at the end');
  });

  test.each([
    ['length', `a eq "${'x'.repeat(MAX_FILTER_LENGTH)}"`],
    ['parentheses', '('.repeat(4000)],
    ['ten thousand parentheses', '('.repeat(10_000)],
    ['negations', 'not ('.repeat(MAX_FILTER_DEPTH + 1)],
    ['terms', Array.from({ length: MAX_FILTER_TERMS + 1 }, () => 'a pr').join(' and ')],
  ])('bounds the %s of a filter', (_, text) => {
    expect(() => parseFilter(text)).toThrow(invalidFilter);
  });

  test('reads filters up to the bounds', () => {
    const deep = `${'('.repeat(MAX_FILTER_DEPTH)}a pr${')'.repeat(MAX_FILTER_DEPTH)}`;
    expect(parseFilter(deep)).toEqual({ kind: 'present', path: { attribute: 'a' } });
    const long = Array.from({ length: MAX_FILTER_TERMS }, () => 'a pr').join(' or ');
    expect(parseFilter(long)).toMatchObject({ kind: 'or', operands: { length: MAX_FILTER_TERMS } });
  });
});

const name = fc.stringMatching(/^[a-zA-Z$][\w$-]{0,8}$/).filter(text => !/^(and|or|not)$/i.test(text));
const valueTerm = term(fc.record({ attribute: name }));
const path = fc.record(
  {
    urn: fc.constantFrom('urn:example:2.0:User', 'urn:ietf:params:scim:schemas:core:2.0:Group'),
    attribute: name,
    subAttribute: name,
  },
  { requiredKeys: ['attribute'] },
);
const { filter } = fc.letrec<{ filter: Filter; valueFilter: Filter }>(tie => ({
  filter: joined(
    tie('filter'),
    fc.oneof(term(path), fc.record({ kind: fc.constant('valuePath' as const), path, filter: tie('valueFilter') })),
  ),
  valueFilter: joined(tie('valueFilter'), valueTerm),
}));

function term(paths: fc.Arbitrary<{ attribute: string; urn?: string; subAttribute?: string }>): fc.Arbitrary<Filter> {
  const literal = fc.oneof(
    fc.string({ unit: 'grapheme' }).filter(text => !text.includes('\0')),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(number => number + 0),
    fc.boolean(),
    fc.constant(null),
  );
  const operator = fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le');
  return fc.oneof(
    fc.record({ kind: fc.constant('present' as const), path: paths }),
    fc.record({ kind: fc.constant('comparison' as const), operator, path: paths, value: literal }),
  );
}

function joined(inner: fc.Arbitrary<Filter>, leaf: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> {
  const operands = fc.array(inner, { minLength: 2, maxLength: 3 });
  return fc.oneof(
    { maxDepth: 4, depthIdentifier: 'filter' },
    leaf,
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), operands }),
    fc.record({ kind: fc.constant('not' as const), operand: inner }),
  );
}

describe('formatFilter', () => {
  test('writes what parseFilter reads back as the same filter', () => {
    fc.assert(
      fc.property(filter, generated => {
        expect(parseFilter(formatFilter(generated))).toEqual(generated);
      }),
    );
  });

  test('any text either parses or is refused with invalidFilter', () => {
    const piece = fc.constantFrom(
      'a',
      'eq',
      'pr',
      'and',
      'or',
      'not',
      '(',
      ')',
      '[',
      ']',
      '"x"',
      '1',
      '.b',
      ' ',
      'true',
      '"',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary-ascii' }),
      fc.array(piece, { maxLength: 30 }).map(pieces => pieces.join(' ')),
    );
    fc.assert(
      fc.property(texts, text => {
        let code = 'invalidFilter';
        try {
          parseFilter(text);
        } catch (error) {
          code = error instanceof ScimError ? error.code : String(error);
        }
        expect(code).toBe('invalidFilter');
      }),
    );
  });
});
