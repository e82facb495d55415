import { expect, test } from 'vitest';
import { findRepeatedName } from './find-repeated-name.js';

test.each<[string, string | undefined, unknown]>([
  ['two spellings of one attribute', 'ACTIVE', { active: true, ACTIVE: false }],
  ['two spellings in an object within', 'GivenName', { name: { givenName: 'Ava', GivenName: 'Ben' } }],
  ['two spellings in an object of a list', 'VALUE', [[{ a: 1 }, { value: 1, VALUE: 2 }]]],
  ['one name in two objects', undefined, { name: { value: 1 }, NAMES: [{ value: 1 }, { VALUE: 2 }] }],
  ['a list of equal texts', undefined, { schemas: ['a', 'A'] }],
  ['what is no object', undefined, null],
])('%s: %s', (_, name, body) => {
  expect(findRepeatedName(body)).toBe(name);
});

test('takes what nests as deeply as a body can', () => {
  expect(findRepeatedName(JSON.parse(`${'['.repeat(500_000)}${']'.repeat(500_000)}`))).toBeUndefined();
});
