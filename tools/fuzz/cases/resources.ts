import fc, { type Arbitrary } from 'fast-check';
import { type Attribute, groupResourceType, type ResourceType, userResourceType } from '#libs/scim-protocol';
import { listPaths } from './attribute-paths.ts';
import { type FuzzRequest, withJson } from './case-kind.ts';
import { anyJson, type Json, mutatedJson } from './json-values.ts';
import { groupId, userId } from './placeholders.ts';
import { mostlyOrdinaryText, text } from './text.ts';

const dateTime = fc.oneof(
  fc
    .date({ min: new Date(0), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
    .map(date => date.toISOString()),
  fc.constantFrom('2011-05-13T04:42:34Z', '2011-05-13', '0000-00-00T00:00:00Z', '9999-12-31T23:59:59.999999999+23:59'),
);

/** Values of an attribute: mostly of its type, at times of any. */
function valueOf(attribute: Attribute): Arbitrary<Json> {
  const right = rightValueOf(attribute);
  const listed = attribute.multiValued ? fc.array(right, { maxLength: 3 }) : right;
  return fc.oneof({ weight: 60, arbitrary: listed }, { weight: 1, arbitrary: anyJson });
}

function rightValueOf({ type, name, subAttributes, canonicalValues }: Attribute): Arbitrary<Json> {
  switch (type) {
    case 'complex':
      return objectOf(subAttributes ?? []);
    case 'boolean':
      return fc.oneof(
        { weight: 5, arbitrary: fc.boolean() },
        { weight: 1, arbitrary: fc.constantFrom('True', 'false') },
      );
    case 'integer':
      return fc.integer();
    case 'decimal':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'dateTime':
      return dateTime;
    case 'binary':
      return fc.oneof({ weight: 20, arbitrary: fc.base64String() }, { weight: 1, arbitrary: text });
    case 'string':
    case 'reference':
      if (name === 'value') return fc.oneof(userId, groupId, mostlyOrdinaryText);
      return canonicalValues ? fc.oneof(fc.constantFrom(...canonicalValues), mostlyOrdinaryText) : mostlyOrdinaryText;
  }
}

/** Objects with some of the attributes. */
function objectOf(attributes: readonly Attribute[]): Arbitrary<Record<string, Json>> {
  const members = attributes.map(attribute => [attribute.name, valueOf(attribute)] as const);
  return fc.record(Object.fromEntries(members), { requiredKeys: [] }) as Arbitrary<Record<string, Json>>;
}

/** Whole resources by their schemas, with attributes left out, wrong types and odd texts. */
function resourceOf(
  { schema, schemaExtensions }: ResourceType,
  name: string,
  names: Arbitrary<string>,
): Arbitrary<Json> {
  const extensions = schemaExtensions.map(({ schema: extension }) =>
    fc.option(
      objectOf(extension.attributes).map(value => [extension.id, value] as const),
      { nil: undefined },
    ),
  );
  return fc.tuple(objectOf(schema.attributes), names, fc.tuple(...extensions)).map(([attributes, given, extended]) => {
    const present = extended.filter(extension => extension !== undefined);
    return {
      schemas: [schema.id, ...present.map(([urn]) => urn)],
      ...attributes,
      [name]: given,
      ...Object.fromEntries(present),
    };
  });
}

const userName = fc.oneof(
  { weight: 3, arbitrary: fc.nat(500).map(number => `fuzz${number}@example.com`) },
  { weight: 1, arbitrary: text },
);

export const user: Arbitrary<Json> = mutatedJson(resourceOf(userResourceType, 'userName', userName));
export const group: Arbitrary<Json> = mutatedJson(resourceOf(groupResourceType, 'displayName', text));

/** A path of a resource type and a value that fits it, for a PATCH operation. */
export function pathWithValue(resourceType: ResourceType): Arbitrary<{ path: string; value: Json }> {
  const targets = listPaths(resourceType).map(({ path, attribute }) =>
    valueOf(attribute).map(value => ({ path, value })),
  );
  return fc.oneof(...targets);
}

/** `POST` and `PUT` of users and groups. */
export const resourceRequest: Arbitrary<FuzzRequest> = fc.oneof(
  { weight: 3, arbitrary: user.map(body => withJson('POST', '/Users', body)) },
  { weight: 3, arbitrary: fc.tuple(userId, user).map(([id, body]) => withJson('PUT', `/Users/${id}`, body)) },
  { weight: 2, arbitrary: group.map(body => withJson('POST', '/Groups', body)) },
  { weight: 2, arbitrary: fc.tuple(groupId, group).map(([id, body]) => withJson('PUT', `/Groups/${id}`, body)) },
  { weight: 1, arbitrary: fc.tuple(userId, user).map(([id, body]) => withJson('POST', `/Users/${id}`, body)) },
  {
    weight: 1,
    arbitrary: fc
      .oneof(
        userId.map(id => `/Users/${id}`),
        groupId.map(id => `/Groups/${id}`),
      )
      .map(remove),
  },
);

function remove(path: string): FuzzRequest {
  return { method: 'DELETE', path, headers: {} };
}
