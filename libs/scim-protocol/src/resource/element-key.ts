import { comparableValue } from '../filter/comparable-value.js';
import { findAttribute } from '../schemas/find-attribute.js';
import type { Attribute } from '../schemas/schema.js';
import { canonicalText } from './canonical-text.js';
import type { ScimObject, ScimValue } from './scim-attributes.js';
import { withMember } from './set-attribute.js';

/**
 * Gives the function that tells which values of a multi-valued attribute are one and the same.
 *
 * Two with the same `type` and `value` are (RFC 7643 §2.4); an immutable `value`, as of `members`, decides alone; without
 * a `value` everything but `primary` must be the same.
 */
export function elementKey(attribute: Attribute): (element: ScimValue) => string {
  if (attribute.type !== 'complex') return element => String(comparableValue(element, attribute));
  const valueAttribute = findAttribute(attribute.subAttributes, 'value');
  const typeAttribute = findAttribute(attribute.subAttributes, 'type');
  const typeCounts = typeAttribute !== undefined && valueAttribute?.mutability !== 'immutable';
  return element => {
    const { value, type } = element as ScimObject;
    if (valueAttribute === undefined || value === undefined)
      return canonicalText(withMember(element as ScimObject, 'primary', undefined));
    const key = String(comparableValue(value, valueAttribute));
    return typeCounts && type !== undefined ? `${key}\n${comparableValue(type, typeAttribute)}` : key;
  };
}
