import { describe, expect, test } from 'vitest';
import { formatAttributePath } from './format-attribute-path.js';
import { parseAttributePath } from './parse-attribute-path.js';

describe('parseAttributePath', () => {
  test.each([
    ['userName', { attribute: 'userName' }],
    ['name.familyName', { attribute: 'name', subAttribute: 'familyName' }],
    ['members.$ref', { attribute: 'members', subAttribute: '$ref' }],
    ['urn:example:2.0:User:name.first', { urn: 'urn:example:2.0:User', attribute: 'name', subAttribute: 'first' }],
    ['URN:example:My-App_1:badge', { urn: 'URN:example:My-App_1', attribute: 'badge' }],
    ['urn:example:2.0:User', { urn: 'urn:example:2.0', attribute: 'User' }],
  ])('reads %s and writes it again (RFC 7644 §3.10)', (text, path) => {
    expect(parseAttributePath(text)).toEqual(path);
    expect(formatAttributePath(path)).toBe(text);
  });

  test('takes a dot after the URN for a colon when three names follow (Entra ID)', () => {
    expect(parseAttributePath('urn:example:2.0:User.manager.value')).toEqual({
      urn: 'urn:example:2.0:User',
      attribute: 'manager',
      subAttribute: 'value',
    });
  });

  test.each([
    '',
    ' ',
    'a b',
    '1st',
    'a.b.c',
    'a.',
    '.a',
    'urn:example:2.0:a.b.c.d',
    'http://example.com:name',
    'x:name',
  ])('refuses %j with invalidPath (RFC 7643 §2.1)', text => {
    expect(() => parseAttributePath(text)).toThrow(expect.objectContaining({ code: 'invalidPath' }));
  });
});
