import { findAttribute } from '../schemas/find-attribute.js';
import type { Attribute } from '../schemas/schema.js';
import { elementKey } from './element-key.js';
import { isObject } from './is-object.js';
import { ScimError } from '../scim-error.js';
import { isPrimary } from './is-primary.js';
import type { ScimObject, ScimValue } from './scim-attributes.js';

/** The most values an attribute may have; only a Group's members may be more. */
export const MAX_VALUES = 250;

/** The values of a multi-valued attribute after an addition, and which of them the addition spoke of. */
export interface AddedElements {
  readonly elements: readonly ScimValue[];
  readonly touched: ReadonlySet<ScimValue>;
}

/**
 * Adds values to those of a multi-valued attribute; one that is already there gains sub-attributes but no duplicate, and
 * keeps its immutable ones (RFC 7644 §3.5.2.1, RFC 7643 §2.4).
 *
 * @throws ScimError `invalidValue` above `MAX_VALUES`
 */
export function addElements(
  current: readonly ScimValue[],
  given: readonly ScimValue[],
  attribute: Attribute,
): AddedElements {
  // One value is the rule, and cannot repeat itself.
  if (current.length === 0 && given.length < 2) return { elements: given, touched: new Set(given) };
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
  const elements = [...kept, ...additions.values()];
  checkCount(elements, attribute);
  return { elements, touched };
}

function checkCount(elements: readonly ScimValue[], { name }: Attribute): void {
  if (elements.length <= MAX_VALUES || name === 'members') return;
  throw ScimError.invalidValue(`"${name}" may have at most ${MAX_VALUES} values.`);
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
