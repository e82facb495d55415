import { describe, expect, test } from 'vitest';
import type { ScimAttributes } from '../resource/scim-attributes.js';
import { sameResource } from '../resource/same-resource.js';
import { stringAttribute } from '../schemas/attribute-builders.js';
import { groupResourceType, userResourceType } from '../schemas/resource-types.js';
import type { ResourceType } from '../schemas/schema.js';
import { lenient, strictRfc } from '../tolerances.js';
import type { Tolerances } from '../tolerances.js';
import { applyPatch } from './apply-patch.js';
import { parsePatchOp } from './parse-patch-op.js';

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const bare = { userName: 'ada' };
const group = {
  displayName: 'Mathematicians',
  members: [{ value: 'u1' }, { value: 'u2', display: 'Ada' }, { value: 'u3' }],
};

function patch(
  resource: ScimAttributes,
  operations: readonly object[],
  tolerances: Tolerances = lenient,
  resourceType: ResourceType = 'members' in resource || 'displayName' in resource
    ? groupResourceType
    : userResourceType,
): ScimAttributes {
  return applyPatch(resource, parsePatchOp({ schemas: [PATCH_OP], Operations: operations }), resourceType, tolerances);
}

describe('a path-less value', () => {
  test('holds nested objects, dotted keys, URN keys and containers (Entra ID)', () => {
    const value = {
      title: 'Countess',
      'name.givenName': 'Ada',
      name: { familyName: 'Byron' },
      [`${ENTERPRISE}:employeeNumber`]: '7',
      [ENTERPRISE]: { department: 'Maths' },
    };
    expect(patch(bare, [{ op: 'Add', value }])).toEqual({
      userName: 'ada',
      title: 'Countess',
      name: { givenName: 'Ada', familyName: 'Byron' },
      [ENTERPRISE]: { employeeNumber: '7', department: 'Maths' },
    });
  });

  test('loses read-only and unknown keys (Okta sends id, authentik schemas)', () => {
    const value = { schemas: ['x'], id: 'g1', meta: {}, shoeSize: 43, displayName: 'Poets' };
    expect(patch(group, [{ op: 'replace', value }], strictRfc)).toEqual({ ...group, displayName: 'Poets' });
  });

  test('replaces a list, or appends to it (RFC 7644 §3.5.2.1, §3.5.2.3)', () => {
    expect(patch(group, [{ op: 'replace', value: { members: [] } }])).toEqual({ displayName: 'Mathematicians' });
    expect(patch(group, [{ op: 'add', value: { members: [{ value: 'u4' }] } }])).toMatchObject({
      members: { length: 4 },
    });
  });

  test("may have paths with filters for keys (Microsoft's null test), those to read-only attributes ignored", () => {
    const value = {
      'emails[type eq "work"].value': 'a@b.example',
      'groups[value eq "g"].display': 'G',
    };
    expect(patch(bare, [{ op: 'replace', value }])).toEqual({
      userName: 'ada',
      emails: [{ type: 'work', value: 'a@b.example' }],
    });
    expect(patch(bare, [{ op: 'replace', value }], strictRfc)).toEqual(bare);
    expect(() => patch(bare, [{ op: 'replace', value: { 'emails[': 'x' } }])).toThrow(
      expect.objectContaining({ code: 'invalidPath' }),
    );
  });

  test('a replace of active alone changes nothing else (Okta, RFC 7644 §3.5.2.3)', () => {
    const before = { ...bare, active: true, title: 'x' };
    expect(patch(before, [{ op: 'replace', value: { active: false } }], strictRfc)).toEqual({
      ...before,
      active: false,
    });
  });
});

