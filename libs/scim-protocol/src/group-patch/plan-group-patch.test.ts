import { describe, expect, test } from 'vitest';
import { parsePatchOp } from '../patch/parse-patch-op.js';
import { applyPatch } from '../patch/apply-patch.js';
import { groupResourceType, userResourceType } from '../schemas/resource-types.js';
import { lenient, strictRfc } from '../tolerances.js';
import type { Tolerances } from '../tolerances.js';
import { planGroupPatch } from './plan-group-patch.js';
import type { GroupPatchPlan } from './plan-group-patch.js';

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

function plan(operations: readonly object[], tolerances: Tolerances = lenient, maxMembers?: number): GroupPatchPlan {
  const parsed = parsePatchOp({ schemas: [PATCH_OP], Operations: operations }, { tolerances });
  return planGroupPatch(parsed, tolerances, maxMembers === undefined ? {} : { maxMembers });
}

/** What the operations on other attributes make of a Group without members. */
function attributesAfter({ attributeOperations }: GroupPatchPlan): unknown {
  return applyPatch({ displayName: 'Poets' }, attributeOperations, groupResourceType, lenient);
}

const change = (add: readonly object[], remove: readonly string[] = []) => [{ kind: 'change', add, remove }];
const replaceAll = (...members: readonly object[]) => [{ kind: 'replaceAll', members }];
const removes = (...ids: readonly string[]) => change([], ids);

