import { findAttribute } from '../schemas/find-attribute.js';
import type { Attribute } from '../schemas/schema.js';
import { elementKey } from './element-key.js';
import { isObject } from './is-object.js';
import { isPrimary } from './is-primary.js';
import type { ScimObject, ScimValue } from './scim-attributes.js';

/** The values of a multi-valued attribute after an addition, and which of them the addition spoke of. */
export interface AddedElements {
  readonly elements: readonly ScimValue[];
  readonly touched: ReadonlySet<ScimValue>;
}

/**
 * Adds values to those of a multi-valued attribute; one that is already there gains sub-attributes but no duplicate, and
 * keeps its immutable ones (RFC 7644 §3.5.2.1, RFC 7643 §2.4).
 */
export function addElements(
  current: readonly ScimValue[],
  given: readonly ScimValue[],
  attribute: Attribute,
): AddedElements {
  const keyOf = elementKey(attribute);
  const additions = new Map<string, ScimValue>();
  for (const element of given) {
    const key = keyOf(element);
    const earlier = additions.get(key);
    additions.set(key, earlier === undefined ? element : collapse(earlier, element, attribute));
  }
  const touched = new Set<ScimValue>();
  const kept = current.map(element => {
    const key = keyOf(element);
    const addition = additions.get(key);
    if (addition === undefined) return element;
    additions.delete(key);
    const merged = mergeElement(element, addition, attribute);
    touched.add(merged);
    return merged;
  });
  for (const element of additions.values()) touched.add(element);
  return { elements: [...kept, ...additions.values()], touched };
}

/** Makes one of two values given together; it is primary when either is. */
function collapse(earlier: ScimValue, later: ScimValue, attribute: Attribute): ScimValue {
  const merged = mergeElement(earlier, later, attribute);
  return isPrimary(earlier) ? { ...(merged as ScimObject), primary: true } : merged;
}

function mergeElement(existing: ScimValue, addition: ScimValue, attribute: Attribute): ScimValue {
  if (!isObject(existing)) return existing;
  const gained = Object.entries(addition as ScimObject).filter(([name, value]) =>
    isGained(existing, name, value, attribute),
  );
  return gained.length === 0 ? existing : { ...existing, ...Object.fromEntries(gained) };
}

function isGained(existing: ScimObject, name: string, value: ScimValue, attribute: Attribute): boolean {
  if (existing[name] === undefined) return true;
  return existing[name] !== value && findAttribute(attribute.subAttributes, name)?.mutability !== 'immutable';
}
