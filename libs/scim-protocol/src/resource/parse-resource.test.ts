import { describe, expect, test } from 'vitest';
import { booleanAttribute, stringAttribute } from '../schemas/attribute-builders.js';
import { groupResourceType, userResourceType } from '../schemas/resource-types.js';
import type { AttributeType, ResourceType } from '../schemas/schema.js';
import { lenient, strictRfc } from '../tolerances.js';
import { parseReplacement } from './parse-replacement.js';
import { parseResource } from './parse-resource.js';

const USER = userResourceType.schema.id;
const GROUP = groupResourceType.schema.id;
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

function parseUser(body: object, tolerances = lenient): unknown {
  return parseResource({ schemas: [USER], userName: 'ada', ...body }, userResourceType, tolerances);
}

function withAttributes(...attributes: ResourceType['schema']['attributes']): ResourceType {
  return { ...userResourceType, schema: { ...userResourceType.schema, attributes } };
}

describe('parseResource', () => {
  test('gives attributes their canonical spelling and leaves strings as they are (RFC 7643 §2.1)', () => {
    const body = {
      SCHEMAS: [USER],
      USERNAME: ' Ada ',
      name: { FAMILYNAME: 'BYRON' },
      Emails: [{ VALUE: 'A@b.example', Type: 'Work' }],
    };
    expect(parseResource(body, userResourceType, strictRfc)).toEqual({
      userName: ' Ada ',
      name: { familyName: 'BYRON' },
      emails: [{ value: 'A@b.example', type: 'Work' }],
    });
  });

  test('drops what the client does not own: id, meta, groups, schemas (RFC 7644 §3.3)', () => {
    const body = { id: '1', meta: { resourceType: 'User' }, groups: [{ value: 'g' }], externalId: 'e' };
    expect(parseUser(body, strictRfc)).toEqual({ userName: 'ada', externalId: 'e' });
  });

  test('drops unknown attributes and sub-attributes, and a manager.displayName, which is read-only', () => {
    const body = {
      shoeSize: 43,
      name: { nick: 'A' },
      constructor: 'x',
      [ENTERPRISE]: { manager: { value: 'm', displayName: 'M' }, badge: 1 },
    };
    expect(parseUser(body)).toEqual({ userName: 'ada', [ENTERPRISE]: { manager: { value: 'm' } } });
  });

  test('takes a password and keeps none (RFC 7643 §9.2)', () => {
    expect(parseUser({ password: 'correct horse' }, strictRfc)).toEqual({ userName: 'ada' });
    expect(() => parseUser({ password: 5 })).toThrow('"password" takes a string.');
  });

  test.each([null, [], [null], [{}], [{ unknown: 1 }]])('%j is unassigned (RFC 7643 §2.5)', emails => {
    expect(parseUser({ emails, title: null, name: {} }, strictRfc)).toEqual({ userName: 'ada' });
  });

  test('an empty string is a value by the RFC, and none for Entra ID', () => {
    expect(parseUser({ title: '' }, strictRfc)).toEqual({ userName: 'ada', title: '' });
    expect(parseUser({ title: '', emails: '' })).toEqual({ userName: 'ada' });
  });

  test('an extension container that is null is empty', () => {
    expect(parseUser({ [ENTERPRISE]: null })).toEqual({ userName: 'ada' });
    expect(parseUser({ [ENTERPRISE]: '' })).toEqual({ userName: 'ada' });
  });

  test('the extension URN need not be listed, and may be spelled in any letter case', () => {
    expect(parseUser({ [ENTERPRISE.toUpperCase()]: { department: 'Maths' } })).toEqual({
      userName: 'ada',
      [ENTERPRISE]: { department: 'Maths' },
    });
  });

  test('of two spellings of one attribute the last counts, also when it clears', () => {
    expect(parseUser({ title: 'a', TITLE: 'b' })).toEqual({ userName: 'ada', title: 'b' });
    expect(parseUser({ title: 'a', TITLE: null })).toEqual({ userName: 'ada' });
    const dotted = { [`${ENTERPRISE}:department`]: null };
    expect(parseUser({ [ENTERPRISE]: { department: 'Maths' }, ...dotted })).toEqual({ userName: 'ada' });
    expect(parseUser({ [ENTERPRISE]: { department: 'Maths', division: 'A' }, ...dotted })).toEqual({
      userName: 'ada',
      [ENTERPRISE]: { division: 'A' },
    });
  });

  test('two values with the same type and value are one (RFC 7643 §2.4)', () => {
    const emails = [
      { value: 'a@b.example' },
      { value: 'A@B.example', display: 'A' },
      { value: 'a@b.example', type: 'home' },
    ];
    expect(parseUser({ emails })).toMatchObject({
      emails: [
        { value: 'A@B.example', display: 'A' },
        { value: 'a@b.example', type: 'home' },
      ],
    });
  });

  test('a value given twice is primary when either is', () => {
    const twice = (...primaries: readonly boolean[]) => ({
      emails: primaries.map(primary => ({ value: 'a@b.example', primary })),
    });
    for (const body of [twice(true, false), twice(false, true)]) {
      expect(parseUser(body, strictRfc)).toMatchObject({ emails: [{ value: 'a@b.example', primary: true }] });
    }
  });

  test('two addresses are one when all is the same', () => {
    const addresses = [{ locality: 'Paris', type: 'work' }, { type: 'work', locality: 'Paris' }, { type: 'work' }];
    expect(parseUser({ addresses })).toMatchObject({
      addresses: [{ locality: 'Paris', type: 'work' }, { type: 'work' }],
    });
  });

  test('a member is known by its value alone', () => {
    const members = [
      { value: 'u1' },
      { value: 'u1', type: 'User' },
      { value: 'U1', display: null },
      { value: 'u1', type: 'Group' },
    ];
    const body = { schemas: [GROUP], displayName: 'G', members };
    expect(parseResource(body, groupResourceType, strictRfc)).toEqual({
      displayName: 'G',
      members: [{ value: 'u1', type: 'User' }, { value: 'U1' }],
    });
  });

  test("strings are the values of a multi-valued complex attribute (Microsoft's reference tests), except by the letter", () => {
    const body = { schemas: [GROUP], displayName: 'G', members: ['u1', { value: 'u2' }, 'u1'] };
    expect(parseResource(body, groupResourceType, lenient)).toMatchObject({
      members: [{ value: 'u1' }, { value: 'u2' }],
    });
    expect(() => parseResource(body, groupResourceType, strictRfc)).toThrow(
      expect.objectContaining({ code: 'invalidSyntax' }),
    );
  });

  describe('refuses with invalidSyntax', () => {
    test.each([
      ['a body that is no object', [], userResourceType],
      ['null', null, userResourceType],
      ['a body without schemas (RFC 7643 §3)', { userName: 'ada' }, userResourceType],
      ['schemas that are no list', { schemas: USER, userName: 'ada' }, userResourceType],
      ['empty schemas', { schemas: [], userName: 'ada' }, userResourceType],
      ['schemas that are no strings', { schemas: [1], userName: 'ada' }, userResourceType],
      ['a string for a complex attribute', { schemas: [USER], userName: 'ada', name: 'Ada' }, userResourceType],
      ['an object for a string', { schemas: [USER], userName: {} }, userResourceType],
      ['a list for a string', { schemas: [USER], userName: ['ada'] }, userResourceType],
      ['numbers for complex values', { schemas: [GROUP], displayName: 'G', members: [1] }, groupResourceType],
      ['a list for a container', { schemas: [USER], userName: 'ada', [ENTERPRISE]: [] }, userResourceType],
      ['a second spelling of schemas', { schemas: [USER], Schemas: [USER], userName: 'ada' }, userResourceType],
    ] as const)('%s', (_, body, resourceType) => {
      expect(() => parseResource(body, resourceType, lenient)).toThrow(
        expect.objectContaining({ code: 'invalidSyntax' }),
      );
    });
  });

  describe('refuses with invalidValue, naming the attribute', () => {
    test.each([
      ['a number for a string', { title: 5 }, '"title"'],
      ['a string for a boolean', { active: 'yes' }, '"active"'],
      ['a number in a sub-attribute', { name: { givenName: 5 } }, '"name.givenName"'],
      ['a wrong type in an extension', { [ENTERPRISE]: { department: true } }, `"${ENTERPRISE}:department"`],
      [
        'what is not base64 (RFC 7643 §2.3.6)',
        { x509Certificates: [{ value: 'no base64!' }] },
        '"x509Certificates.value"',
      ],
      ['a lone surrogate', { title: '\ud800' }, '"title" takes a string without lone surrogates'],
      ['U+0000', { title: 'a\0b' }, '"title" takes a string without lone surrogates, U+0000'],
      ['marks without end', { title: `a${'\u0301'.repeat(31)}` }, 'more than 30 combining marks in a row'],
      [
        'more values than anybody has',
        { emails: Array.from({ length: 251 }, (_, n) => ({ value: `a${n}@example.com` })) },
        '"emails" may have at most 250 values',
      ],
      ['no userName (RFC 7643 §4.1.1)', { userName: null }, '"userName" is required'],
      ['an empty userName', { userName: '' }, '"userName" is required'],
    ])('%s', (_, body, detail) => {
      expect(() => parseUser(body)).toThrow(expect.objectContaining({ code: 'invalidValue' }));
      expect(() => parseUser(body)).toThrow(detail);
    });

    test('a group without displayName (RFC 7643 §4.2)', () => {
      expect(() => parseResource({ schemas: [GROUP] }, groupResourceType, lenient)).toThrow(
        '"displayName" is required',
      );
    });

    test('a member without value', () => {
      const body = { schemas: [GROUP], displayName: 'G', members: [{ type: 'User' }] };
      expect(() => parseResource(body, groupResourceType, lenient)).toThrow('"members.value" is required');
    });

    test('an empty userName by the letter of the RFC too', () => {
      expect(() => parseUser({ userName: '' }, strictRfc)).toThrow('"userName" is required');
    });
  });

  test.each(['', 'QUI=', 'QUI', 'QQ==', 'QQ', 'QUJD'])('base64 may omit its padding: %j (RFC 7643 §2.3.6)', value => {
    expect(parseUser({ x509Certificates: [{ value, type: 'x' }] }, strictRfc)).toMatchObject({
      x509Certificates: [{ value }],
    });
  });

  test.each([
    ['integer', 5, 5.5],
    ['decimal', 5.5, '5.5'],
    ['dateTime', '2026-01-01T00:00:00Z', '2026-01-01'],
  ] as const)('an attribute of type %s takes %j and not %j (RFC 7643 §2.3)', (type: AttributeType, good, bad) => {
    const resourceType = withAttributes({ ...stringAttribute('x', 'X.'), type });
    const parse = (x: unknown) => parseResource({ schemas: [USER], x }, resourceType, strictRfc);
    expect(parse(good)).toEqual({ x: good });
    expect(() => parse(bad)).toThrow(`"x" takes a ${type}.`);
  });

  test('simple multi-valued attributes are lists of values', () => {
    const resourceType = withAttributes(stringAttribute('tags', 'Labels.', { multiValued: true }));
    expect(parseResource({ schemas: [USER], tags: ['a', 'A', 'b', null] }, resourceType, strictRfc)).toEqual({
      tags: ['a', 'b'],
    });
  });

  test('complex attributes without value or type are told apart by their content', () => {
    const things = { ...stringAttribute('things', 'Things.', { multiValued: true }), type: 'complex' as const };
    const resourceType = withAttributes({
      ...things,
      subAttributes: [stringAttribute('value', 'V.'), booleanAttribute('on', 'On.')],
    });
    expect(
      parseResource({ schemas: [USER], things: [{ value: 'a' }, { value: 'a', on: true }] }, resourceType, strictRfc),
    ).toEqual({
      things: [{ value: 'a', on: true }],
    });
  });

  test('a required extension and its required attributes must be there (RFC 7643 §3.3)', () => {
    const extension = {
      id: 'urn:example:badge',
      name: 'Badge',
      description: 'A badge.',
      attributes: [stringAttribute('no', 'N.', { required: true }), stringAttribute('color', 'C.')],
    };
    const resourceType = { ...userResourceType, schemaExtensions: [{ schema: extension, required: true }] };
    const parse = (body: object) =>
      parseResource({ schemas: [USER, extension.id], userName: 'ada', ...body }, resourceType, strictRfc);
    expect(() => parse({})).toThrow('"urn:example:badge" is required.');
    expect(() => parse({ 'urn:example:badge': { color: 'red' } })).toThrow('"urn:example:badge:no" is required.');
    const optional = { ...userResourceType, schemaExtensions: [{ schema: extension, required: false }] };
    expect(parseResource({ schemas: [USER], userName: 'ada' }, optional, strictRfc)).toEqual({ userName: 'ada' });
    expect(parse({ 'urn:example:badge': { no: '1' } })).toEqual({ userName: 'ada', 'urn:example:badge': { no: '1' } });
  });
});