describe('values that a filter selects', () => {
  const parts = ['streetAddress', 'locality', 'region', 'postalCode', 'country'];

  test('five operations on a missing address make one address (Entra ID)', () => {
    const operations = parts.map(part => ({ op: 'Add', path: `addresses[type eq "work"].${part}`, value: part }));
    expect(patch(bare, operations)).toEqual({
      userName: 'ada',
      addresses: [{ type: 'work', ...Object.fromEntries(parts.map(part => [part, part])) }],
    });
    expect(() => patch(bare, operations, strictRfc)).toThrow(expect.objectContaining({ code: 'noTarget' }));
  });

  test('roles[primary eq "True"] is made with a boolean (Entra ID)', () => {
    const operations = ['display', 'value', 'type'].map(part => ({
      op: 'add',
      path: `roles[primary eq "True"].${part}`,
      value: part,
    }));
    expect(patch(bare, operations)).toEqual({
      userName: 'ada',
      roles: [{ primary: true, display: 'display', value: 'value', type: 'type' }],
    });
  });

  test('several conditions all become parts, and the letter case of a literal is kept', () => {
    const operation = { op: 'replace', path: 'emails[type eq "Work" and display eq "Ada"].value', value: 'a' };
    expect(patch(bare, [operation])).toMatchObject({ emails: [{ type: 'Work', display: 'Ada', value: 'a' }] });
  });

  test('a whole value may be made too', () => {
    const operation = { op: 'replace', path: 'emails[type eq "work"]', value: { value: 'a', primary: 'True' } };
    expect(patch(bare, [operation])).toMatchObject({ emails: [{ type: 'work', value: 'a', primary: true }] });
  });

  test.each([
    'type ne "work"',
    'type pr',
    'type eq "a" or type eq "b"',
    'type eq "a" and value co "b"',
    'not (type eq "a")',
  ])('a filter that does not say what the value would be makes none: %s', filter => {
    const operation = { op: 'add', path: `phoneNumbers[${filter}].display`, value: 'x' };
    expect(() => patch(bare, [operation])).toThrow(expect.objectContaining({ code: 'noTarget' }));
  });

  test.each([null, ''])('clearing (%j) what is not there makes nothing', value => {
    expect(patch(bare, [{ op: 'replace', path: 'emails[type eq "work"].value', value }])).toEqual(bare);
    expect(patch(bare, [{ op: 'replace', path: 'emails[type eq "work"]', value }])).toEqual(bare);
  });

  test('without a filter and without values, one is made', () => {
    expect(patch(bare, [{ op: 'add', path: 'emails.value', value: 'a' }])).toEqual({
      userName: 'ada',
      emails: [{ value: 'a' }],
    });
    expect(() => patch(bare, [{ op: 'add', path: 'emails.value', value: 'a' }], strictRfc)).toThrow(
      'No value of "emails"',
    );
  });

  test('values that become the same become one (RFC 7643 §2.4)', () => {
    const emails = [{ value: 'a', type: 'work' }, { value: 'b', type: 'work' }, { value: 'c' }];
    const replaced = patch({ ...bare, emails }, [
      { op: 'replace', path: 'emails[type eq "work"]', value: { value: 'c' } },
    ]);
    expect(replaced).toMatchObject({ emails: [{ value: 'c' }] });
    const merged = patch({ ...bare, emails }, [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'd' }]);
    expect(merged).toMatchObject({ emails: [{ value: 'd', type: 'work' }, { value: 'c' }] });
  });

  test('a value whose last sub-attribute goes, goes too', () => {
    const emails = [{ value: 'a' }];
    expect(patch({ ...bare, emails }, [{ op: 'remove', path: 'emails[value eq "a"].value' }])).toEqual(bare);
  });
});

