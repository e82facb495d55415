import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import { isObject } from './is-object.js';
import type { ScimAttributes, ScimValue } from './scim-attributes.js';

/** Gives the value of an attribute, from its extension's container if it has one, or undefined when it is unassigned. */
export function getAttribute(resource: ScimAttributes, target: ResolvedAttribute): ScimValue | undefined {
  const holder = target.extension ? resource[target.schema.id] : resource;
  return isObject(holder) ? holder[target.attribute.name] : undefined;
}
