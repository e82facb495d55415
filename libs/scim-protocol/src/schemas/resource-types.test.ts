import { describe, expect, test } from 'vitest';
import { listAttributes } from './list-attributes.js';
import { groupResourceType, userResourceType } from './resource-types.js';
import type { Attribute } from './schema.js';

const attributes = [userResourceType, groupResourceType].flatMap(resourceType =>
  listAttributes(resourceType).map(({ attribute }) => attribute),
);
const everything = attributes.flatMap(attribute => [attribute, ...(attribute.subAttributes ?? [])]);

function attributeOf(name: string, subName: string): Attribute | undefined {
  return attributes.find(({ name: known }) => known === name)?.subAttributes?.find(sub => sub.name === subName);
}

describe('the schemas', () => {
  test('the enterprise extension is not required, or no plain user would be valid (RFC 7643 §3.3)', () => {
    expect(userResourceType.schemaExtensions.map(({ required }) => required)).toEqual([false]);
  });

  test('only userName, displayName of a group, schemas and the value of a member are required', () => {
    expect(everything.filter(({ required }) => required).map(({ name }) => name)).toEqual([
      'schemas',
      'userName',
      'schemas',
      'displayName',
      'value',
    ]);
  });

  test('references and binary data are case exact (RFC 7643 §2.3.6, §2.3.7)', () => {
    const types = everything.filter(({ type }) => type === 'reference' || type === 'binary');
    expect(types.filter(({ caseExact }) => !caseExact)).toEqual([]);
  });

  test('ids are case exact wherever they stand (RFC 7643 §3.1)', () => {
    expect(attributes.find(({ name }) => name === 'externalId')?.caseExact).toBe(true);
    expect(attributeOf('groups', 'value')?.caseExact).toBe(true);
    expect(attributeOf('members', 'value')?.caseExact).toBe(true);
    expect(attributeOf('manager', 'value')?.caseExact).toBe(true);
  });

  test('an address can be primary (RFC 7643 §2.4) and a member has a display (RFC 7643 §8.4)', () => {
    expect(attributeOf('addresses', 'primary')?.type).toBe('boolean');
    expect(attributeOf('members', 'display')?.mutability).toBe('immutable');
  });

  test('complex attributes do not nest (RFC 7643 §2.3.8)', () => {
    const subAttributes = attributes.flatMap(attribute => attribute.subAttributes ?? []);
    expect(subAttributes.filter(({ type }) => type === 'complex')).toEqual([]);
  });

  test('every attribute is described', () => {
    expect(everything.filter(({ description }) => !description.endsWith('.'))).toEqual([]);
  });
});
