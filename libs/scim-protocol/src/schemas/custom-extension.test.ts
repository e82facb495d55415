import { describe, expect, test } from 'vitest';
import { evaluateFilter } from '../filter/evaluate-filter.js';
import { parseFilter } from '../filter/parse-filter.js';
import { resolveFilter } from '../filter/resolve-filter.js';
import { parseProjection } from '../messages/parse-projection.js';
import { toResourceTypeResource } from '../messages/resource-type-resource.js';
import { toSchemaResource } from '../messages/schema-resource.js';
import { applyPatch } from '../patch/apply-patch.js';
import { parsePatchOp } from '../patch/parse-patch-op.js';
import { parseResource } from '../resource/parse-resource.js';
import { projectResource } from '../resource/project-resource.js';
import { replaceResource } from '../resource/replace-resource.js';
import type { ScimAttributes } from '../resource/scim-attributes.js';
import { schemasOf } from '../resource/schemas-of.js';
import { uniqueValues } from '../resource/unique-values.js';
import { writtenAttributes } from '../resource/written-attributes.js';
import { lenient, strictRfc } from '../tolerances.js';
import { parseExtensionSchema } from './parse-extension-schema.js';
import { userResourceType } from './resource-types.js';
import { withExtensions } from './with-extensions.js';

const URN = 'urn:example:params:scim:schemas:extension:acme:2.0:User';
const USER = userResourceType.schema.id;
const schema = parseExtensionSchema({
  id: URN,
  name: 'Acme',
  attributes: [
    { name: 'badge', required: true, caseExact: true, uniqueness: 'server' },
    { name: 'hired', mutability: 'immutable', type: 'dateTime' },
    { name: 'score', mutability: 'readOnly', type: 'decimal' },
    { name: 'pin', mutability: 'writeOnly' },
    { name: 'token', returned: 'never' },
    { name: 'note', returned: 'request' },
    { name: 'level', type: 'integer', returned: 'always' },
    { name: 'tags', multiValued: true },
    { name: 'schemas', multiValued: true },
    { name: 'roles', multiValued: true, type: 'complex', subAttributes: [{ name: 'value' }] },
    {
      name: 'desk',
      type: 'complex',
      subAttributes: [
        { name: 'code', mutability: 'immutable' },
        { name: 'floor', type: 'integer', uniqueness: 'global' },
        { name: 'key', returned: 'never' },
        { name: 'hint', returned: 'request' },
        { name: 'seen', mutability: 'readOnly' },
      ],
    },
    { name: 'cards', type: 'complex', multiValued: true, subAttributes: [{ name: 'number', uniqueness: 'server' }] },
  ],
});
const resourceType = withExtensions(userResourceType, [schema]);
const create = (extension: object, tolerances = strictRfc) =>
  parseResource(
    { schemas: [USER, URN], userName: 'ada', [URN]: { badge: 'B7', ...extension } },
    resourceType,
    tolerances,
  );
const put = (current: ScimAttributes, extension: object | null) =>
  replaceResource(current, { schemas: [USER, URN], userName: 'ada', [URN]: extension }, resourceType, lenient);
const patch = (current: ScimAttributes, ...operations: readonly object[]) => {
  const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
  return applyPatch(current, parsePatchOp(body), resourceType, lenient);
};
const user = (extension: object) => ({ userName: 'ada', [URN]: { badge: 'B7', ...extension } });

describe('a custom extension', () => {
  test('is published like any other (RFC 7643 §6, §7), but not what is never returned', () => {
    expect(toResourceTypeResource(resourceType, '')).toMatchObject({
      schemaExtensions: [{}, { schema: URN, required: false }],
    });
    const document = JSON.stringify(toSchemaResource(schema, ''));
    expect(document).toContain('"badge"');
    expect(document).not.toMatch(/"pin"|"token"|"key"/);
  });

  test('is not required, but its required attributes are once it is used (RFC 7643 §3.3)', () => {
    const parse = (body: object) => parseResource({ schemas: [USER], userName: 'ada', ...body }, resourceType, lenient);
    expect(parse({})).toEqual({ userName: 'ada' });
    expect(() => parse({ [URN]: { level: 1 } })).toThrow(`"${URN}:badge" is required.`);
    expect(schemasOf(user({}), resourceType)).toEqual([USER, URN]);
  });

  test('is reached by dotted and bare names, and by its URN in any letter case (Entra ID)', () => {
    const body = { schemas: [USER], userName: 'ada', [`${URN.toUpperCase()}:badge`]: 'B7', level: '3' };
    expect(parseResource(body, resourceType, lenient)).toEqual(user({ level: 3 }));
    expect(patch(user({}), { op: 'add', path: `${URN}:desk.floor`, value: 2 })).toEqual(user({ desk: { floor: 2 } }));
    expect(patch(user({}), { op: 'add', path: URN, value: { level: 1 } })).toEqual(user({ level: 1 }));
  });

  test('types are checked (RFC 7643 §2.3)', () => {
    for (const extension of [{ level: 1.5 }, { hired: '2026-01-01' }, { desk: { floor: 'two' } }]) {
      expect(() => create(extension, lenient)).toThrow(expect.objectContaining({ code: 'invalidValue' }));
    }
    expect(() => create({ desk: 'x' })).toThrow(expect.objectContaining({ code: 'invalidSyntax' }));
  });

  test('an attribute named like one of the base schema is its own', () => {
    const roles = [{ value: '{"value":"x"}' }];
    expect(create({ schemas: ['x'], roles }, lenient)).toEqual(user({ schemas: ['x'], roles }));
    expect(patch(user({}), { op: 'add', path: `${URN}:schemas`, value: ['x'] })).toEqual(user({ schemas: ['x'] }));
  });
});

