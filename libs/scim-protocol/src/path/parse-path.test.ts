import { describe, expect, test } from 'vitest';
import { formatFilter } from '../filter/format-filter.js';
import { parsePath } from './parse-path.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('parsePath (RFC 7644 §3.5.2 Figure 7)', () => {
  test.each([
    ['members', { attributePath: { attribute: 'members' } }],
    ['name.familyName', { attributePath: { attribute: 'name', subAttribute: 'familyName' } }],
    [`${ENTERPRISE}:department`, { attributePath: { urn: ENTERPRISE, attribute: 'department' } }],
    [ENTERPRISE, { attributePath: { urn: ENTERPRISE.slice(0, -5), attribute: 'User' } }],
  ])('reads %s', (text, path) => {
    expect(parsePath(text)).toEqual(path);
  });

  test.each([
    ['addresses[type eq "work"]', 'type eq "work"', undefined],
    ['members[value eq "2819c223-7f76"].display', 'value eq "2819c223-7f76"', 'display'],
    ['emails[type eq"work" and primary eq True].value', 'type eq "work" and primary eq true', 'value'],
    ['members[ not(value pr) ].$ref', 'not (value pr)', '$ref'],
  ])('reads the filter of %s', (text, filter, subAttribute) => {
    const path = parsePath(text);
    expect(path.filter && formatFilter(path.filter)).toBe(filter);
    expect(path.subAttribute).toBe(subAttribute);
  });

  test.each([
    '',
    ' ',
    'emails[',
    'emails[]',
    'emails[type eq "work"',
    'emails[type eq "work"]value',
    'emails[type eq "work"].',
    'emails[type eq "work"].value.more',
    'emails.[type eq "work"]',
    'emails[a[b eq 1]]',
    "emails[type eq 'work']",
    'name..given',
    'members display',
    '/members',
  ])('refuses %j with invalidPath', text => {
    expect(() => parsePath(text)).toThrow(expect.objectContaining({ code: 'invalidPath' }));
  });
});
