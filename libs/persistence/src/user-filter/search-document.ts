import {
  type Attribute,
  comparableValue,
  type ScimAttributes,
  type ScimObject,
  type ScimValue,
  userResourceType,
} from '#libs/scim-protocol';

/** A JSON value in the form in which filters compare it. */
type SearchValue = string | number | boolean | readonly SearchValue[] | { readonly [name: string]: SearchValue };

const coreAttributes = byName(userResourceType.schema.attributes);
const extensions = new Map(
  userResourceType.schemaExtensions.map(({ schema }) => [schema.id, byName(schema.attributes)]),
);

/**
 * A resource with every value in the form in which filters compare it (RFC 7644 §3.4.2.2: by the attribute's caseExact
 * and type). Containment in this document answers `eq`, also on the same value of a multi-valued attribute.
 */
export function toSearchDocument(attributes: ScimAttributes): { readonly [name: string]: SearchValue } {
  const entries = Object.entries(attributes).map(([name, value]) => {
    const extension = extensions.get(name);
    return [
      name,
      extension ? searchObject(value as ScimObject, extension) : searchValue(value, coreAttributes.get(name)),
    ] as const;
  });
  return Object.fromEntries(entries.filter((entry): entry is [string, SearchValue] => entry[1] !== undefined));
}

function searchObject(value: ScimObject, attributes: ReadonlyMap<string, Attribute>): SearchValue {
  const entries = Object.entries(value).map(
    ([name, inner]) => [name, searchValue(inner, attributes.get(name))] as const,
  );
  return Object.fromEntries(entries.filter((entry): entry is [string, SearchValue] => entry[1] !== undefined));
}

function searchValue(value: ScimValue, attribute: Attribute | undefined): SearchValue | undefined {
  if (!attribute) return undefined;
  if (Array.isArray(value))
    return (value as readonly ScimValue[]).map(one => searchValue(one, attribute)).filter(one => one !== undefined);
  if (typeof value === 'object') return searchObject(value as ScimObject, byName(attribute.subAttributes ?? []));
  return comparableValue(value, attribute);
}

function byName(attributes: readonly Attribute[]): ReadonlyMap<string, Attribute> {
  return new Map(attributes.map(attribute => [attribute.name, attribute]));
}