describe('operations on members', () => {
  test.each([
    [
      'add with a list (Entra ID, Okta)',
      [{ op: 'Add', path: 'members', value: [{ $ref: null, value: 'u1' }] }],
      change([{ value: 'u1' }]),
    ],
    [
      'several operations in one step (Okta delta)',
      [
        { op: 'remove', path: 'members[value eq "u1"]' },
        { op: 'remove', path: 'members[value eq "u2"]' },
        {
          op: 'add',
          path: 'members',
          value: [
            { value: 'u3', display: 'c@example.com' },
            { value: 'u4', display: null },
          ],
        },
      ],
      change([{ value: 'u3', display: 'c@example.com' }, { value: 'u4' }], ['u1', 'u2']),
    ],
    [
      'ids joined by or',
      [{ op: 'remove', path: 'members[value eq "a" or (value eq "b" or value eq "c")]' }],
      removes('a', 'b', 'c'),
    ],
    [
      'remove by value list (Entra ID, authentik: R1)',
      [{ op: 'Remove', path: 'members', value: [{ $ref: null, value: 'u1' }] }],
      removes('u1'),
    ],
    ['remove by a single object', [{ op: 'remove', path: 'members', value: { value: 'u1' } }], removes('u1')],
    ['remove by bare ids', [{ op: 'remove', path: 'members', value: ['u1', 'u2'] }], removes('u1', 'u2')],
    ['remove of all (RFC 7644 §3.5.2.2)', [{ op: 'remove', path: 'members' }], replaceAll()],
    ['remove of all with value null (Keycloak)', [{ op: 'remove', path: 'members', value: null }], replaceAll()],
    ['remove of an empty list removes nobody', [{ op: 'remove', path: 'members', value: [] }], []],
    [
      'replace of all (Okta full push)',
      [{ op: 'replace', path: 'members', value: [{ value: 'u1' }] }],
      replaceAll({ value: 'u1' }),
    ],
    [
      'replace by nobody (Okta Push Now of an empty group)',
      [{ op: 'replace', path: 'members', value: [] }],
      replaceAll(),
    ],
    ['replace by null (RFC 7643 §2.5)', [{ op: 'replace', path: 'members', value: null }], replaceAll()],
    ['replace by ""', [{ op: 'replace', path: 'members', value: '' }], replaceAll()],
    ['add of nobody', [{ op: 'add', path: 'members', value: [] }], []],
    ['add of null', [{ op: 'add', path: 'members', value: [null] }], []],
    ['add of a single object', [{ op: 'add', path: 'members', value: { value: 'u1' } }], change([{ value: 'u1' }])],
    [
      "add of a bare id (Microsoft's reference tests)",
      [{ op: 'add', path: 'members', value: 'u1' }],
      change([{ value: 'u1' }]),
    ],
    [
      'add of bare ids',
      [{ op: 'add', path: 'members', value: ['u1', 'u2'] }],
      change([{ value: 'u1' }, { value: 'u2' }]),
    ],
    [
      'a fully qualified path (RFC 7644 §3.10)',
      [{ op: 'add', path: `${GROUP}:members`, value: [{ value: 'u1' }] }],
      change([{ value: 'u1' }]),
    ],
    [
      'a path with a dot after the URN (older Entra ID)',
      [{ op: 'add', path: `${GROUP}.members`, value: [{ value: 'u1' }] }],
      change([{ value: 'u1' }]),
    ],
    [
      'any letter case',
      [
        { OP: 'ADD', Path: 'MEMBERS', Value: [{ VALUE: 'u1', TYPE: 'user', DISPLAY: 'Ada' }] },
        { op: 'REMOVE', path: 'Members[VALUE EQ "U1"]' },
      ],
      change([{ value: 'u1', type: 'User', display: 'Ada' }], ['U1']),
    ],
    [
      'a filtered add of the member that the filter names',
      [{ op: 'add', path: 'members[value eq "u1"]', value: { display: 'Ada' } }],
      change([{ value: 'u1', display: 'Ada' }]),
    ],
    ['a filtered add of nothing', [{ op: 'add', path: 'members[value eq "u1"]', value: null }], []],
    [
      'a filtered replace by another member',
      [{ op: 'replace', path: 'members[value eq "u1"]', value: { value: 'u2' } }],
      change([{ value: 'u2' }], ['u1']),
    ],
    [
      'a filtered replace by the same member',
      [{ op: 'replace', path: 'members[value eq "u1"]', value: { value: 'u1' } }],
      change([{ value: 'u1' }]),
    ],
    ['a filtered replace by null', [{ op: 'replace', path: 'members[value eq "u1"]', value: null }], removes('u1')],
    [
      'a filtered replace by an empty value',
      [{ op: 'replace', path: 'members[value eq "u1"]', value: [] }],
      'invalidSyntax',
    ],
  ])('%s', (_, operations, expected) => {
    if (typeof expected === 'string')
      expect(() => plan(operations)).toThrow(expect.objectContaining({ code: expected }));
    else expect(plan(operations)).toEqual({ attributeOperations: [], memberSteps: expected });
  });

  test.each([
    ['its type', { type: 'Group' }, 'Group'],
    ['its type, rather than its $ref', { type: 'user', $ref: '/Groups/x' }, 'User'],
    ['an absolute $ref', { $ref: 'https://scim.example.com/scim/v2/Groups/x' }, 'Group'],
    ['a relative $ref (Keycloak)', { $ref: 'Users/x' }, 'User'],
    ['a $ref in another letter case', { $ref: '/users/x' }, 'User'],
    ['a $ref that says nothing', { $ref: 'x' }, undefined],
    ['a type that is none (RFC 7643 §4.2 has User and Group)', { type: 'direct' }, undefined],
  ])('what a member is, is learned from %s', (_, given, type) => {
    const member = { value: 'x', ...(type !== undefined && { type }) };
    expect(plan([{ op: 'add', path: 'members', value: [{ value: 'x', ...given }] }]).memberSteps).toEqual(
      change([member]),
    );
  });
});