describe('mutability in a custom extension (RFC 7643 §7)', () => {
  const hired = '2026-01-01T00:00:00Z';

  test('readOnly is ignored in a body and refused by path', () => {
    expect(create({ score: 7, desk: { seen: 'x', floor: 1 } })).toEqual(user({ desk: { floor: 1 } }));
    expect(() => patch(user({}), { op: 'add', path: `${URN}:score`, value: 7 })).toThrow('read-only');
    expect(() => patch(user({}), { op: 'add', path: `${URN}:desk.seen`, value: '7' })).toThrow('read-only');
  });

  test('immutable is set once, by POST, PUT or PATCH', () => {
    expect(create({ hired })).toEqual(user({ hired }));
    expect(put(user({}), { badge: 'B7', hired })).toEqual(user({ hired }));
    expect(patch(user({}), { op: 'add', path: `${URN}:hired`, value: hired })).toEqual(user({ hired }));
  });

  test('immutable stays: omitted it survives, changed it is refused', () => {
    expect(put(user({ hired }), { badge: 'B8' })).toEqual(user({ badge: 'B8', hired }));
    for (const value of ['2027-01-01T00:00:00Z', null]) {
      const mutability = expect.objectContaining({ code: 'mutability' });
      expect(() => put(user({ hired }), { badge: 'B7', hired: value })).toThrow(mutability);
      expect(() => patch(user({ hired }), { op: 'replace', path: `${URN}:hired`, value })).toThrow(mutability);
    }
  });

  test('so does an immutable sub-attribute of a singular complex attribute', () => {
    const before = user({ desk: { code: 'C', floor: 1 } });
    expect(put(before, { badge: 'B7' })).toEqual(before);
    expect(put(before, { badge: 'B7', desk: { code: 'C', floor: 2 } })).toEqual(
      user({ desk: { code: 'C', floor: 2 } }),
    );
    expect(put(user({ desk: { floor: 1 } }), { badge: 'B7', desk: { code: 'C' } })).toEqual(
      user({ desk: { code: 'C' } }),
    );
    expect(put(user({ desk: { floor: 1 } }), { badge: 'B7', desk: null })).toEqual(user({}));
    for (const desk of [{ code: 'D' }, { floor: 2 }, null]) {
      expect(() => put(before, { badge: 'B7', desk })).toThrow(`"${URN}:desk.code" is immutable.`);
    }
    expect(() => patch(before, { op: 'remove', path: `${URN}:desk` })).toThrow('is immutable');
    expect(() => patch(before, { op: 'replace', path: `${URN}:desk.code`, value: 'D' })).toThrow('is immutable');
  });

  test('writeOnly, and what is never returned, is checked and not kept', () => {
    expect(create({ pin: '1234', token: 't', desk: { key: 'k' } })).toEqual(user({}));
    expect(() => create({ pin: 1234 })).toThrow(`"${URN}:pin" takes a string.`);
    expect(() => create({ desk: { key: 5 } })).toThrow('desk.key" takes a string.');
    const before = user({ desk: { floor: 1 } });
    for (const path of ['pin', 'token', 'desk.key']) {
      expect(patch(before, { op: 'add', path: `${URN}:${path}`, value: 'x' })).toBe(before);
    }
    expect(patch(before, { op: 'add', value: { [`${URN}:desk.key`]: 'x' } })).toBe(before);
    expect(
      parseResource(
        { schemas: [USER], userName: 'ada', [`${URN}:badge`]: 'B7', [`${URN}:desk.key`]: 'x' },
        resourceType,
        lenient,
      ),
    ).toEqual(user({}));
  });
});

