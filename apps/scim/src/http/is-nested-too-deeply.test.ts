import { describe, expect, it } from 'vitest';
import { isNestedTooDeeply, MAX_NESTING } from './is-nested-too-deeply.js';

const nested = (depth: number, [open, close] = ['[', ']']): string => `${open.repeat(depth)}1${close.repeat(depth)}`;
const isTooDeep = (json: string): boolean => isNestedTooDeeply(new TextEncoder().encode(json));

describe('isNestedTooDeeply', () => {
  it.each([
    ['as deep as may be', nested(MAX_NESTING), false],
    ['one deeper', nested(MAX_NESTING + 1), true],
    ['objects', nested(MAX_NESTING + 1, ['{"a":', '}']), true],
    ['many beside each other', `[${Array.from({ length: 1000 }, () => '[{}]').join()}]`, false],
    ['brackets in a string', `["${'['.repeat(1000)}"]`, false],
    ['brackets behind an escaped quote', String.raw`["\"${'['.repeat(1000)}"]`, false],
    ['brackets behind a string that ends in a backslash', String.raw`["\\",${nested(MAX_NESTING)}]`, true],
    ['an end that never comes', '['.repeat(1000), true],
    ['a string that never ends', `"${'['.repeat(1000)}`, false],
    ['nothing', '', false],
  ])('%s', (_, json, expected) => {
    expect(isTooDeep(json)).toBe(expected);
  });
});
