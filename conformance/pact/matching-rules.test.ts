import { describe, expect, it } from 'vitest';
import type { Json } from '../runner/profile/exchange.ts';
import { exampleText, wholeRegex } from './example-text.ts';
import { translate } from './matching-rules.ts';
import { PactNames } from './pact-names.ts';
import { pactValues } from './pact-values.ts';

const values = pactValues(new PactNames({ user: '00u??', group: '00g##' }, new Set(['engineering'])), []);
const translated = (expected: Json) => translate(expected, { path: '$', isLoose: false }, values);
const and = (...matchers: readonly object[]) => ({ combine: 'AND', matchers });

describe('translate', () => {
  it.each<[string, Json, Json | undefined, object]>([
    ['a literal', { active: true, n: null }, { active: true, n: null }, {}],
    ['a name', { userName: '{{alice.userName}}' }, { userName: 'alice.pact@example.com' }, {}],
    ['a number of a page', { startIndex: '{{page.startIndex}}' }, { startIndex: 1 }, {}],
    ['an id', { id: '{{alice.id}}' }, { id: 'alice-id' }, { '$.id': and({ match: 'type' }, { match: 'notEmpty' }) }],
    [
      'a text with an id in it',
      '{{baseUrl}}/Users/{{alice.id}}',
      'https://scim.example.com/scim/v2/Users/alice-id',
      { $: and({ match: 'regex', regex: '^.+/Users/.+$' }) },
    ],
    ['$type', { $type: 'integer' }, 1, { $: and({ match: 'integer' }) }],
    ['$type: string', { $type: 'string' }, 'text', { $: and({ match: 'type' }, { match: 'notEmpty' }) }],
    [
      '$regex',
      { $regex: '^application/(scim\\+)?json' },
      'application/scim+json',
      { $: and({ match: 'regex', regex: '^application/(scim\\+)?json[\\s\\S]*' }) },
    ],
    [
      '$sameLetters',
      { $sameLetters: '{{alice.userName}}' },
      'alice.pact@example.com',
      { $: and({ match: 'regex', regex: '(?i)^alice\\.pact@example\\.com$' }) },
    ],
    ['$oneOf of texts', { $oneOf: ['a', 'b.'] }, 'a', { $: and({ match: 'regex', regex: '^(?:a|b\\.)$' }) }],
    [
      '$contains',
      { $contains: [{ value: { $type: 'string' } }] },
      [{ value: 'text' }],
      {
        $: and({
          match: 'arrayContains',
          variants: [{ index: 0, rules: { '$.value': and({ match: 'type' }, { match: 'notEmpty' }) }, generators: {} }],
        }),
      },
    ],
    [
      '$each, where exact values need a matcher',
      { 'urn:a:2.0:B': { $each: { a: 1, b: [true] } } },
      { 'urn:a:2.0:B': [{ a: 1, b: [true] }] },
      {
        "$['urn:a:2.0:B']": and({ match: 'type' }),
        "$['urn:a:2.0:B'][*].a": and({ match: 'equality' }),
        "$['urn:a:2.0:B'][*].b": and({ match: 'type', min: 1, max: 1 }),
        "$['urn:a:2.0:B'][*].b[0]": and({ match: 'equality' }),
      },
    ],
    ['$length', { $length: { min: 1, max: 3 } }, [{}], { $: and({ match: 'type', min: 1, max: 3 }) }],
    ['$length 0', { $length: 0 }, [], {}],
  ])('%s', (_, expected, example, rules) => {
    expect(translated(expected)).toMatchObject({ example, rules });
    expect(Object.keys(translated(expected).rules)).toEqual(Object.keys(rules));
  });

  it.each<[string, Json]>([
    ['$absent', { $absent: true }],
    ['$lacks', { $lacks: ['a'] }],
    ['$oneOf of anything', { $oneOf: [true, 'True'] }],
    ['$sameLetters of an id', { $sameLetters: '{{alice.id}}' }],
    ['an array with such an element', [{ $absent: true }]],
  ])('leaves %s to the runner, and says so', (_, expected) => {
    expect(translated(expected)).toEqual({ rules: {}, notes: [`$ ${JSON.stringify(expected)}`] });
    expect(translated({ a: 1, b: expected })).toMatchObject({ example: { a: 1 } });
  });

  it('says with $all what can be said', () => {
    expect(translated({ $all: [{ $lacks: ['x'] }, { $contains: ['a'] }] })).toMatchObject({
      example: ['a'],
      notes: ['$ {"$lacks":["x"]}'],
    });
  });
});

describe('wholeRegex', () => {
  it.each([
    ['^a$', '^a$'],
    ['^a', '^a[\\s\\S]*'],
    ['a\\/b', '[\\s\\S]*a/b[\\s\\S]*'],
    ['^(a|b)$', '^(a|b)$'],
    ['^a|b$', '[\\s\\S]*(?:^a|b$)[\\s\\S]*'],
    ['^(?!a)', undefined],
    ['\\$', '[\\s\\S]*\\$[\\s\\S]*'],
  ])('%s', (pattern, whole) => {
    expect(wholeRegex(pattern)).toBe(whole);
  });
});

describe('exampleText', () => {
  it.each(['^application/(scim\\+)?json', '/Users/[^/]+$', '^W/"', '^[0-9]+$', '^ab+c$'])('%s', pattern => {
    expect(exampleText(pattern)).toMatch(new RegExp(pattern));
  });
});