describe('filters other than by id', () => {
  test.each([
    ['remove', undefined, [{ kind: 'removeWhere' }]],
    ['replace', null, [{ kind: 'removeWhere' }]],
    ['replace', { value: 'g1' }, [{ kind: 'replaceWhere', member: { value: 'g1' }, createsUnmatched: true }]],
    ['add', null, []],
  ])('%s with value %j', (op, value, steps) => {
    const { memberSteps } = plan([{ op, path: 'members[type eq "User"]', value }]);
    expect(memberSteps).toMatchObject(steps);
    for (const step of memberSteps) expect(step).toHaveProperty('filter.kind', 'comparison');
  });

  test.each([
    ['not (type eq "User")', lenient, false],
    ['value eq "a" or type eq "User"', lenient, false],
    ['value eq "a" or value eq "b"', lenient, false],
    ['type eq "User"', strictRfc, false],
    ['value eq "a"', strictRfc, false],
    ['type eq "User" and value eq "a"', lenient, true],
  ])(
    'replace where %s creates a member only if the filter says what it would be, and never by the letter',
    (filter, tolerances, createsUnmatched) => {
      const operation = { op: 'replace', path: `members[${filter}]`, value: { value: 'a' } };
      expect(plan([operation], tolerances).memberSteps).toMatchObject([
        { kind: 'replaceWhere', member: { value: 'a' }, createsUnmatched },
      ]);
    },
  );

  test.each(['value ne "a"', 'display eq "a"', 'value eq "a" and type eq "User"'])(
    'remove where %s is left to the executor',
    filter => {
      expect(plan([{ op: 'remove', path: `members[${filter}]` }]).memberSteps).toMatchObject([{ kind: 'removeWhere' }]);
    },
  );
});

describe('folding', () => {
  const add = (...ids: readonly string[]) => ({ op: 'add', path: 'members', value: ids.map(value => ({ value })) });
  const remove = (id: string) => ({ op: 'remove', path: `members[value eq "${id}"]` });
  const all = (op: string, ...ids: readonly string[]) => ({
    op,
    path: 'members',
    value: ids.map(value => ({ value })),
  });
  const users = { op: 'remove', path: 'members[type eq "User"]' };

  test.each([
    [
      'the last operation on an id wins',
      [add('a', 'b'), remove('a'), add('c'), remove('d'), add('d')],
      change([{ value: 'b' }, { value: 'c' }, { value: 'd' }], ['a']),
    ],
    ['removed twice is removed once', [remove('a'), remove('a')], removes('a')],
    ['a replacement makes what came before void', [add('a'), users, all('replace', 'b')], replaceAll({ value: 'b' })],
    ['a removal of all, too', [add('a'), { op: 'remove', path: 'members' }], replaceAll()],
    [
      'what follows a replacement becomes part of it',
      [all('replace', 'a', 'b'), remove('a'), remove('x'), add('c')],
      replaceAll({ value: 'b' }, { value: 'c' }),
    ],
    [
      'a filter keeps its place',
      [add('a'), users, add('b')],
      [...change([{ value: 'a' }]), expect.objectContaining({ kind: 'removeWhere' }), ...change([{ value: 'b' }])],
    ],
    [
      'a filter after a replacement keeps its place',
      [all('replace', 'a'), users, remove('b')],
      [...replaceAll({ value: 'a' }), expect.objectContaining({ kind: 'removeWhere' }), ...removes('b')],
    ],
  ])('%s', (_, operations, steps) => {
    expect(plan(operations).memberSteps).toEqual(steps);
  });

  test('a step that may fail with noTarget is not made void (RFC 7644 §3.5.2: atomic)', () => {
    const selected = { op: 'replace', path: 'members[value eq "a"]', value: { value: 'b' } };
    expect(plan([selected, all('replace', 'c')], strictRfc).memberSteps).toMatchObject([
      { kind: 'replaceWhere', createsUnmatched: false },
      { kind: 'replaceAll', members: [{ value: 'c' }] },
    ]);
  });

  test('a member given twice is one, with what either gives; the first sub-attributes stay, as they are immutable', () => {
    const value = [{ value: 'a' }, { value: 'a', display: 'A', type: 'User' }, { value: 'a', display: 'B' }];
    expect(plan([{ op: 'add', path: 'members', value }]).memberSteps).toEqual(
      change([{ value: 'a', display: 'A', type: 'User' }]),
    );
  });
});