describe('simple multi-valued attributes', () => {
  const schema = {
    ...userResourceType.schema,
    attributes: [...userResourceType.schema.attributes, stringAttribute('tags', 'Labels.', { multiValued: true })],
  };
  const resourceType = { ...userResourceType, schema };
  const tagged = { ...bare, tags: ['Red', 'blue'] };

  test.each([
    ['add', 'tags', ['RED', 'green'], ['Red', 'blue', 'green']],
    ['remove', 'tags[value eq "red"]', undefined, ['blue']],
    ['remove', 'tags', ['BLUE', null], ['Red']],
    ['remove', 'tags', 'red', ['blue']],
    ['replace', 'tags[value eq "red"]', 'pink', ['pink', 'blue']],
    ['add', 'tags[value eq "red"]', 'pink', ['pink', 'blue']],
    ['add', 'tags[value eq "red"]', null, ['Red', 'blue']],
  ])('%s %s %j', (op, path, value, tags) => {
    expect(patch(tagged, [{ op, path, value }], lenient, resourceType)).toEqual({ ...bare, tags });
  });

  test('a filter that selects none of them makes none', () => {
    expect(() => patch(tagged, [{ op: 'add', path: 'tags[value eq "x"]', value: 'y' }], lenient, resourceType)).toThrow(
      expect.objectContaining({ code: 'noTarget' }),
    );
  });
});

describe('primary (RFC 7644 §3.5.2)', () => {
  const emails = [{ value: 'a', primary: true }, { value: 'b' }, { value: 'c', type: 'home' }];
  const user = { ...bare, emails };

  test.each([
    ['add', 'emails', [{ value: 'd', primary: true }]],
    ['replace', 'emails[value eq "b"].primary', true],
    ['add', 'emails[value eq "b"]', { primary: 'True' }],
    ['add', 'emails', [{ value: 'b', primary: true }]],
  ])('the value made primary by %s %s takes it from the one before', (op, path, value) => {
    const after = patch(user, [{ op, path, value }]) as unknown as { emails: { value: string; primary?: boolean }[] };
    expect(after.emails.find(({ value: address }) => address === 'a')?.primary).toBe(false);
    expect(after.emails.filter(({ primary }) => primary)).toHaveLength(1);
  });

  test('two at once are refused by the letter, and the first is kept for Ping', () => {
    const operation = { op: 'replace', path: 'emails.primary', value: true };
    expect(() => patch(user, [operation], strictRfc)).toThrow(expect.objectContaining({ code: 'invalidValue' }));
    expect(patch(user, [operation])).toMatchObject({
      emails: [{ primary: true }, { primary: false }, { primary: false }],
    });
  });
});

