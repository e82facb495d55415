import { describe, expect, test } from 'vitest';
import { userResourceType } from '../schemas/resource-types.js';
import { sameResource } from './same-resource.js';
import { schemasOf } from './schemas-of.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ada = {
  userName: 'ada',
  name: { givenName: 'Ada', familyName: 'Byron' },
  emails: [{ value: 'a', type: 'work' }, { value: 'b' }],
  tags: ['x', 'y'],
};

describe('sameResource', () => {
  test('a resource is the same as itself and its copy', () => {
    expect(sameResource(ada, ada)).toBe(true);
    expect(sameResource(ada, structuredClone(ada))).toBe(true);
  });

  test('neither the order of keys nor that of values counts (RFC 7643 §2.3.8, §2.4)', () => {
    const other = {
      tags: ['y', 'x'],
      emails: [{ value: 'b' }, { type: 'work', value: 'a' }],
      name: { familyName: 'Byron', givenName: 'Ada' },
      userName: 'ada',
    };
    expect(sameResource(ada, other)).toBe(true);
  });

  test.each([
    ['a value', { ...ada, userName: 'Ada' }],
    ['a type', { ...ada, userName: 5 }],
    ['an attribute more', { ...ada, title: 'x' }],
    ['another attribute', { name: ada.name, emails: ada.emails, tags: ada.tags, title: 'ada' }],
    ['a sub-attribute', { ...ada, name: { givenName: 'Ada' } }],
    ['a value more', { ...ada, tags: ['x', 'y', 'z'] }],
    ['one of the values', { ...ada, emails: [{ value: 'a' }, { value: 'b' }] }],
    ['the shape', { ...ada, name: 'Ada' }],
  ])('%s counts', (_, other) => {
    expect(sameResource(ada, other)).toBe(false);
    expect(sameResource(other, ada)).toBe(false);
  });

  test('fifty thousand members compare, one with another', () => {
    const members = Array.from({ length: 50_000 }, (_, index) => ({ value: `u${index}` }));
    expect(sameResource({ members }, { members: members.map(member => ({ ...member })) })).toBe(true);
  });
});

describe('schemasOf (RFC 7643 §3)', () => {
  test('names the base schema, and an extension only when it is used', () => {
    expect(schemasOf({ userName: 'ada' }, userResourceType)).toEqual([userResourceType.schema.id]);
    expect(schemasOf({ userName: 'ada', [ENTERPRISE]: { department: 'x' } }, userResourceType)).toEqual([
      userResourceType.schema.id,
      ENTERPRISE,
    ]);
  });
});
