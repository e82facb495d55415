import { describe, expect, test } from 'vitest';
import { parseAttributePath } from '../path/parse-attribute-path.js';
import { attributeName } from './attribute-name.js';
import { findAttribute } from './find-attribute.js';
import { resolveAttributePath } from './resolve-attribute-path.js';
import { groupResourceType, userResourceType } from './resource-types.js';
import { userSchema } from './user-schema.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('resolveAttributePath', () => {
  test.each([
    ['a name', 'userName', 'userName'],
    ['a name in any letter case (RFC 7643 §2.1)', 'USERNAME', 'userName'],
    ['a sub-attribute', 'NAME.familyname', 'name.familyName'],
    ['a common attribute (RFC 7643 §3.1)', 'externalid', 'externalId'],
    ['a sub-attribute of meta', 'meta.lastModified', 'meta.lastModified'],
    ['the base URN (RFC 7644 §3.10)', `${USER}:name.givenName`, 'name.givenName'],
    ['the base URN before a common attribute', `${USER}:id`, 'id'],
    ['an extension URN in any letter case', `${ENTERPRISE.toUpperCase()}:Department`, `${ENTERPRISE}:department`],
    ['an extension sub-attribute', `${ENTERPRISE}:manager.value`, `${ENTERPRISE}:manager.value`],
    ["Entra ID's older dot after the URN", `${ENTERPRISE}.department`, `${ENTERPRISE}:department`],
    ['the older dot before a sub-attribute', `${ENTERPRISE}.manager.value`, `${ENTERPRISE}:manager.value`],
    ['an extension attribute without its URN (Entra ID)', 'manager.value', `${ENTERPRISE}:manager.value`],
  ])('finds %s: %s', (_, text, name) => {
    const found = resolveAttributePath(parseAttributePath(text), userResourceType);
    expect(found && attributeName(found)).toBe(name);
  });

  test.each([
    'unknown',
    'name.unknown',
    'userName.value',
    'urn:example:custom:User:userName',
    `${ENTERPRISE}:userName`,
    `${ENTERPRISE}:id`,
    USER,
    `${USER}.unknown`,
  ])('does not find %s', text => {
    expect(resolveAttributePath(parseAttributePath(text), userResourceType)).toBeUndefined();
  });

  test('finds the $ref of members', () => {
    expect(resolveAttributePath(parseAttributePath('members.$REF'), groupResourceType)?.subAttribute?.name).toBe(
      '$ref',
    );
  });

  test('tells the extension from the base schema', () => {
    expect(resolveAttributePath({ attribute: 'department' }, userResourceType)?.extension).toBe(true);
    expect(resolveAttributePath({ attribute: 'id' }, userResourceType)).toMatchObject({
      schema: { id: USER },
      extension: false,
    });
  });
});

describe('findAttribute', () => {
  test('ignores letter case', () => {
    expect(findAttribute(userSchema.attributes, 'nickname')?.name).toBe('nickName');
  });

  test('finds nothing among no attributes, nor a name of Object.prototype', () => {
    expect(findAttribute(undefined, 'value')).toBeUndefined();
    expect(findAttribute(userSchema.attributes, 'constructor')).toBeUndefined();
  });
});
