import {
  applyPatch,
  groupResourceType,
  parseGroup,
  parsePatchOp,
  parseResource,
  planGroupPatch,
  replaceGroup,
  replaceResource,
  userResourceType,
} from '#libs/scim-protocol';
import type { GroupPatchPlan, ScimAttributes } from '#libs/scim-protocol';
import { describe, expect, test } from 'vitest';
import { idpProfileIds } from './idp-profile.js';
import { idpProfile } from './profiles.js';

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

test('an id that is not known is served as generic', () => {
  expect(idpProfile('shibboleth').id).toBe('generic');
});

// Whoever chose the wrong profile for a connection must not notice it in ordinary traffic.
describe.each(idpProfileIds)('under the profile %s', id => {
  const { tolerances } = idpProfile(id);
  const create = (body: object) => parseResource(body, userResourceType, tolerances);
  const put = (current: ScimAttributes, body: object) => replaceResource(current, body, userResourceType, tolerances);
  const operationsOf = (body: object) => parsePatchOp(body, { tolerances });
  const patchOp = (...Operations: readonly object[]) => operationsOf({ schemas: [PATCH_OP], Operations });
  const patch = (current: ScimAttributes, ...operations: readonly object[]) =>
    applyPatch(current, patchOp(...operations), userResourceType, tolerances);
  const plan = (...operations: readonly object[]): GroupPatchPlan => planGroupPatch(patchOp(...operations), tolerances);
  const renamed = ({ attributeOperations }: GroupPatchPlan) =>
    applyPatch({ displayName: 'Sales' }, attributeOperations, groupResourceType, tolerances);
  const bare = { userName: 'kim.lee@example.com' };

  describe('Okta', () => {
    const okta = {
      schemas: [USER],
      userName: 'kim.lee@example.com',
      name: { givenName: 'Kim', familyName: 'Lee' },
      emails: [{ primary: true, value: 'kim.lee@example.com', type: 'work' }],
      displayName: 'Kim Lee',
      locale: 'en-US',
      externalId: '00uexample0000000001',
      groups: [],
      password: 'placeholder-1',
      active: true,
    };
    const { schemas: _, groups: __, password: ___, ...kept } = okta;

    test('a user is created with groups and password left out', () => {
      expect(create(okta)).toEqual(kept);
    });

    test('a PUT that echoes everything changes only what it changes', () => {
      const echo = {
        ...okta,
        id: 'a-1',
        meta: { resourceType: 'User', version: 'W/"1"' },
        groups: [{ value: 'g-1', display: 'Sales' }],
        shoeSize: 43,
        title: 'Engineer',
      };
      expect(put(kept, echo)).toEqual({ ...kept, title: 'Engineer' });
      expect(put(kept, { ...echo, active: false, title: undefined })).toEqual({ ...kept, active: false });
    });

    test.each([
      ['deactivates', { active: false }, { active: false }],
      ['reactivates', { active: true }, { active: true }],
      ['passes on a password, which is not kept', { password: 'placeholder-2' }, {}],
    ])('a PATCH without path %s', (_, value, expected) => {
      expect(patch(kept, { op: 'replace', value })).toEqual({ ...kept, ...expected });
    });

    test('the primary e-mail is changed by a filter, and made when there is none', () => {
      const operation = { op: 'replace', path: 'emails[primary eq true].value', value: 'kim@example.com' };
      const emails = [{ primary: true, value: 'kim@example.com', type: 'work' }];
      expect(patch(kept, operation)).toEqual({ ...kept, emails });
      expect(patch(bare, operation)).toEqual({ ...bare, emails: [{ primary: true, value: 'kim@example.com' }] });
    });

    test('roles and entitlements are granted by PUT', () => {
      const roles = [{ value: 'r-1', display: 'Editor' }];
      const entitlements = [{ value: 'e-1', display: 'Seat', type: 'License' }];
      expect(put(kept, { ...okta, roles, entitlements })).toEqual({ ...kept, roles, entitlements });
    });

    test('a group is created and replaced whole, its displays null', () => {
      const members = [
        { value: 'u-1', display: 'kim@example.com' },
        { value: 'u-2', display: null },
      ];
      const body = { schemas: [GROUP], id: 'g-1', displayName: 'Sales', members };
      const expected = [{ value: 'u-1', display: 'kim@example.com' }, { value: 'u-2' }];
      expect(parseGroup(body, tolerances).members).toEqual(expected);
      expect(replaceGroup({ displayName: 'Old' }, body, tolerances)).toEqual({
        attributes: { displayName: 'Sales' },
        members: expected,
      });
      expect(parseGroup({ ...body, members: [] }, tolerances).members).toEqual([]);
    });

    test('a group is renamed with its id in the value, and keeps its members', () => {
      const planned = plan({ op: 'replace', value: { id: 'g-1', displayName: 'Sales EU' } });
      expect([renamed(planned), planned.memberSteps]).toEqual([{ displayName: 'Sales EU' }, []]);
    });

    test('a delta of members is one step', () => {
      const planned = plan(
        { op: 'remove', path: 'members[value eq "u-1"]' },
        { op: 'remove', path: 'members[value eq "u-2"]' },
        { op: 'add', path: 'members', value: [{ value: 'u-3', display: 'c@example.com' }] },
      );
      expect(planned.memberSteps).toEqual([
        { kind: 'change', add: [{ value: 'u-3', display: 'c@example.com' }], remove: ['u-1', 'u-2'] },
      ]);
    });

    test.each([
      ['with a path', { op: 'replace', path: 'members', value: [{ value: 'u-1' }] }, [{ value: 'u-1' }]],
      ['of an empty group', { op: 'replace', path: 'members', value: [] }, []],
      ['without a path', { op: 'replace', value: { id: 'g-1', displayName: 'Sales', members: [] } }, []],
    ])('a full push %s replaces the members', (_, operation, members) => {
      expect(plan(operation).memberSteps).toEqual([{ kind: 'replaceAll', members }]);
    });
  });

  describe('Entra ID', () => {
    const entra = {
      schemas: [USER, ENTERPRISE],
      externalId: '0a21f0f2-0000-4000-8000-000000000001',
      userName: 'kim.lee@example.com',
      active: true,
      emails: [{ primary: true, type: 'work', value: 'kim.lee@example.com' }],
      meta: { resourceType: 'User' },
      name: { formatted: 'Kim Lee', familyName: 'Lee', givenName: 'Kim' },
      roles: [],
    };

    test('a user is created', () => {
      const { schemas: _, meta: __, roles: ___, ...kept } = entra;
      expect(create(entra)).toEqual(kept);
    });

    test('a user is created with nulls, enterprise names at the top, a misspelled URN and text for booleans', () => {
      const body = {
        ...entra,
        schemas: [USER, 'urn:ietf:params:scim:schemas:extension:enterprise:2.0User'],
        active: 'True',
        phoneNumbers: null,
        title: null,
        manager: null,
        department: 'Sales',
        addresses: [{ type: 'work', country: 'Sierra Leone' }],
        roles: [{ primary: 'True', display: 'Admin', value: 'Admin', type: 'x' }],
      };
      expect(create(body)).toMatchObject({
        active: true,
        addresses: [{ type: 'work', country: 'Sierra Leone' }],
        roles: [{ primary: true, display: 'Admin', value: 'Admin', type: 'x' }],
        [ENTERPRISE]: { department: 'Sales' },
      });
    });

    test("keys in any letter case are understood (Microsoft's reference tests)", () => {
      const body = {
        schemas: [USER],
        UserName: 'kim.lee@example.com',
        emails: [{ Primary: true, Value: 'kim@example.com' }],
        [ENTERPRISE]: { Department: 'Sales', Manager: { Value: 'm-1' } },
      };
      expect(create(body)).toEqual({
        ...bare,
        emails: [{ primary: true, value: 'kim@example.com' }],
        [ENTERPRISE]: { department: 'Sales', manager: { value: 'm-1' } },
      });
    });

    test('several attributes are changed, one operation each (without its flag)', () => {
      const after = patch(
        bare,
        { op: 'Replace', path: 'displayName', value: 'Kim' },
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'kim@example.com' },
        { op: 'Replace', path: 'name.givenName', value: 'Kim' },
        { op: 'Add', path: `${ENTERPRISE}:employeeNumber`, value: '7' },
        { op: 'Add', path: 'nickName', value: 'K' },
      );
      expect(after).toEqual({
        ...bare,
        displayName: 'Kim',
        emails: [{ type: 'work', value: 'kim@example.com' }],
        name: { givenName: 'Kim' },
        nickName: 'K',
        [ENTERPRISE]: { employeeNumber: '7' },
      });
    });

    test.each(['add', 'replace'])('dotted and URN keys stand in one %s without path (with its flag)', op => {
      const value = {
        displayName: 'Kim',
        'name.givenName': 'Kim',
        'name.familyName': 'Lee',
        externalId: 'e-1',
        [`${ENTERPRISE}:employeeNumber`]: '7',
      };
      expect(patch(bare, { op, value })).toEqual({
        ...bare,
        displayName: 'Kim',
        name: { givenName: 'Kim', familyName: 'Lee' },
        externalId: 'e-1',
        [ENTERPRISE]: { employeeNumber: '7' },
      });
    });

    test.each(['Add', 'Replace'])('several %s operations on a missing address make one', op => {
      const parts = ['streetAddress', 'locality', 'region', 'postalCode', 'country'];
      const operations = parts.map(part => ({ op, path: `addresses[type eq "work"].${part}`, value: part }));
      const made = { type: 'work', ...Object.fromEntries(parts.map(part => [part, part])) };
      expect(patch(bare, ...operations)).toEqual({ ...bare, addresses: [made] });
      expect(patch({ ...bare, addresses: [made] }, ...operations)).toEqual({ ...bare, addresses: [made] });
    });

    test.each([
      ['a string', `${ENTERPRISE}:manager`, 'm-1'],
      ['a string under the bare name', 'manager', 'm-1'],
      ['a list with $ref', 'manager', [{ $ref: null, value: 'm-1' }]],
      ['an object', `${ENTERPRISE}:manager`, { value: 'm-1' }],
      ['the older dot after the URN', `${ENTERPRISE}.manager`, 'm-1'],
    ])('a manager is set by %s, and cleared', (_, path, value) => {
      const managed = patch(bare, { op: 'Add', path, value });
      expect(managed).toEqual({ ...bare, [ENTERPRISE]: { manager: { value: 'm-1' } } });
      for (const nothing of ['', { value: '' }, null]) {
        expect(patch(managed, { op: 'replace', path: `${ENTERPRISE}:manager`, value: nothing })).toEqual(bare);
      }
    });

    test.each([
      [
        'SingleAppRoleAssignment by POST',
        [{ primary: true, type: 'x', value: 'Admin' }],
        [{ primary: true, type: 'x', value: 'Admin' }],
      ],
      [
        'AppRoleAssignmentsComplex by POST',
        [{ primary: false, type: 'x', displayName: 'Admin', value: 'Admin' }],
        [{ primary: false, type: 'x', display: 'Admin', value: 'Admin' }],
      ],
      [
        'AppRoleAssignmentsComplex by PATCH',
        [
          { value: '{"id":"1","value":"Admin","displayName":"Admin"}' },
          { value: '{"id":"2","value":"User","displayName":"User"}' },
        ],
        [
          { value: 'Admin', display: 'Admin' },
          { value: 'User', display: 'User' },
        ],
      ],
    ])('roles come as %s', (_, roles, expected) => {
      expect(create({ ...entra, roles })).toMatchObject({ roles: expected });
      expect(patch(bare, { op: 'Add', path: 'roles', value: roles })).toEqual({ ...bare, roles: expected });
    });

    test('the assertive roles replace the whole set, and roles[primary eq "True"] is made', () => {
      const before = { ...bare, roles: [{ value: 'Old' }] };
      const value = [{ primary: false, type: 'x', display: 'User', value: 'User' }];
      expect(patch(before, { op: 'replace', path: 'roles', value })).toEqual({ ...bare, roles: value });
      expect(patch(bare, { op: 'Add', path: 'roles[primary eq "True"].value', value: 'Admin' })).toEqual({
        ...bare,
        roles: [{ primary: true, value: 'Admin' }],
      });
    });

    test.each(['False', 'false', false])('active is switched off by %j', value => {
      expect(patch({ ...bare, active: true }, { op: 'Replace', path: 'active', value })).toEqual({
        ...bare,
        active: false,
      });
    });

    test.each(['', null])("every optional attribute is cleared by %j (Microsoft's null test)", value => {
      const before = create({ ...entra, title: 'x', [ENTERPRISE]: { department: 'y' } });
      const paths = ['title', 'name.givenName', 'emails[type eq "work"].value', 'phoneNumbers[type eq "fax"].value'];
      const operations = [...paths, `${ENTERPRISE}:department`].map(path => ({ op: 'replace', path, value }));
      const singly = patch(before, ...operations);
      expect(singly).toEqual({
        ...bare,
        externalId: entra.externalId,
        active: true,
        name: { formatted: 'Kim Lee', familyName: 'Lee' },
        emails: [{ primary: true, type: 'work' }],
      });
      const verbose = Object.fromEntries(operations.map(({ path }) => [path, value]));
      expect(patch(before, { op: 'replace', value: verbose })).toEqual(singly);
    });

    test('a group is created with its own schema URI and without members', () => {
      const schemas = [GROUP, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'];
      const body = { schemas, externalId: 'e-1', displayName: 'Sales', meta: { resourceType: 'Group' } };
      expect(parseGroup(body, tolerances)).toEqual({
        attributes: { displayName: 'Sales', externalId: 'e-1' },
        members: undefined,
      });
    });

    test.each([
      ['added', { op: 'Add', path: 'members', value: [{ $ref: null, value: 'u-1' }] }, [{ value: 'u-1' }], []],
      ['removed by a list', { op: 'Remove', path: 'members', value: [{ $ref: null, value: 'u-1' }] }, [], ['u-1']],
      ['removed by a filter', { op: 'remove', path: 'members[value eq "u-1"]' }, [], ['u-1']],
    ])('members are %s', (_, operation, add, remove) => {
      expect(plan(operation).memberSteps).toEqual([{ kind: 'change', add, remove }]);
    });

    test('members are added and one removed in a single PATCH (SCIM Validator)', () => {
      const planned = plan(
        { op: 'add', path: 'members', value: [{ value: 'u-1' }] },
        { op: 'remove', path: 'members[value eq "u-1"]' },
      );
      expect(planned.memberSteps).toEqual([{ kind: 'change', add: [], remove: ['u-1'] }]);
    });
  });

  describe('JumpCloud', () => {
    const jumpcloud = {
      schemas: [USER, ENTERPRISE],
      userName: 'kim.lee@example.com',
      externalId: '66e2d6895904500000000001',
      active: true,
      displayName: 'Kim Lee',
      name: { familyName: 'Lee', givenName: 'Kim' },
      emails: [{ primary: true, type: 'work', value: 'kim.lee@example.com' }],
      addresses: [{ country: 'US', locality: 'Boulder', primary: true, type: 'work' }],
      phoneNumbers: [{ primary: true, type: 'work', value: 'tel:+1-555-555-0100' }],
      locale: 'en-US',
      preferredLanguage: 'en-US',
    };
    const { schemas: _, ...kept } = jumpcloud;

    test('a user is created, the enterprise URN listed without its object', () => {
      expect(create(jumpcloud)).toEqual(kept);
    });

    test('a full PUT has its schemas in another order, empty lists and photos without type', () => {
      const body = {
        ...jumpcloud,
        schemas: [ENTERPRISE, USER],
        id: 'another-id',
        addresses: [],
        phoneNumbers: [],
        photos: [{ value: 'https://img.example.com/kim.png' }],
        [ENTERPRISE]: { department: 'Sales' },
      };
      const { addresses: _a, phoneNumbers: _p, ...others } = kept;
      expect(put(kept, body)).toEqual({
        ...others,
        photos: [{ value: 'https://img.example.com/kim.png' }],
        [ENTERPRISE]: { department: 'Sales' },
      });
    });

    test('a minimal PUT with emails null keeps the link and clears the e-mails', () => {
      const { userName, name } = jumpcloud;
      const after = put(kept, { schemas: [USER], id: 'a-1', userName, active: false, emails: null, name });
      expect(after).toMatchObject({ externalId: jumpcloud.externalId, active: false, userName });
      expect(after).not.toHaveProperty('emails');
    });

    test('a group is created without members, renamed, and given a member without schemas', () => {
      expect(parseGroup({ schemas: [GROUP], displayName: 'Sales' }, tolerances).members).toBeUndefined();
      expect(renamed(plan({ op: 'replace', value: { displayName: 'Sales EU' } }))).toEqual({ displayName: 'Sales EU' });
      const operations = operationsOf({ Operations: [{ op: 'add', path: 'members', value: [{ value: 'u-1' }] }] });
      expect(planGroupPatch(operations, tolerances).memberSteps).toHaveLength(1);
    });
  });

  describe('others', () => {
    test('OneLogin: the URN of SCIM 1.1 and e-mails as one object', () => {
      const body = { schemas: ['urn:scim:schemas:core:1.0'], ...bare, emails: { value: 'kim@example.com' } };
      expect(create(body)).toEqual({ ...bare, emails: [{ value: 'kim@example.com' }] });
    });

    test('Ping: two primary e-mails, of which the first stays primary', () => {
      const emails = [
        { value: 'kim@example.com', type: 'work', primary: true },
        { value: 'kim@example.com', type: 'home', primary: true },
      ];
      expect(create({ schemas: [USER], ...bare, emails })).toMatchObject({
        emails: [{ primary: true }, { primary: false }],
      });
    });

    test('Keycloak: e-mails without type, relative $ref, active as text, and a removal of all with value null', () => {
      const body = { schemas: [USER], ...bare, emails: [{ value: 'kim@example.com' }], roles: [] };
      expect(create(body)).toEqual({ ...bare, emails: [{ value: 'kim@example.com' }] });
      expect(patch(bare, { op: 'replace', path: 'active', value: 'true' })).toEqual({ ...bare, active: true });
      const members = [{ value: 'u-1', $ref: 'Users/u-1' }];
      expect(parseGroup({ schemas: [GROUP], displayName: 'Sales', members }, tolerances).members).toEqual([
        { value: 'u-1', type: 'User' },
      ]);
      const planned = plan(
        { op: 'remove', path: 'members', value: null },
        { op: 'replace', path: 'displayName', value: 'Sales EU' },
        { op: 'replace', path: 'externalId', value: 'kc-1' },
      );
      expect([renamed(planned), planned.memberSteps]).toEqual([
        { displayName: 'Sales EU', externalId: 'kc-1' },
        [{ kind: 'replaceAll', members: [] }],
      ]);
    });

    test('authentik: one operation per member, and a rename with schemas and id in the value', () => {
      const planned = plan(
        { op: 'add', path: 'members', value: [{ value: 'u-1' }] },
        { op: 'remove', path: 'members', value: [{ value: 'u-2' }] },
        { op: 'replace', value: { schemas: [GROUP], id: 'g-1', displayName: 'Sales EU', externalId: 'a-1' } },
      );
      expect([renamed(planned), planned.memberSteps]).toEqual([
        { displayName: 'Sales EU', externalId: 'a-1' },
        [{ kind: 'change', add: [{ value: 'u-1' }], remove: ['u-2'] }],
      ]);
    });

    test('SailPoint: a replace of a complex attribute leaves its other parts (RFC 7644 §3.5.2.3)', () => {
      const before = { ...bare, name: { givenName: 'Kim', familyName: 'Lee' } };
      expect(patch(before, { op: 'replace', path: 'name', value: { givenName: 'Kimberly' } })).toEqual({
        ...bare,
        name: { givenName: 'Kimberly', familyName: 'Lee' },
      });
    });

    test('a client by the letter: PATCH with one condition, PUT, and a group by filter (IPSIE)', () => {
      expect(plan({ op: 'remove', path: 'members[value eq "u-1"]' }).memberSteps).toHaveLength(1);
      expect(plan({ op: 'remove', path: 'members' }).memberSteps).toEqual([{ kind: 'replaceAll', members: [] }]);
      expect(patch({ ...bare, title: 'x' }, { op: 'remove', path: 'title' })).toEqual(bare);
    });
  });
});
