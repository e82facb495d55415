import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AttributeMapping, type Protocol, type Sources, idpProfileIds, protocols } from './attribute-mapping.js';
import type { ScimPath } from './attribute-source.js';
import { defaultAttributeMapping } from './default-attribute-mapping.js';
import { mapAttributes } from './map-attributes.js';
import { type Received, receivedFromSaml } from './received.js';

const SOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const mapped = (protocol: Protocol, idpProfile: (typeof idpProfileIds)[number], received: Received) =>
  mapAttributes(defaultAttributeMapping, protocol, idpProfile, received);

/** A mapping with one target of the vendor's, filled over one protocol. */
function badgeFrom(protocol: Protocol, sources: Sources): AttributeMapping {
  const none = { saml: [], oidc: [], scim: [] };
  return { targets: { badge: { required: true, sources: { ...none, [protocol]: sources }, profiles: {} } } };
}

const kim = {
  login: 'kim@example.com',
  name: 'Kim Lee',
  email: 'kim@example.com',
  groups: ['Sales', 'EU'],
  attributes: {},
};

describe('the default mapping understands', () => {
  test.each([
    ['okta', { email: [kim.email], firstName: ['Kim'], lastName: ['Lee'], groups: kim.groups }],
    ['jumpcloud', { email: [kim.email], firstname: ['Kim'], lastname: ['Lee'], memberOf: kim.groups }],
    ['generic', { mail: [kim.email], givenName: ['Kim'], sn: ['Lee'], memberOf: kim.groups }],
    [
      'generic',
      {
        'urn:oid:0.9.2342.19200300.100.1.3': [kim.email],
        'urn:oid:2.5.4.42': ['Kim'],
        'urn:oid:2.5.4.4': ['Lee'],
        'urn:oid:1.3.6.1.4.1.5923.1.5.1.1': kim.groups,
      },
    ],
  ] as const)('SAML of %s', (idpProfile, attributes) => {
    expect(mapped('saml', idpProfile, { NameID: kim.login, ...attributes })).toMatchObject({
      account: kim,
      missing: [],
    });
  });

  test('SAML of entra-id, whose claim "name" is the login and not the name', () => {
    const received = {
      NameID: 'an-opaque-value',
      [`${SOAP}/name`]: [kim.login],
      [`${SOAP}/givenname`]: ['Kim'],
      [`${SOAP}/surname`]: ['Lee'],
      [`${SOAP}/emailaddress`]: [kim.email],
      'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups': kim.groups,
    };
    expect(mapped('saml', 'entra-id', received)).toMatchObject({ account: kim, missing: [] });
  });

  test.each(idpProfileIds)('OpenID Connect of %s', idpProfile => {
    const received = { sub: '1', preferred_username: kim.login, email: kim.email, name: 'Kim Lee', groups: kim.groups };
    expect(mapped('oidc', idpProfile, received)).toMatchObject({ account: kim, missing: [] });
  });

  test.each(idpProfileIds)('SCIM of %s', idpProfile => {
    const received = {
      userName: kim.login,
      name: { givenName: 'Kim', familyName: 'Lee' },
      emails: [
        { value: 'home@example.com', type: 'home' },
        { value: kim.email, primary: true },
      ],
      groups: [
        { value: 'g-1', display: 'Sales' },
        { value: 'g-2', display: 'EU' },
      ],
    };
    expect(mapped('scim', idpProfile, received)).toMatchObject({ account: kim, missing: [] });
  });
});

