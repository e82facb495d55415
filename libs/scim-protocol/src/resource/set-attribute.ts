import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import { isObject } from './is-object.js';
import type { ScimAttributes, ScimObject, ScimValue } from './scim-attributes.js';

/** Gives the resource with another value of an attribute, or without it; an extension's container comes and goes with it. */
export function setAttribute(
  resource: ScimAttributes,
  { schema, extension, attribute }: ResolvedAttribute,
  value: ScimValue | undefined,
): ScimAttributes {
  if (!extension) return withMember(resource, attribute.name, value);
  const container = resource[schema.id];
  const changed = withMember(isObject(container) ? container : {}, attribute.name, value);
  return withMember(resource, schema.id, Object.keys(changed).length === 0 ? undefined : changed);
}

/** Gives the object with another value of one member, or without it. */
export function withMember(object: ScimObject, name: string, value: ScimValue | undefined): ScimObject {
  if (value !== undefined) return { ...object, [name]: value };
  const { [name]: _, ...others } = object;
  return others;
}
