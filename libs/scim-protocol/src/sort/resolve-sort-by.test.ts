import { describe, expect, test } from 'vitest';
import { parseAttributePath } from '../path/parse-attribute-path.js';
import { groupResourceType, userResourceType } from '../schemas/resource-types.js';
import { resolveSortBy, resolveSortByForTypes } from './resolve-sort-by.js';

const types = [userResourceType, groupResourceType];

describe('resolveSortBy (RFC 7644 §3.4.2.3)', () => {
  test.each([
    ['userName', 'userName', undefined],
    ['NAME.familyname', 'name', 'familyName'],
    ['emails', 'emails', 'value'],
    ['meta.lastModified', 'meta', 'lastModified'],
    ['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager', 'manager', 'value'],
  ])('%s', (sortBy, attribute, subAttribute) => {
    const target = resolveSortBy(parseAttributePath(sortBy), userResourceType);
    expect([target.attribute.name, target.subAttribute?.name]).toEqual([attribute, subAttribute]);
  });

  test.each(['shoeSize', 'password', 'name', 'addresses', 'members'])('%s is refused', sortBy => {
    expect(() => resolveSortBy(parseAttributePath(sortBy), userResourceType)).toThrow(
      expect.objectContaining({ code: 'invalidValue', message: expect.stringContaining(sortBy) }),
    );
  });
});

describe('resolveSortByForTypes (RFC 7644 §3.4.2.1)', () => {
  test('leaves out the types that do not have the attribute', () => {
    expect([...resolveSortByForTypes(parseAttributePath('userName'), types).keys()]).toEqual([userResourceType]);
    expect([...resolveSortByForTypes(parseAttributePath('displayName'), types).keys()]).toEqual(types);
  });

  test.each(['shoeSize', 'password'])('%s is refused, as no type has it', sortBy => {
    expect(() => resolveSortByForTypes(parseAttributePath(sortBy), types)).toThrow(
      expect.objectContaining({ code: 'invalidValue' }),
    );
  });
});