describe('filters by a custom extension (RFC 7644 §3.4.2.2)', () => {
  const ada = user({ level: 3, tags: ['Red'], note: 'n', desk: { floor: 2, hint: 'h' }, cards: [{ number: 'N1' }] });
  const matches = (filter: string) => evaluateFilter(resolveFilter(parseFilter(filter), resourceType), ada);

  test.each([
    [`${URN}:badge eq "B7"`, true],
    [`${URN}:badge eq "b7"`, false],
    [`${URN}:LEVEL gt 2`, true],
    ['level lt 3', false],
    [`${URN}:tags eq "red"`, true],
    [`${URN}:desk.floor eq 2`, true],
    [`${URN}:cards[number eq "n1"]`, true],
    [`${URN}:note pr`, true],
    [`${URN}:hired pr`, false],
  ])('%s: %s', (filter, expected) => {
    expect(matches(filter)).toBe(expected);
  });

  test.each([`${URN}:pin pr`, `${URN}:token eq "t"`, `${URN}:desk.key pr`, `${URN}:shoe pr`, `${URN}:level co "3"`])(
    '%s is refused',
    filter => {
      expect(() => matches(filter)).toThrow(expect.objectContaining({ code: 'invalidFilter' }));
    },
  );
});

describe('returned in a custom extension (RFC 7643 §7, RFC 7644 §3.9)', () => {
  const always = { schemas: [USER, URN], id: '1' };
  const stored = { ...always, ...user({ level: 3, note: 'n', token: 't', desk: { floor: 2, hint: 'h', key: 'k' } }) };
  const project = (query: Record<string, string>, written?: readonly { attribute: string }[]) =>
    projectResource(stored, resourceType, { ...parseProjection(query), ...(written && { written }) });

  test.each([
    ['by default', {}, { badge: 'B7', level: 3, desk: { floor: 2 } }],
    ['asked for on request', { attributes: `${URN}:note` }, { level: 3, note: 'n' }],
    ['a part on request', { attributes: `${URN}:desk.hint` }, { level: 3, desk: { hint: 'h' } }],
    [
      'an attribute and a part on request',
      { attributes: `${URN}:desk,${URN}:desk.hint` },
      { level: 3, desk: { floor: 2, hint: 'h' } },
    ],
    ['what is never returned, asked for', { attributes: `${URN}:token,${URN}:desk.key` }, { level: 3 }],
    [
      'what is never returned, excluded',
      { excludedAttributes: `${URN}:token,${URN}:desk.key` },
      { badge: 'B7', level: 3, desk: { floor: 2 } },
    ],
    [
      'what is always returned, excluded',
      { excludedAttributes: `${URN}:level,${URN}:badge` },
      { level: 3, desk: { floor: 2 } },
    ],
    [
      'a part of what comes on request only, excluded',
      { excludedAttributes: `${URN}:note,${URN}:desk.floor` },
      { badge: 'B7', level: 3 },
    ],
    ['the whole schema', { attributes: URN }, { badge: 'B7', level: 3, note: 'n', desk: { floor: 2 } }],
  ])('%s', (_, query, extension) => {
    expect(project(query)).toMatchObject(always);
    expect(project(query)[URN]).toEqual(extension);
  });

  test('what a write has changed comes without being asked for, unless attributes says what to return', () => {
    const after = user({ note: 'n', desk: { hint: 'h', floor: 2 }, level: 3 });
    const written = writtenAttributes(user({ desk: { floor: 2 } }), after, resourceType);
    expect(written).toEqual([
      { urn: URN, attribute: 'note' },
      { urn: URN, attribute: 'desk', subAttribute: 'hint' },
    ]);
    expect(writtenAttributes(after, after, resourceType)).toEqual([]);
    expect(writtenAttributes(undefined, user({ note: 'n' }), resourceType)).toHaveLength(1);
    expect(project({}, written)[URN]).toMatchObject({ note: 'n', desk: { floor: 2, hint: 'h' } });
    expect(project({ excludedAttributes: `${URN}:note` }, written)[URN]).not.toHaveProperty('note');
    expect(project({ attributes: 'userName' }, written)[URN]).toEqual({ level: 3 });
  });
});

test('uniqueValues gives what no other resource may have, as it is compared (RFC 7643 §7)', () => {
  const resource = create({ desk: { floor: 2 }, cards: [{ number: 'N1' }, { number: 'N2' }], tags: ['x'] });
  const values = uniqueValues({ ...resource, userName: 'ＡＤＡ' }, resourceType);
  expect(
    values.map(({ target: { attribute, subAttribute }, value }) => [attribute.name, subAttribute?.name, value]),
  ).toEqual([
    ['userName', undefined, 'ada'],
    ['badge', undefined, 'B7'],
    ['desk', 'floor', 2],
    ['cards', 'number', 'n1'],
    ['cards', 'number', 'n2'],
  ]);
  expect(uniqueValues({ userName: 'ada', [URN]: { desk: { hint: 'h' } } }, resourceType)).toHaveLength(1);
});
