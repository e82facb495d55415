import { expect, it } from 'vitest';
import { isStorable } from './is-storable.js';

it.each([
  ['text', 'Ava 😀', true],
  ['what looks like an escape', String.raw`\u0000`, true],
  ['a nested object', { a: [{ b: null, c: 1, d: true }] }, true],
  ['U+0000', 'a\0', false],
  ['U+0000 in a name', { 'a\0': 1 }, false],
  ['U+0000 deep inside', { a: [{ b: '\0' }] }, false],
  ['half a surrogate pair', ['\ud800'], false],
  ['nothing', undefined, false],
  ['too much', 'x'.repeat(70_000), false],
])('%s', (_, value, expected) => {
  expect(isStorable(value)).toBe(expected);
});
