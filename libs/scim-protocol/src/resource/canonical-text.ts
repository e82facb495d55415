import { isObject } from './is-object.js';
import type { ScimValue } from './scim-attributes.js';
import { toList } from './to-list.js';

/** Gives a text that is the same for values that mean the same: neither the order of keys nor that of a list counts. */
export function canonicalText(value: ScimValue): string {
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}:${canonicalText(part)}`);
    return `{${entries.toSorted().join()}}`;
  }
  return Array.isArray(value) ? `[${toList(value).map(canonicalText).toSorted().join()}]` : JSON.stringify(value);
}
