import { describe, expect, test } from 'vitest';
import { parseProjection } from '../messages/parse-projection.js';
import { stringAttribute } from '../schemas/attribute-builders.js';
import { groupResourceType, userResourceType } from '../schemas/resource-types.js';
import type { ResourceType } from '../schemas/schema.js';
import { projectResource } from './project-resource.js';
import { returnsAttribute } from './returns-attribute.js';
import { toProjector } from './to-projector.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const { schema } = userResourceType;
const badge = {
  ...stringAttribute('badge', 'A badge.'),
  type: 'complex' as const,
  subAttributes: [stringAttribute('no', 'A number.', { returned: 'always' }), stringAttribute('color', 'A color.')],
};
const resourceType: ResourceType = {
  ...userResourceType,
  schema: {
    ...schema,
    attributes: [...schema.attributes, badge, stringAttribute('hint', 'On request.', { returned: 'request' })],
  },
};

const always = { schemas: [schema.id], id: '1' };
const ada = {
  ...always,
  meta: { resourceType: 'User', version: 'W/"1"' },
  userName: 'ada',
  name: { givenName: 'Ada', familyName: 'Byron' },
  emails: [{ value: 'a', type: 'work' }, { value: 'b' }],
  badge: { no: '7', color: 'red' },
  hint: 'pet name',
  password: 'never kept',
  [ENTERPRISE]: { department: 'Maths', manager: { value: 'm', displayName: 'M' } },
};

function project(query: Record<string, string>): unknown {
  return projectResource(ada, resourceType, parseProjection(query));
}

describe('projectResource (RFC 7644 §3.9)', () => {
  test('by default leaves out what is returned on request or never (RFC 7643 §7)', () => {
    const { hint: _, password: __, ...rest } = ada;
    expect(project({})).toEqual(rest);
  });

  test.each([
    ['an attribute', 'userName', { userName: 'ada' }],
    ['any letter case and the URN (RFC 7644 §3.10)', `${schema.id.toUpperCase()}:USERNAME`, { userName: 'ada' }],
    ['a sub-attribute', 'name.familyName', { name: { familyName: 'Byron' } }],
    ['two sub-attributes', 'name.familyName,name.givenName', { name: ada.name }],
    ['an attribute and its part', 'name.familyName,name', { name: ada.name }],
    ['a part and its attribute', 'name,name.familyName', { name: ada.name }],
    ['a sub-attribute of each value', 'emails.type', { emails: [{ type: 'work' }] }],
    ['a sub-attribute that no value has', 'emails.display', {}],
    ['what is returned always within', 'badge.color', { badge: { no: '7', color: 'red' } }],
    ['a part of meta', 'meta.version', { meta: { version: 'W/"1"' } }],
    ['an extension attribute', `${ENTERPRISE}:department`, { [ENTERPRISE]: { department: 'Maths' } }],
    ['an extension sub-attribute', `${ENTERPRISE}:manager.value`, { [ENTERPRISE]: { manager: { value: 'm' } } }],
    ['a whole extension', ENTERPRISE, { [ENTERPRISE]: ada[ENTERPRISE] }],
    ['what is returned on request', 'hint', { hint: 'pet name' }],
    ['what is never returned', 'password', {}],
    ['an unknown name', 'shoeSize', {}],
  ])('attributes: %s', (_, attributes, expected) => {
    expect(project({ attributes })).toEqual({ ...always, ...expected });
  });

  test.each([
    ['an attribute', 'emails', ['emails']],
    ['what is returned always', 'id,schemas', []],
    ['a whole extension', ENTERPRISE, [ENTERPRISE]],
    ['an unknown name', 'shoeSize', []],
  ])('excludedAttributes: %s', (_, excludedAttributes, gone) => {
    const expected = Object.entries(ada).filter(([name]) => ![...gone, 'hint', 'password'].includes(name));
    expect(project({ excludedAttributes })).toEqual(Object.fromEntries(expected));
  });

  test('excludedAttributes: parts, but not those returned always', () => {
    expect(project({ excludedAttributes: 'name.givenName,emails.type,badge.no,hint' })).toMatchObject({
      name: { familyName: 'Byron' },
      emails: [{ value: 'a' }, { value: 'b' }],
      badge: { no: '7', color: 'red' },
    });
    expect(project({ excludedAttributes: 'name.givenName,name.familyName' })).not.toHaveProperty('name');
  });

  test('leaves out what no schema knows', () => {
    expect(projectResource({ ...always, [ENTERPRISE]: 'x', shoeSize: 43 }, resourceType, {})).toEqual(always);
  });
});

describe('toProjector', () => {
  const user = { ...always, userName: 'ada', emails: [{ value: 'a' }], [ENTERPRISE]: { department: 'Maths' } };

  test.each([{}, { excludedAttributes: 'members' }, { attributes: `userName,emails.value,${ENTERPRISE}:department` }])(
    'gives the very same object when nothing is to be removed: %j',
    query => {
      const projected = toProjector(userResourceType, parseProjection(query))(user);
      if ('attributes' in query) expect(projected).toEqual(user);
      else expect(projected).toBe(user);
    },
  );

  test('serves a whole list, each resource on its own', () => {
    const projector = toProjector(userResourceType, parseProjection({ attributes: 'emails.value' }));
    expect([user, { ...always, emails: [{ type: 'work' }] }, always].map(projector)).toEqual([
      { ...always, emails: [{ value: 'a' }] },
      always,
      always,
    ]);
  });
});

describe('returnsAttribute', () => {
  test.each([
    [{}, true],
    [{ excludedAttributes: 'members' }, false],
    [{ excludedAttributes: 'members.display' }, true],
    [{ attributes: 'displayName' }, false],
    [{ attributes: 'members.value' }, true],
  ])('members under %j: %s (Entra ID excludes them)', (query, expected) => {
    expect(returnsAttribute('Members', groupResourceType, parseProjection(query))).toBe(expected);
  });

  test('an unknown attribute is not returned', () => {
    expect(returnsAttribute('shoeSize', groupResourceType, {})).toBe(false);
  });
});