describe('operations on other attributes', () => {
  test('a rename leaves the members alone, whatever is in its value (Okta, JumpCloud, authentik)', () => {
    const value = { schemas: [GROUP], id: 'g1', displayName: 'Writers', externalId: 'e1' };
    const planned = plan([
      { op: 'replace', value },
      { op: 'Replace', path: 'externalId', value: 'e2' },
    ]);
    expect(planned.memberSteps).toEqual([]);
    expect(attributesAfter(planned)).toEqual({ displayName: 'Writers', externalId: 'e2' });
  });

  test.each([
    ['replace', replaceAll({ value: 'u1' })],
    ['add', change([{ value: 'u1' }])],
  ])('%s without a path parts members from the rest (Okta full push)', (op, steps) => {
    const planned = plan([{ op, value: { id: 'g1', displayName: 'Writers', MEMBERS: [{ value: 'u1' }] } }]);
    expect(planned.memberSteps).toEqual(steps);
    expect(planned.attributeOperations).toEqual([{ op, value: { id: 'g1', displayName: 'Writers' } }]);
  });

  test('members alone leave nothing to do for the rest', () => {
    expect(plan([{ op: 'replace', value: { members: [] } }])).toEqual({
      attributeOperations: [],
      memberSteps: replaceAll(),
    });
  });

  test.each([
    [
      'a qualified key',
      { [`${GROUP}:members`]: [{ value: 'u1' }], displayName: 'Writers' },
      { displayName: 'Writers' },
    ],
    ['a container', { [GROUP]: { members: [{ value: 'u1' }], displayName: 'Writers' } }, { displayName: 'Writers' }],
    [
      'a container in another letter case',
      { [GROUP.toUpperCase()]: { members: [{ value: 'u1' }] } },
      { displayName: 'Poets' },
    ],
  ])('%s is understood', (_, value, attributes) => {
    const planned = plan([{ op: 'add', value }]);
    expect(planned.memberSteps).toEqual(change([{ value: 'u1' }]));
    expect(attributesAfter(planned)).toEqual(attributes);
  });

  test('a key with a filter is understood under dottedKeys', () => {
    const planned = plan([{ op: 'replace', value: { 'members[value eq "a"]': { value: 'b' } } }]);
    expect(planned.memberSteps).toEqual(change([{ value: 'b' }], ['a']));
  });

  test('the URN of the schema as path means its attributes', () => {
    const planned = plan([{ op: 'replace', path: GROUP, value: { members: [], displayName: 'Writers' } }]);
    expect(planned.memberSteps).toEqual(replaceAll());
    expect(attributesAfter(planned)).toEqual({ displayName: 'Writers' });
  });

  test.each([
    ['the removal of the whole schema, as displayName is required', { op: 'remove', path: GROUP }, 'mutability'],
    ['the schema cleared, too', { op: 'replace', path: GROUP, value: null }, 'invalidValue'],
    ['a path-less value that is no object', { op: 'add', value: 'x' }, 'invalidSyntax'],
    ['a read-only attribute', { op: 'replace', path: 'id', value: 'x' }, 'mutability'],
  ])('%s is refused when they are applied', (_, operation, code) => {
    expect(() => attributesAfter(plan([operation]))).toThrow(expect.objectContaining({ code }));
  });

  test('a key that would be a prototype is an unknown key', () => {
    const body: unknown = JSON.parse(
      `{"schemas":["${PATCH_OP}"],"Operations":[{"op":"add","value":{"__proto__":{"displayName":"x"},"members":["a"]}}]}`,
    );
    const planned = planGroupPatch(parsePatchOp(body), lenient);
    expect(attributesAfter(planned)).toEqual({ displayName: 'Poets' });
    expect(planned.memberSteps).toEqual(change([{ value: 'a' }]));
  });

  test('an extension of the Group is no business of the members', () => {
    const urn = 'urn:example:params:scim:schemas:2.0:Team';
    const extension = { ...userResourceType.schema, id: urn };
    const resourceType = { ...groupResourceType, schemaExtensions: [{ schema: extension, required: false }] };
    const operations = parsePatchOp({
      schemas: [PATCH_OP],
      Operations: [{ op: 'replace', path: urn, value: { title: 'x' } }],
    });
    expect(planGroupPatch(operations, lenient, { resourceType }).attributeOperations).toEqual(operations);
  });
});

