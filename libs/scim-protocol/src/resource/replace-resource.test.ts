import { describe, expect, test } from 'vitest';
import { stringAttribute } from '../schemas/attribute-builders.js';
import { userResourceType } from '../schemas/resource-types.js';
import { lenient, strictRfc } from '../tolerances.js';
import { replaceResource } from './replace-resource.js';

const USER = userResourceType.schema.id;
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const keeping = { ...lenient, keepsOmittedOnReplace: true };

const ada = {
  userName: 'ada',
  externalId: 'e-1',
  active: false,
  title: 'Countess',
  name: { givenName: 'Ada', familyName: 'Byron' },
  emails: [{ value: 'ada@example.com' }],
  [ENTERPRISE]: { department: 'Maths', manager: { value: 'm-1' } },
};

function replace(body: object, tolerances = lenient): unknown {
  const sent: unknown = JSON.parse(JSON.stringify({ schemas: [USER], userName: 'ada', ...body }));
  return replaceResource(ada, sent, userResourceType, tolerances);
}

describe('replaceResource (RFC 7644 §3.5.1)', () => {
  test('clears what is omitted, except externalId and active', () => {
    expect(replace({}, strictRfc)).toEqual({ userName: 'ada', externalId: 'e-1', active: false });
  });

  test('replaces what is given, sub-attributes included', () => {
    expect(replace({ name: { givenName: 'Augusta' }, externalId: 'e-2', active: true, id: 'other' })).toEqual({
      userName: 'ada',
      externalId: 'e-2',
      active: true,
      name: { givenName: 'Augusta' },
    });
  });

  test('null clears even what survives omission', () => {
    expect(replace({ externalId: null, active: null })).toEqual({ userName: 'ada' });
  });

  test("keeps all that is omitted for JumpCloud's minimal PUT, and clears null, [] and what an extension names", () => {
    const body = { emails: null, phoneNumbers: [], title: 'Lady', [ENTERPRISE]: { department: null } };
    expect(replace(body, keeping)).toEqual({
      userName: 'ada',
      externalId: 'e-1',
      active: false,
      title: 'Lady',
      name: { givenName: 'Ada', familyName: 'Byron' },
      [ENTERPRISE]: { manager: { value: 'm-1' } },
    });
  });

  test('an extension container that is null clears all of it', () => {
    expect(replace({ [ENTERPRISE]: null }, keeping)).not.toHaveProperty([ENTERPRISE]);
  });

  test('requires what is required, unless it survives', () => {
    expect(() => replace({ userName: undefined })).toThrow('"userName" is required.');
    expect(replace({ userName: undefined }, keeping)).toMatchObject({ userName: 'ada' });
  });

  test('keeps an omitted immutable attribute, sets an unset one, and refuses to change one (RFC 7643 §7)', () => {
    const badge = stringAttribute('badge', 'A badge.', { mutability: 'immutable' });
    const schema = { ...userResourceType.schema, attributes: [...userResourceType.schema.attributes, badge] };
    const resourceType = { ...userResourceType, schema };
    const put = (current: object, body: object) =>
      replaceResource(
        { userName: 'ada', ...current },
        { schemas: [USER], userName: 'ada', ...body },
        resourceType,
        strictRfc,
      );
    expect(put({ badge: '1' }, {})).toEqual({ userName: 'ada', badge: '1' });
    expect(put({ badge: '1' }, { badge: '1' })).toEqual({ userName: 'ada', badge: '1' });
    expect(put({}, { badge: '2' })).toEqual({ userName: 'ada', badge: '2' });
    for (const value of ['2', null]) {
      expect(() => put({ badge: '1' }, { badge: value })).toThrow(expect.objectContaining({ code: 'mutability' }));
    }
  });
});
