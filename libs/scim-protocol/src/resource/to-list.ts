import type { ScimValue } from './scim-attributes.js';

/** Gives the values of an attribute, whether it is unassigned, singular or multi-valued. */
export function toList(value: ScimValue | undefined): readonly ScimValue[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function isList(value: ScimValue): value is readonly ScimValue[] {
  return Array.isArray(value);
}
