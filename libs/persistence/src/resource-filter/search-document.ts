import {
  type Attribute,
  comparableValue,
  findAttribute,
  type ResourceType,
  type ScimAttributes,
  type ScimObject,
  type ScimValue,
  userResourceType,
} from '#libs/scim-protocol';

/** A JSON value in the form in which filters compare it. */
export type SearchValue = string | number | boolean | readonly SearchValue[] | SearchDocument;

/** A resource, or a complex value, with every value in the form in which filters compare it. */
export interface SearchDocument {
  readonly [name: string]: SearchValue;
}

/**
 * A resource with every value in the form in which filters compare it (RFC 7644 §3.4.2.2: by the attribute's caseExact and
 * type). What no schema knows is left out.
 */
export function toSearchDocument(
  attributes: ScimAttributes,
  resourceType: ResourceType = userResourceType,
): SearchDocument {
  const document: Record<string, SearchValue> = {};
  for (const name in attributes) {
    const value = attributes[name] as ScimValue;
    const extension = resourceType.schemaExtensions.find(({ schema }) => schema.id === name);
    const found = extension
      ? searchObject(value, extension.schema.attributes)
      : searchValue(value, findAttribute(resourceType.schema.attributes, name));
    if (found !== undefined) document[name] = found;
  }
  return document;
}

function searchObject(value: ScimValue, attributes: readonly Attribute[] | undefined): SearchDocument {
  const document: Record<string, SearchValue> = {};
  const object = value as ScimObject;
  for (const name in object) {
    const found = searchValue(object[name] as ScimValue, findAttribute(attributes, name));
    if (found !== undefined) document[name] = found;
  }
  return document;
}

function searchValue(value: ScimValue, attribute: Attribute | undefined): SearchValue | undefined {
  if (!attribute) return undefined;
  if (Array.isArray(value))
    return (value as readonly ScimValue[]).map(one => searchValue(one, attribute)).filter(one => one !== undefined);
  return typeof value === 'object' ? searchObject(value, attribute.subAttributes) : comparableValue(value, attribute);
}
