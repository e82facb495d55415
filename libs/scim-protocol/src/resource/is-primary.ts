import { isObject } from './is-object.js';
import type { ScimObject, ScimValue } from './scim-attributes.js';

/** Tells whether a value of a multi-valued attribute is marked as the preferred one (RFC 7643 §2.4). */
export function isPrimary(element: ScimValue): element is ScimObject {
  return isObject(element) && element['primary'] === true;
}
