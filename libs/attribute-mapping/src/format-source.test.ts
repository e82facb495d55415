import { expect, test } from 'vitest';
import type { AttributeSource } from './attribute-source.js';
import { formatSource } from './format-source.js';

test.each<[AttributeSource, string]>([
  [{ nameId: true }, 'NameID'],
  [{ attribute: 'NameID' }, '"NameID"'],
  [{ attribute: 'email' }, 'email'],
  [{ attribute: 'http://example.com/claims/a' }, 'http://example.com/claims/a'],
  [{ claim: 'given name' }, '"given name"'],
  [{ claim: 'a+b' }, '"a+b"'],
  [{ join: [{ claim: 'given_name' }, { claim: 'family_name' }] }, 'given_name + family_name'],
  [{ path: { attribute: 'userName' } }, 'userName'],
  [
    { path: { attribute: 'emails', where: { subAttribute: 'primary', equals: true }, subAttribute: 'value' } },
    'emails[primary eq true].value',
  ],
  [
    { path: { schema: 'urn:example:2.0:User', attribute: 'roles', where: { subAttribute: 'type', equals: 'work' } } },
    'urn:example:2.0:User:roles[type eq "work"]',
  ],
])('%j is written %s', (source, text) => {
  expect(formatSource(source)).toBe(text);
});