describe('mapAttributes', () => {
  test('says what is missing, whether it is required, and what was tried', () => {
    const { account, missing } = mapped('oidc', 'okta', { email: ' ' });
    expect(account).toEqual({ login: null, name: null, email: null, groups: [], attributes: {} });
    expect(missing).toEqual([
      { target: 'login', required: true, triedSources: [{ claim: 'preferred_username' }, { claim: 'email' }] },
      {
        target: 'name',
        required: false,
        triedSources: [{ claim: 'name' }, { join: [{ claim: 'given_name' }, { claim: 'family_name' }] }],
      },
      { target: 'email', required: false, triedSources: [{ claim: 'email' }] },
      { target: 'groups', required: false, triedSources: [{ claim: 'groups' }] },
    ]);
  });

  test('says which source filled what', () => {
    expect(mapped('oidc', 'okta', { email: 'kim@example.com', family_name: 'Lee' }).used).toEqual([
      { target: 'login', source: { claim: 'email' } },
      { target: 'name', source: { join: [{ claim: 'given_name' }, { claim: 'family_name' }] } },
      { target: 'email', source: { claim: 'email' } },
    ]);
  });

  test('takes the first of several values, and of groups each once', () => {
    const { account } = mapped('saml', 'okta', {
      NameID: 'kim',
      email: ['', ' a ', 'b'],
      groups: ['A', ' B', 'A', ''],
    });
    expect(account).toMatchObject({ email: 'a', groups: ['A', 'B'] });
  });

  test('joins the first value of each part that has one', () => {
    const join = [{ claim: 'a' }, { claim: 'b' }, { claim: 'c' }];
    const received = { a: ['Kim', 'Kimberly'], b: ' ', c: 'Lee' };
    expect(mapAttributes(badgeFrom('oidc', [{ join }]), 'oidc', 'okta', received).account.attributes).toEqual({
      badge: 'Kim Lee',
    });
  });

  test.each([
    ['text, trimmed', ' 7 ', '7'],
    ['a number', 7, '7'],
    ['a boolean', false, 'false'],
    ['the first that is not empty', ['', null, {}, 'x'], 'x'],
    ['no empty text', ' \t', undefined],
    ['no object', { value: '7' }, undefined],
    ['no list in a list', [['7']], undefined],
    ['nothing', null, undefined],
    ['no number that is none', Number.NaN, undefined],
  ])('reads %s', (_, value, expected) => {
    const mapping = badgeFrom('oidc', [{ claim: 'badge' }]);
    expect(mapAttributes(mapping, 'oidc', 'okta', { badge: value }).account.attributes['badge']).toBe(expected);
  });

  test('a name that every object has is only a name', () => {
    const mapping = badgeFrom('oidc', [{ claim: 'constructor' }, { claim: '__proto__' }]);
    expect(mapAttributes(mapping, 'oidc', 'okta', {}).missing).toHaveLength(1);
    expect(mapAttributes(mapping, 'oidc', 'okta', JSON.parse('{"__proto__":"7"}')).account.attributes).toEqual({
      badge: '7',
    });
  });

  test('SAML attribute names and claims are told apart by letter case', () => {
    expect(mapAttributes(badgeFrom('saml', [{ attribute: 'badge' }]), 'saml', 'okta', { Badge: '7' }).used).toEqual([]);
  });

  test.each<[string, ScimPath, readonly string[]]>([
    ['a simple attribute, in any letter case', { attribute: 'USERNAME' }, ['kim']],
    ['a sub-attribute', { attribute: 'name', subAttribute: 'familyName' }, ['Lee']],
    ['the value of a complex one', { attribute: 'emails' }, ['a@example.com', 'b@example.com']],
    [
      'the values that are meant',
      { attribute: 'emails', where: { subAttribute: 'type', equals: 'Work' } },
      ['b@example.com'],
    ],
    [
      'a boolean sent as text',
      { attribute: 'emails', where: { subAttribute: 'primary', equals: true } },
      ['b@example.com'],
    ],
    ['an extension', { schema: ENTERPRISE.toUpperCase(), attribute: 'department' }, ['Sales']],
    [
      'the core schema by name',
      { schema: 'urn:ietf:params:scim:schemas:core:2.0:User', attribute: 'userName' },
      ['kim'],
    ],
    ['no sub-attribute of a simple value', { attribute: 'userName', subAttribute: 'value' }, []],
    ['no attribute of another extension', { schema: 'urn:example:x', attribute: 'userName' }, []],
    [
      'nothing of simple values that a condition is put on',
      { attribute: 'tags', where: { subAttribute: 'type', equals: 'x' } },
      [],
    ],
    ['a multi-valued simple attribute', { attribute: 'tags' }, ['x', 'y']],
  ])('finds in a SCIM resource %s', (_, path, values) => {
    const resource = {
      userName: 'kim',
      name: { familyName: 'Lee' },
      emails: [
        { value: 'a@example.com', type: 'home' },
        { value: 'b@example.com', type: 'work', primary: 'True' },
      ],
      tags: ['x', 'y'],
      [ENTERPRISE]: { department: 'Sales' },
    };
    const targets = { groups: { required: false, sources: { saml: [], oidc: [], scim: [{ path }] }, profiles: {} } };
    expect(mapAttributes({ targets }, 'scim', 'okta', resource).account.groups).toEqual(values);
  });
});