describe('members (RFC 7643 §4.2)', () => {
  test('adding one that is there succeeds and changes nothing but what was unset', () => {
    const after = patch(group, [{ op: 'add', path: 'members', value: [{ value: 'u2', display: 'Bob' }] }], strictRfc);
    expect(sameResource(after, group)).toBe(true);
    expect(
      patch(group, [{ op: 'add', path: 'members', value: [{ value: 'u1', display: 'Eve', $ref: null }] }]),
    ).toMatchObject({
      members: [{ value: 'u1', display: 'Eve' }, {}, {}],
    });
  });

  test('removing one that is not there succeeds (RFC 7644 §3.5.2.2)', () => {
    expect(patch(group, [{ op: 'remove', path: 'members[value eq "u9"]' }], strictRfc)).toEqual(group);
  });

  test('removing the last one unassigns the attribute', () => {
    const operations = ['u1', 'u2', 'u3'].map(value => ({ op: 'remove', path: `members[value eq "${value}"]` }));
    expect(patch(group, operations, strictRfc)).toEqual({ displayName: 'Mathematicians' });
  });

  test.each([
    [
      'objects (Entra ID, authentik)',
      [
        { $ref: null, value: 'u1' },
        { value: 'u3', display: 'someone' },
      ],
    ],
    ['bare ids', ['u1', 'u3']],
    ['what is not there, too', [{ value: 'u1' }, { value: 'u3' }, { value: 'u9' }, null, {}]],
  ])('a remove that lists %s removes only those', (_, value) => {
    expect(patch(group, [{ op: 'Remove', path: 'members', value }])).toEqual({ ...group, members: [group.members[1]] });
  });

  test('a remove that lists a single value removes that one', () => {
    expect(patch(group, [{ op: 'remove', path: 'members', value: { value: 'u2' } }])).toMatchObject({
      members: { length: 2 },
    });
  });

  test('a remove that lists nothing removes nothing, and one without value everything (Keycloak)', () => {
    expect(patch(group, [{ op: 'remove', path: 'members', value: [] }])).toEqual(group);
    expect(patch(group, [{ op: 'remove', path: 'members', value: null }])).toEqual({ displayName: 'Mathematicians' });
  });

  test('a listed value with a type is meant exactly, and one without value by all it has', () => {
    const user = {
      ...bare,
      emails: [{ value: 'a', type: 'work' }, { value: 'a', type: 'home' }, { display: 'x' }],
      addresses: [{ locality: 'Paris' }, { locality: 'London' }],
    };
    expect(
      patch(user, [{ op: 'remove', path: 'emails', value: [{ value: 'A', type: 'Work' }, { display: 'x' }] }]),
    ).toMatchObject({
      emails: [{ type: 'home' }],
    });
    expect(patch(user, [{ op: 'remove', path: 'addresses', value: [{ locality: 'Paris' }] }])).toMatchObject({
      addresses: [{ locality: 'London' }],
    });
  });

  test.each(['display', '$ref', 'value', 'type'])('%s of a member cannot change once it is set', name => {
    const members = [{ value: 'u1', display: 'Ada', $ref: '../Users/u1', type: 'User' }];
    const operation = { op: 'replace', path: `members[value eq "u1"].${name}`, value: 'other' };
    expect(() => patch({ ...group, members }, [operation])).toThrow(expect.objectContaining({ code: 'mutability' }));
    expect(() => patch({ ...group, members }, [{ ...operation, op: 'remove' }])).toThrow(
      expect.objectContaining({ code: 'mutability' }),
    );
  });

  test('display of a member can be set once, but makes no member', () => {
    const operation = { op: 'add', path: 'members[value eq "u1"].display', value: 'Eve' };
    expect(patch(group, [operation])).toMatchObject({ members: [{ value: 'u1', display: 'Eve' }, {}, {}] });
    expect(() => patch({ displayName: 'G' }, [operation])).toThrow(expect.objectContaining({ code: 'noTarget' }));
  });

  test('five thousand members are added, found again and removed without searching the group for each', () => {
    const value = Array.from({ length: 5000 }, (_, index) => ({ value: `m${index}` }));
    const grown = patch(group, [
      { op: 'add', path: 'members', value },
      { op: 'add', path: 'members', value },
    ]);
    expect(grown).toMatchObject({ members: { length: 5003 } });
    const removals = value.slice(0, 100).map(member => ({ op: 'remove', path: `members[value eq "${member.value}"]` }));
    expect(patch(grown, [...removals, { op: 'remove', path: 'members', value }])).toEqual(group);
  });
});

describe('manager (Entra ID)', () => {
  const path = `${ENTERPRISE}:manager`;
  const managed = { ...bare, [ENTERPRISE]: { department: 'Maths', manager: { value: 'm-1', $ref: '../Users/m-1' } } };
  const changed = { ...bare, [ENTERPRISE]: { department: 'Maths', manager: { value: 'm-2' } } };

  test.each([
    ['a string', path, 'm-2'],
    ['an object', path, { value: 'm-2', displayName: 'ignored' }],
    ['a list with $ref', 'manager', [{ $ref: null, value: 'm-2' }]],
    ['the older dot after the URN', `${ENTERPRISE}.manager`, 'm-2'],
    ['its sub-attribute', `${path}.value`, 'm-2'],
  ])('is set by %s, and a $ref to the one before goes', (_, target, value) => {
    expect(patch(managed, [{ op: 'Add', path: target, value }])).toEqual(changed);
  });

  test('keeps a $ref that comes along, or when the value stays', () => {
    const value = { value: 'm-2', $ref: '../Users/m-2' };
    expect(patch(managed, [{ op: 'replace', path, value }])).toMatchObject({ [ENTERPRISE]: { manager: value } });
    expect(patch(managed, [{ op: 'replace', path, value: 'm-1' }])).toBe(managed);
  });

  test.each([
    ['replace', ''],
    ['replace', null],
    ['replace', []],
    ['replace', { value: '' }],
    ['replace', [{ value: null }]],
    ['remove', undefined],
    ['remove', 'm-1'],
  ])('is cleared by %s %j', (op, value) => {
    expect(patch(managed, [{ op, path, value }])).toEqual({ ...bare, [ENTERPRISE]: { department: 'Maths' } });
  });
});

