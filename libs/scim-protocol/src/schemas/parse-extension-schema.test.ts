import { describe, expect, test } from 'vitest';
import { toSchemaResource } from '../messages/schema-resource.js';
import { enterpriseUserSchema } from './enterprise-user-schema.js';
import { MAX_EXTENSION_ATTRIBUTES, parseExtensionSchema } from './parse-extension-schema.js';
import { userResourceType } from './resource-types.js';
import { withExtensions } from './with-extensions.js';

const id = 'urn:example:params:scim:schemas:2.0:User';
const parse = (...attributes: readonly unknown[]) => parseExtensionSchema({ id, attributes }).attributes;

describe('parseExtensionSchema (RFC 7643 §7)', () => {
  test('gives every characteristic its default (RFC 7643 §2.2)', () => {
    expect(parseExtensionSchema({ id, attributes: [{ name: 'badge' }] })).toEqual({
      id,
      name: 'User',
      description: '',
      attributes: [
        {
          name: 'badge',
          type: 'string',
          multiValued: false,
          description: '',
          required: false,
          caseExact: false,
          mutability: 'readWrite',
          returned: 'default',
          uniqueness: 'none',
        },
      ],
    });
  });

  test('reads every characteristic, whatever the letter case of names and words', () => {
    const attribute = {
      NAME: 'parts',
      type: 'Complex',
      MULTIVALUED: true,
      description: 'The parts.',
      required: true,
      mutability: 'IMMUTABLE',
      returned: 'Request',
      subAttributes: [
        { name: '$ref', type: 'reference', referenceTypes: ['external'], caseExact: false },
        { name: 'code', caseExact: true, uniqueness: 'Server', canonicalValues: ['A', 'B'] },
        { name: 'count', type: 'INTEGER' },
        { name: 'since', type: 'datetime' },
      ],
    };
    expect(parse(attribute)).toMatchObject([
      {
        name: 'parts',
        type: 'complex',
        multiValued: true,
        description: 'The parts.',
        required: true,
        mutability: 'immutable',
        returned: 'request',
        subAttributes: [
          // RFC 7643 §2.3.7: references are case exact.
          { name: '$ref', type: 'reference', referenceTypes: ['external'], caseExact: true },
          { name: 'code', caseExact: true, uniqueness: 'server', canonicalValues: ['A', 'B'] },
          { name: 'count', type: 'integer' },
          { name: 'since', type: 'dateTime' },
        ],
      },
    ]);
  });

  test('what is writeOnly is never returned', () => {
    expect(parse({ name: 'pin', mutability: 'writeOnly' })).toMatchObject([{ returned: 'never' }]);
    expect(parse({ name: 'pin', mutability: 'writeOnly', returned: 'NEVER' })).toMatchObject([{ returned: 'never' }]);
  });

  test('null and empty lists count as left out', () => {
    const attribute = { name: 'x', type: null, canonicalValues: null, referenceTypes: [], subAttributes: null };
    expect(parse(attribute)).toEqual(parse({ name: 'x' }));
    expect(parse({ ...attribute, subAttributes: [] })).toEqual(parse({ name: 'x' }));
  });

  test('reads what toSchemaResource publishes', () => {
    const document = toSchemaResource({ ...enterpriseUserSchema, id }, 'https://scim.example.com/v2');
    expect(parseExtensionSchema(document)).toEqual({ ...enterpriseUserSchema, id });
  });

  test.each([
    ['a list', []],
    ['nothing', undefined],
  ])('refuses %s with invalidSyntax', (_, document) => {
    expect(() => parseExtensionSchema(document)).toThrow(expect.objectContaining({ code: 'invalidSyntax' }));
  });

  test.each([
    undefined,
    'badge',
    'urn:x',
    'urn:x:',
    'urn:ab:with space',
    'urn:ab:quote"',
    'urn:ab:bracket[',
    `urn:ab:${'a'.repeat(300)}`,
    'http://example.com/schema',
    'urn:ietf:params:scim:schemas:core:2.0:User',
    'URN:IETF:params:scim:api:messages:2.0:PatchOp',
  ])('refuses %j as its id', urn => {
    expect(() => parseExtensionSchema({ id: urn, attributes: [{ name: 'x' }] })).toThrow('"id" must');
  });

  const sub = (...subAttributes: readonly unknown[]) => ({ name: 'x', type: 'complex', subAttributes });

  test.each([
    ['"attributes" must be a list', undefined],
    ['"attributes" must be a list', []],
    ['"attributes" must be a list', { name: 'x' }],
    ['"attributes[1]" must be a JSON object', [{ name: 'x' }, 'y']],
    ['"attributes[1].name" repeats a name', [{ name: 'x' }, { name: 'X' }]],
    ['at most 200 attributes', Array.from({ length: MAX_EXTENSION_ATTRIBUTES + 1 }, (_, n) => ({ name: `x${n}` }))],
    ['"attributes[0].name" must begin with a letter', [{ type: 'string' }]],
    ['"attributes[0].name" must begin with a letter', [{ name: '1x' }]],
    ['"attributes[0].name" must begin with a letter', [{ name: 'a.b' }]],
    ['"attributes[0].name" must begin with a letter', [{ name: '__proto__' }]],
    ['"attributes[0].name" must not be "constructor"', [{ name: 'constructor' }]],
    ['"attributes[0].type" must be one of string, boolean', [{ name: 'x', type: 'text' }]],
    ['"attributes[0].type" must be one of', [{ name: 'x', type: {} }]],
    ['"attributes[0].multiValued" must be true or false', [{ name: 'x', multiValued: 'yes' }]],
    ['"attributes[0].description" must be a text', [{ name: 'x', description: 5 }]],
    ['"attributes[0].description" must be a text', [{ name: 'x', description: 'x'.repeat(1001) }]],
    ['"attributes[0].mutability" must be one of', [{ name: 'x', mutability: 'often' }]],
    ['"attributes[0].returned" must be one of', [{ name: 'x', returned: 'often' }]],
    ['"attributes[0].returned" must be never', [{ name: 'x', mutability: 'writeOnly', returned: 'always' }]],
    ['"attributes[0].required" must be false', [{ name: 'x', returned: 'never', required: true }]],
    ['"attributes[0].uniqueness" must be one of', [{ name: 'x', uniqueness: 'often' }]],
    ['"attributes[0].canonicalValues" must be a list of texts', [{ name: 'x', canonicalValues: 'a' }]],
    ['"attributes[0].referenceTypes" must be a list of texts', [{ name: 'x', referenceTypes: [1] }]],
    ['"attributes[0].subAttributes" must be a list of at least one', [sub()]],
    ['"attributes[0].subAttributes" is only for', [{ name: 'x', subAttributes: [{ name: 'y' }] }]],
    ['"attributes[0].subAttributes" is only for', [{ name: 'x', subAttributes: 'y' }]],
    ['"attributes[0].subAttributes[1].name" repeats', [sub({ name: 'y' }, { name: 'Y' })]],
    ['"attributes[0].subAttributes[0].type" must not be complex', [sub({ name: 'y', type: 'complex' })]],
    ['"attributes[0].subAttributes[0].multiValued" must be false', [sub({ name: 'y', multiValued: true })]],
  ])('refuses with: %s', (detail, attributes) => {
    const read = () => parseExtensionSchema({ id, attributes });
    expect(read).toThrow(expect.objectContaining({ code: 'invalidValue' }));
    expect(read).toThrow(detail);
  });

  test.each([{ name: 5 }, { description: '\ud800' }])('refuses %j of the schema itself', part => {
    expect(() => parseExtensionSchema({ id, attributes: [{ name: 'x' }], ...part })).toThrow('must be a text');
  });
});

describe('withExtensions (RFC 7643 §6)', () => {
  const schema = parseExtensionSchema({ id, attributes: [{ name: 'badge' }] });

  test('adds extensions that are not required, and leaves the resource type alone', () => {
    const extended = withExtensions(userResourceType, [schema]);
    expect(extended.schemaExtensions.map(({ schema: { id: urn }, required }) => [urn, required])).toEqual([
      [enterpriseUserSchema.id, false],
      [id, false],
    ]);
    expect(userResourceType.schemaExtensions).toHaveLength(1);
  });

  test('refuses a URN that is there already, in any letter case', () => {
    expect(() => withExtensions(userResourceType, [schema, { ...schema, id: id.toUpperCase() }])).toThrow('already');
    expect(() => withExtensions(userResourceType, [enterpriseUserSchema])).toThrow(
      expect.objectContaining({ code: 'invalidValue' }),
    );
  });
});