describe('receivedFromSaml', () => {
  test('a FriendlyName is read where no attribute has that Name (SAML core §2.7.3.1)', () => {
    const attributes = [
      { name: 'urn:oid:1', friendlyName: 'mail', values: ['friendly@example.com'] },
      { name: 'urn:oid:2', friendlyName: 'sn', values: ['Lee'] },
      { name: 'mail', values: ['named@example.com'] },
    ];
    expect(receivedFromSaml('kim', attributes)).toEqual({
      NameID: ['kim'],
      'urn:oid:1': ['friendly@example.com'],
      'urn:oid:2': ['Lee'],
      mail: ['named@example.com'],
      sn: ['Lee'],
    });
  });

  test('elements that repeat a Name are one attribute (Keycloak)', () => {
    const groups = ['A', 'B'].map(group => ({ name: 'groups', values: [group] }));
    expect(receivedFromSaml(undefined, groups)).toEqual({ groups: ['A', 'B'] });
  });

  test('an attribute does not pass for the NameID', () => {
    const forged = [
      { name: 'NameID', values: ['admin'] },
      { name: 'x', friendlyName: 'NameID', values: ['admin'] },
    ];
    expect(receivedFromSaml(undefined, forged)).toEqual({ x: ['admin'] });
    expect(receivedFromSaml('kim', forged)).toEqual({ x: ['admin'], NameID: ['kim'] });
  });
});

describe('whatever is sent', () => {
  const anything = fc.oneof(
    fc.anything(),
    fc.dictionary(
      fc.constantFrom('email', 'userName', 'emails', 'name', 'groups', 'NameID', '__proto__'),
      fc.anything(),
    ),
  );
  const how = [fc.constantFrom(...protocols), fc.constantFrom(...idpProfileIds)] as const;

  test('nothing is thrown, and every target is either used or missing', () => {
    fc.assert(
      fc.property(...how, anything, (protocol, idpProfile, received) => {
        const { account, missing, used } = mapped(protocol, idpProfile, received);
        expect([...missing, ...used].map(({ target }) => target).toSorted()).toEqual([
          'email',
          'groups',
          'login',
          'name',
        ]);
        for (const { target } of missing) expect(account).toHaveProperty(target, target === 'groups' ? [] : null);
        for (const value of [account.login, account.name, account.email, ...account.groups]) {
          expect(value === null || (value !== '' && value.trim() === value)).toBe(true);
        }
      }),
    );
  });

  test('the first source in the order that has a value is the one used', () => {
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 });
    const values = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constantFrom('', ' ', 'x', 'y'));
    fc.assert(
      fc.property(names, values, (order, received) => {
        const mapping = badgeFrom(
          'oidc',
          order.map(claim => ({ claim })),
        );
        const first = order.find(claim => received[claim]?.trim());
        const { account, used } = mapAttributes(mapping, 'oidc', 'generic', received);
        expect(used).toEqual(first === undefined ? [] : [{ target: 'badge', source: { claim: first } }]);
        expect(account.attributes['badge']).toBe(first === undefined ? undefined : received[first]);
      }),
    );
  });
});
