import type { Json } from '../runner/profile/exchange.ts';

const likely = [
  'application/scim+json',
  'W/"3694e05e9dff590"',
  '"3694e05e9dff590"',
  '2026-10-01T10:00:00Z',
  '2026-10-01T10:00:00.000Z',
  'Bearer realm="scim"',
  'Bearer',
  'https://scim.example.com/scim/v2/Users/2819c223',
  'https://scim.example.com/scim/v2/Groups/e9e30dba',
  '/scim/v2/Users/2819c223',
  '0b1f6a52-4c8e-4d1b-9a3f-7e5d2c608f14',
  'alice.pact@example.com',
  'uniqueness',
  'invalidValue',
  'User',
  'Group',
  'work',
  'true',
  'false',
  'True',
  '1',
  '400',
  'text',
];

/** A text that a regular expression matches, as an example; `undefined` when we cannot think of one. */
export function exampleText(pattern: string): string | undefined {
  const regex = new RegExp(pattern);
  const plain = pattern
    .replace(/^\^|\$$/g, '')
    .replace(/\[\^[^\]]*\]\+|\.[+*]|\\S\+|\\w\+/g, 'x')
    .replace(/\(\?:|[()?*+]/g, '')
    .replace(/\|.*$/, '')
    .replace(/\\(.)/g, '$1');
  return [...likely, plain].find(text => regex.test(text));
}

/**
 * A regular expression of JavaScript, which may match anywhere in a text, as one of Rust, which must match all of it;
 * `undefined` when Rust has no such thing.
 */
export function wholeRegex(pattern: string): string | undefined {
  if (/\(\?(?:[=!]|<[=!])|\\[1-9]|\\k</.test(pattern)) return undefined;
  const rust = pattern.replaceAll('\\/', '/');
  const isSimple = !rust.includes('|') || /^\^\(.*\)\$?$/.test(rust);
  const starts = isSimple && rust.startsWith('^');
  const ends = isSimple && /(?<!\\)\$$/.test(rust);
  const inner = isSimple ? rust : `(?:${rust})`;
  return `${starts ? '' : '[\\s\\S]*'}${inner}${ends ? '' : '[\\s\\S]*'}`;
}

/** A regular expression for exactly this text. */
export function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** A value as text: a string as it is, anything else as JSON. */
export function asText(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
