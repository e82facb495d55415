import type { SubAttributeChange } from '../resource/parse-sub-attributes.js';
import type { ScimObject } from '../resource/scim-attributes.js';
import { withMember } from '../resource/set-attribute.js';
import { ScimError } from '../scim-error.js';

/**
 * Gives a complex value with one sub-attribute changed; the same value when that changes nothing.
 *
 * @throws ScimError `mutability` when an immutable sub-attribute that has a value would change (RFC 7643 §7), or a
 * required one would go
 */
export function setSubAttribute(
  object: ScimObject,
  { subAttribute, value }: SubAttributeChange,
  name: string,
): ScimObject {
  const before = object[subAttribute.name];
  if (before === value) return object;
  if (subAttribute.mutability === 'immutable' && before !== undefined) {
    throw ScimError.mutability(`"${name}.${subAttribute.name}" is immutable.`);
  }
  if (subAttribute.required && value === undefined) {
    throw ScimError.mutability(`"${name}.${subAttribute.name}" is required and cannot be removed.`);
  }
  return withMember(object, subAttribute.name, value);
}