describe('booleans, empty strings and roles', () => {
  test.each(['False', 'false', 'FALSE', false])('active takes %j (Entra ID)', value => {
    expect(patch({ ...bare, active: true }, [{ op: 'Replace', path: 'active', value }])).toEqual({
      ...bare,
      active: false,
    });
  });

  test('"True" stays text where text belongs', () => {
    expect(patch(bare, [{ op: 'replace', path: 'nickName', value: 'True' }])).toEqual({ ...bare, nickName: 'True' });
  });

  test('an empty string clears what is optional, and is refused for what is required', () => {
    const user = { ...bare, title: 'x', name: { givenName: 'Ada' } };
    expect(
      patch(user, [
        { op: 'replace', path: 'title', value: '' },
        { op: 'replace', path: 'name.givenName', value: '' },
      ]),
    ).toEqual(bare);
    expect(patch(user, [{ op: 'replace', path: 'title', value: '' }], strictRfc)).toMatchObject({ title: '' });
    for (const tolerances of [lenient, strictRfc]) {
      expect(() => patch(user, [{ op: 'replace', path: 'userName', value: '' }], tolerances)).toThrow(
        expect.objectContaining({ code: 'invalidValue' }),
      );
    }
  });

  test('roles arrive as JSON in a string (AppRoleAssignmentsComplex)', () => {
    const value = [{ value: '{"id":"1","value":"Admin","displayName":"Administrator"}' }];
    expect(patch(bare, [{ op: 'Add', path: 'roles', value }])).toEqual({
      ...bare,
      roles: [{ value: 'Admin', display: 'Administrator' }],
    });
  });

  test('a required sub-attribute cannot be cleared', () => {
    const emails = {
      ...stringAttribute('keys', 'Keys.', { multiValued: true }),
      type: 'complex' as const,
      subAttributes: [stringAttribute('id', 'I.', { required: true })],
    };
    const resourceType = { ...userResourceType, schema: { ...userResourceType.schema, attributes: [emails] } };
    expect(() =>
      patch({ keys: [{ id: '1' }] }, [{ op: 'remove', path: 'keys[id eq "1"].id' }], lenient, resourceType),
    ).toThrow('"keys.id" is required and cannot be removed.');
  });
});