describe('refuses', () => {
  test.each([
    ['a sub-attribute (item 101)', { op: 'replace', path: 'members[value eq "x"].display', value: 'y' }, 'mutability'],
    ['its removal', { op: 'remove', path: 'members[value eq "x"].value' }, 'mutability'],
    ['a sub-attribute of all', { op: 'add', path: 'members.display', value: 'y' }, 'mutability'],
    ['a sub-attribute of all, as a key', { op: 'add', value: { 'members.display': 'y' } }, 'mutability'],
    [
      'an add that would change the selected member',
      { op: 'add', path: 'members[value eq "x"]', value: { value: 'y' } },
      'mutability',
    ],
    [
      'an add to several selected members',
      { op: 'add', path: 'members[value eq "x" or value eq "y"]', value: { value: 'x' } },
      'mutability',
    ],
    [
      'an add to members selected otherwise',
      { op: 'add', path: 'members[type eq "User"]', value: { value: 'y' } },
      'mutability',
    ],
    ['a member without value', { op: 'add', path: 'members', value: [{ display: 'Ada' }] }, 'invalidValue'],
    ['a member that says nothing', { op: 'add', path: 'members', value: [{ value: 'a' }, {}] }, 'invalidValue'],
    ['a member with an empty value', { op: 'add', path: 'members', value: [{ value: '' }] }, 'invalidValue'],
    ['a member whose value is null', { op: 'remove', path: 'members', value: [{ value: null }] }, 'invalidValue'],
    ['a number for an id', { op: 'add', path: 'members', value: [{ value: 1 }] }, 'invalidValue'],
    ['a number for a member', { op: 'add', path: 'members', value: [1] }, 'invalidSyntax'],
    ['a list for a member', { op: 'add', path: 'members', value: [['a']] }, 'invalidSyntax'],
    ['a number for the members', { op: 'replace', path: 'members', value: 1 }, 'invalidSyntax'],
    [
      'a replacement without value',
      { op: 'replace', path: 'members[value eq "x"]', value: { display: 'y' } },
      'invalidValue',
    ],
    ['an unknown attribute', { op: 'add', path: 'owners', value: [] }, 'invalidPath'],
    ['a filter by an unknown sub-attribute', { op: 'remove', path: 'members[nick eq "x"]' }, 'invalidFilter'],
  ])('%s', (_, operation, code) => {
    expect(() => plan([operation])).toThrow(expect.objectContaining({ code }));
  });

  test.each([
    [
      'removal by value list: RFC 7644 §3.5.2.2 knows none',
      { op: 'remove', path: 'members', value: [{ value: 'a' }] },
      'invalidValue',
    ],
    ['removal by an empty list', { op: 'remove', path: 'members', value: [] }, 'invalidValue'],
    ['a bare id', { op: 'add', path: 'members', value: ['a'] }, 'invalidSyntax'],
    ['a single member', { op: 'add', path: 'members', value: { value: 'a' } }, 'invalidSyntax'],
    ['an empty id', { op: 'add', path: 'members', value: [{ value: '' }] }, 'invalidValue'],
  ])('by the letter, %s', (_, operation, code) => {
    expect(() => plan([operation], strictRfc)).toThrow(expect.objectContaining({ code }));
  });

  test('a resource type without members is a mistake of the caller', () => {
    const operations = parsePatchOp({ schemas: [PATCH_OP], Operations: [{ op: 'add', value: {} }] });
    expect(() => planGroupPatch(operations, lenient, { resourceType: userResourceType })).toThrow(TypeError);
  });
});

describe('size', () => {
  test('more members than maxMembers, all operations together, are 413 saying the number', () => {
    const operations = [
      { op: 'add', path: 'members', value: ['a', 'b'] },
      { op: 'remove', path: 'members[value eq "c"]' },
    ];
    expect(plan(operations, lenient, 3).memberSteps).toHaveLength(1);
    expect(() => plan(operations, lenient, 2)).toThrow(
      expect.objectContaining({ code: 'payloadTooLarge', message: expect.stringContaining('2 members') }),
    );
  });

  test('1,000 operations, and 50,000 members in one, take linear time', () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({ op: 'remove', path: `members[value eq "u${index}"]` }));
    const members = Array.from({ length: 50_000 }, (_, index) => ({ value: `u${index}`, display: 'x' }));
    const started = performance.now();
    expect(plan([...many, { op: 'add', path: 'members', value: members }]).memberSteps).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
