import { canonicalText } from './canonical-text.js';
import { isObject } from './is-object.js';
import type { ScimObject, ScimValue } from './scim-attributes.js';
import { toList } from './to-list.js';

/** Tells whether two values mean the same: neither the order of keys nor that of a list counts (RFC 7643 §2.3.8, §2.4). */
export function sameValue(one: ScimValue | undefined, other: ScimValue | undefined): boolean {
  if (one === other) return true;
  if (isObject(one) && isObject(other)) return sameObject(one, other);
  return Array.isArray(one) && Array.isArray(other) && sameList(toList(one), toList(other));
}

function sameObject(one: ScimObject, other: ScimObject): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every(name => sameValue(one[name], other[name]));
}

function sameList(one: readonly ScimValue[], other: readonly ScimValue[]): boolean {
  if (one.length !== other.length) return false;
  // Sorting a large group is only worth it when the cheap comparison fails.
  return one.every((element, index) => sameValue(element, other[index])) || canonicalText(one) === canonicalText(other);
}