describe('a PATCH as a whole', () => {
  test('works on the result of each operation before (RFC 7644 §3.5.2)', () => {
    const operations = [
      { op: 'remove', path: 'title' },
      { op: 'add', path: 'title', value: 'a' },
      { op: 'replace', path: 'title', value: 'b' },
    ];
    expect(patch({ ...bare, title: 'x' }, operations)).toEqual({ ...bare, title: 'b' });
  });

  test('leaves the resource alone when an operation fails, and in any case', () => {
    const before = Object.freeze({
      ...group,
      members: Object.freeze(group.members.map(member => Object.freeze({ ...member }))),
    });
    const operations = [
      { op: 'remove', path: 'members' },
      { op: 'replace', path: 'shoeSize', value: 1 },
    ];
    expect(() => patch(before, operations)).toThrow('"shoeSize" is not an attribute of Group.');
    expect(before).toEqual(group);
  });

  test('gives back the very same resource when nothing changes', () => {
    const user = { ...bare, title: 'x', name: { givenName: 'Ada' } };
    const operations = [
      { op: 'replace', path: 'title', value: 'x' },
      { op: 'add', value: { name: { givenName: 'Ada' }, unknown: 1 } },
      { op: 'remove', path: 'emails[type eq "work"]' },
      { op: 'remove', path: 'nickName' },
    ];
    expect(patch(user, operations)).toBe(user);
  });

  test('a bare extension name is unknown by the letter of RFC 7644 §3.10', () => {
    expect(patch(bare, [{ op: 'add', path: 'department', value: 'Maths' }])).toEqual({
      ...bare,
      [ENTERPRISE]: { department: 'Maths' },
    });
    expect(() => patch(bare, [{ op: 'add', path: 'department', value: 'Maths' }], strictRfc)).toThrow(
      expect.objectContaining({ code: 'invalidPath' }),
    );
    expect(patch(bare, [{ op: 'add', value: { department: 'Maths' } }], strictRfc)).toEqual(bare);
  });
});

describe('an extension that requires something (RFC 7643 §2.2)', () => {
  const BADGE = 'urn:example:params:scim:schemas:extension:badge:2.0:User';
  const attributes = [
    stringAttribute('number', 'Its number.', { required: true }),
    stringAttribute('level', 'Its level.'),
  ];
  const typeWith = (required: boolean): ResourceType => ({
    ...userResourceType,
    schemaExtensions: [{ schema: { id: BADGE, name: 'Badge', description: 'Badges.', attributes }, required }],
  });
  const level = { op: 'add', path: `${BADGE}:level`, value: '3' };
  const number = { op: 'add', path: `${BADGE}:number`, value: '7' };
  const missing = (what: string) =>
    expect.objectContaining({ code: 'invalidValue', message: `"${what}" is required.` });

  test.each([
    ['by a path', [level]],
    ['by a container', [{ op: 'add', value: { [BADGE]: { level: '3' } } }]],
    ['by its name as the path', [{ op: 'replace', path: BADGE, value: { level: '3' } }]],
    ['along with others', [level, { op: 'replace', path: 'title', value: 'x' }]],
  ])('cannot be begun to be used without it: %s', (_, operations) => {
    expect(() => patch(bare, operations, lenient, typeWith(false))).toThrow(missing(`${BADGE}:number`));
  });

  test('has it in the end, whichever operation gives it (Entra ID sends one for each attribute)', () => {
    for (const operations of [
      [level, number],
      [number, level],
    ]) {
      expect(patch(bare, operations, lenient, typeWith(false))).toEqual({
        ...bare,
        [BADGE]: { level: '3', number: '7' },
      });
    }
    expect(patch(bare, [level, { op: 'remove', path: `${BADGE}:level` }], lenient, typeWith(false))).toEqual(bare);
  });

  test('keeps nobody from being deactivated who was there before it required it', () => {
    const before = { ...bare, active: true, [BADGE]: { level: '2' } };
    const operations = [{ op: 'replace', path: 'active', value: false }];
    expect(patch(before, operations, lenient, typeWith(false))).toEqual({ ...before, active: false });
    expect(patch(bare, operations, lenient, typeWith(true))).toEqual({ ...bare, active: false });
  });

  test('and is required itself, cannot be lost', () => {
    const extension = { schema: { id: BADGE, name: 'Badge', description: 'Badges.', attributes: attributes.slice(1) } };
    const type = { ...userResourceType, schemaExtensions: [{ ...extension, required: true }] };
    const remove = { op: 'remove', path: BADGE };
    expect(() => patch({ ...bare, [BADGE]: { level: '2' } }, [remove], lenient, type)).toThrow(missing(BADGE));
  });
});