describe('schemas by the letter of RFC 7643 §3', () => {
  test.each([
    ['a URN that is unknown', [USER, 'urn:example:other'], {}, 'is unknown here'],
    ['a URN that is repeated', [USER, USER.toUpperCase()], {}, 'names a schema twice'],
    ['the base URN missing', [ENTERPRISE], {}, `must name "${USER}"`],
    ['a used extension that is not listed', [USER], { [ENTERPRISE]: { department: 'x' } }, `must name "${ENTERPRISE}"`],
  ])('refuses %s', (_, schemas, body, detail) => {
    expect(() => parseUser({ schemas, ...body }, strictRfc)).toThrow(detail);
    expect(parseUser({ schemas, ...body }, lenient)).toMatchObject({ userName: 'ada' });
  });

  test('takes them in any order', () => {
    expect(parseUser({ schemas: [ENTERPRISE, USER] }, strictRfc)).toEqual({ userName: 'ada' });
  });
});

describe('each tolerance', () => {
  test.each([
    ['booleanStrings', { active: 'True' }, { active: true }],
    ['booleanStrings', { emails: [{ value: 'a', primary: 'FALSE' }] }, { emails: [{ value: 'a', primary: false }] }],
    ['singleObjectAsArray', { emails: { value: 'a@b.example' } }, { emails: [{ value: 'a@b.example' }] }],
    ['managerAsString', { [ENTERPRISE]: { manager: 'm-1' } }, { [ENTERPRISE]: { manager: { value: 'm-1' } } }],
    [
      'managerAsString',
      { [ENTERPRISE]: { manager: [{ value: 'm-1' }] } },
      { [ENTERPRISE]: { manager: { value: 'm-1' } } },
    ],
    ['managerAsString', { [ENTERPRISE]: { manager: [] } }, {}],
    [
      'keepsFirstPrimary',
      {
        emails: [
          { value: 'a', primary: true },
          { value: 'b', primary: true },
        ],
      },
      {
        emails: [
          { value: 'a', primary: true },
          { value: 'b', primary: false },
        ],
      },
    ],
    ['bareValues', { roles: ['Admin', null] }, { roles: [{ value: 'Admin' }] }],
    ['looseFormats', { addresses: [{ country: 'Sierra Leone' }] }, { addresses: [{ country: 'Sierra Leone' }] }],
    ['looseFormats', { profileUrl: 'ask <Ada>' }, { profileUrl: 'ask <Ada>' }],
    ['looseFormats', { photos: [{ value: 'é.png' }] }, { photos: [{ value: 'é.png' }] }],
  ] as const)('%s takes %j', (name, body, expected) => {
    const only = { ...strictRfc, looseSchemas: true, [name]: true };
    expect(parseUser(body, only)).toEqual({ userName: 'ada', ...expected });
    expect(() => parseUser(body, { ...lenient, [name]: false })).toThrow(expect.objectContaining({ status: 400 }));
  });

  test.each([
    ['bareExtensionAttributes', { department: 'Maths', manager: null }, { [ENTERPRISE]: { department: 'Maths' } }],
    [
      'dottedKeys',
      { 'name.givenName': 'Ada', 'name.familyName': 'Byron' },
      { name: { givenName: 'Ada', familyName: 'Byron' } },
    ],
    ['dottedKeys', { [`${ENTERPRISE}:department`]: 'Maths' }, { [ENTERPRISE]: { department: 'Maths' } }],
    ['dottedKeys', { [ENTERPRISE]: { 'manager.value': 'm-1' } }, { [ENTERPRISE]: { manager: { value: 'm-1' } } }],
    ['emptyStringClears', { [ENTERPRISE]: { manager: { value: '' } } }, {}],
  ] as const)('%s reads %j; without it the RFC reading holds', (name, body, expected) => {
    expect(parseUser(body, { ...strictRfc, looseSchemas: true, [name]: true })).toEqual({
      userName: 'ada',
      ...expected,
    });
    expect(parseUser(body, { ...lenient, [name]: false })).not.toEqual({ userName: 'ada', ...expected });
  });

  test.each(['True', '7'])('%j stays text in a string attribute', displayName => {
    expect(parseUser({ displayName })).toEqual({ userName: 'ada', displayName });
  });

  test.each([
    ['integer', '7', 7],
    ['integer', '-7', -7],
    ['decimal', '7.5e1', 75],
    ['integer', '7.5', undefined],
    ['integer', '07', undefined],
    ['integer', ' 7', undefined],
    ['decimal', '1e999', undefined],
    ['decimal', 'NaN', undefined],
    ['boolean', '1', undefined],
  ] as const)('numericStrings reads an attribute of type %s given as %j as %j', (type, x, expected) => {
    const resourceType = withAttributes({ ...stringAttribute('x', 'X.'), type });
    const parse = (tolerances: typeof lenient) => parseResource({ schemas: [USER], x }, resourceType, tolerances);
    if (expected === undefined) expect(() => parse(lenient)).toThrow(expect.objectContaining({ code: 'invalidValue' }));
    else expect(parse(lenient)).toEqual({ x: expected });
    expect(() => parse(strictRfc)).toThrow(expect.objectContaining({ code: 'invalidValue' }));
  });

  test('a dotted key of a multi-valued attribute says nothing, nor does a malformed one or one that clears', () => {
    const body = { 'emails.value': 'x', 'a b': 1, 'urn:x': 2, 'name.givenName': null, [ENTERPRISE]: { 'a b': 1 } };
    expect(parseUser(body)).toEqual({ userName: 'ada' });
  });

  test('more than one manager is too many', () => {
    expect(() => parseUser({ [ENTERPRISE]: { manager: [{ value: 'a' }, { value: 'b' }] } })).toThrow('takes an object');
    expect(() => parseUser({ [ENTERPRISE]: { manager: 5 } })).toThrow('takes an object');
    expect(() => parseUser({ name: 'Ada' })).toThrow('"name" takes an object.');
  });

  test.each([
    [
      'a JSON object in the value',
      [{ value: '{"id":"1","value":"Admin","displayName":"Administrator"}' }],
      [{ value: 'Admin', display: 'Administrator' }],
    ],
    [
      'displayName for display',
      [{ value: 'Admin', displayName: 'Administrator' }],
      [{ value: 'Admin', display: 'Administrator' }],
    ],
    ['display before displayName', [{ value: 'a', display: 'b', displayName: 'c' }], [{ value: 'a', display: 'b' }]],
    ['text that only looks like JSON', [{ value: '{Admin}' }], [{ value: '{Admin}' }]],
    ['a JSON list', [{ value: '["Admin"]' }], [{ value: '["Admin"]' }]],
    ['plain roles', [{ value: 'Admin', primary: 'True' }], [{ value: 'Admin', primary: true }]],
    ['no value', [{ type: 'x' }], [{ type: 'x' }]],
  ])('rolesAsJsonString takes %s (Entra ID)', (_, roles, expected) => {
    expect(parseUser({ roles })).toEqual({ userName: 'ada', roles: expected });
  });

  test('without rolesAsJsonString a role is what it says', () => {
    const roles = [{ value: '{"value":"Admin"}' }];
    expect(parseUser({ roles }, strictRfc)).toEqual({ userName: 'ada', roles });
  });

  test.each([
    { profileUrl: 'https://example.com/~ada?q=1#x' },
    { profileUrl: '../Users/1' },
    { photos: [{ value: 'data:image/png;base64,QUI=' }] },
    { addresses: [{ country: 'sl' }] },
    // RFC 7643 §4.1 recommends forms for these, but demands none.
    { locale: 'en_US', timezone: 'Mars', phoneNumbers: [{ value: 'ask' }], emails: [{ value: 'no @' }] },
  ])('the letter of RFC 7643 allows %j', body => {
    expect(parseUser(body, strictRfc)).toEqual({ userName: 'ada', ...body });
  });

  test('two primary values are refused by the letter of RFC 7643 §2.4', () => {
    const emails = [
      { value: 'a', primary: true },
      { value: 'b', primary: true },
    ];
    expect(() => parseUser({ emails }, strictRfc)).toThrow('"emails" has more than one value marked primary.');
  });
});

test('parseReplacement tells what is cleared from what is omitted (RFC 7644 §3.5.1)', () => {
  const body = { schemas: [USER], userName: 'ada', emails: null, phoneNumbers: [], [ENTERPRISE]: { department: null } };
  const { given, cleared } = parseReplacement(body, userResourceType, lenient);
  expect(given).toEqual({ userName: 'ada' });
  expect(cleared.map(({ attribute }) => attribute.name)).toEqual(['emails', 'phoneNumbers', 'department']);
});
