import {
  type Attribute,
  comparableValue,
  findAttribute,
  type ScimAttributes,
  type ScimObject,
  type ScimValue,
  userResourceType,
} from '#libs/scim-protocol';

/** A JSON value in the form in which filters compare it. */
type SearchValue = string | number | boolean | readonly SearchValue[] | { readonly [name: string]: SearchValue };

const coreAttributes = userResourceType.schema.attributes;
const extensions = new Map(userResourceType.schemaExtensions.map(({ schema }) => [schema.id, schema.attributes]));

/**
 * A resource with every value in the form in which filters compare it (RFC 7644 §3.4.2.2: by the attribute's caseExact
 * and type). Containment in this document answers `eq`, also on the same value of a multi-valued attribute.
 */
export function toSearchDocument(attributes: ScimAttributes): SearchValue {
  return searchMembers(attributes, (name, value) => {
    const extension = extensions.get(name);
    return extension ? searchObject(value, extension) : searchValue(value, findAttribute(coreAttributes, name));
  });
}

function searchObject(value: ScimValue, attributes: readonly Attribute[] | undefined): SearchValue {
  return searchMembers(value as ScimObject, (name, inner) => searchValue(inner, findAttribute(attributes, name)));
}

function searchMembers(object: ScimObject, search: (name: string, value: ScimValue) => SearchValue | undefined) {
  const members: Record<string, SearchValue> = {};
  for (const [name, value] of Object.entries(object)) {
    const found = search(name, value);
    if (found !== undefined) members[name] = found;
  }
  return members;
}

function searchValue(value: ScimValue, attribute: Attribute | undefined): SearchValue | undefined {
  if (!attribute) return undefined;
  if (Array.isArray(value))
    return (value as readonly ScimValue[]).map(one => searchValue(one, attribute)).filter(one => one !== undefined);
  return typeof value === 'object' ? searchObject(value, attribute.subAttributes) : comparableValue(value, attribute);
}
