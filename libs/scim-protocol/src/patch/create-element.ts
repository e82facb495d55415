import { addElements } from '../resource/add-elements.js';
import { isObject } from '../resource/is-object.js';
import { parseElement } from '../resource/parse-value.js';
import { parseSubAttribute } from '../resource/parse-sub-attributes.js';
import type { ScimValue } from '../resource/scim-attributes.js';
import { settlePrimary } from '../resource/settle-primary.js';
import { attributeName } from '../schemas/attribute-name.js';
import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';
import type { PatchTarget } from './patch-target.js';
import { toSeed } from './to-seed.js';
import type { Seed } from './to-seed.js';

/**
 * Adds the value that a filter did not find, made of the filter's `eq` literals and what the operation gives (Entra ID
 * writes `emails[type eq "work"].value` to a user without e-mail). Clearing what is not there changes nothing.
 *
 * @throws ScimError `noTarget` (RFC 7644 §3.5.2.3) unless `createsUnmatchedElement`, or when the filter does not say what
 * the value would be, or when only an immutable sub-attribute was to be changed
 */
export function createElement(
  elements: readonly ScimValue[],
  target: PatchTarget,
  value: unknown,
  tolerances: Tolerances,
): readonly ScimValue[] {
  const { attribute, filter, subAttribute } = target;
  const seed = filter === undefined ? {} : toSeed(filter);
  if (!tolerances.createsUnmatchedElement || seed === undefined || subAttribute?.mutability === 'immutable') {
    throw ScimError.noTarget(`No value of "${attribute.name}" is selected by the path.`);
  }
  const given =
    subAttribute === undefined
      ? value
      : toMember(subAttribute.name, parseSubAttribute(value, subAttribute, tolerances, attribute.name));
  const parsed = parseElement(isObject(given) ? { ...seed, ...given } : given, attribute, tolerances, attribute.name);
  if (parsed === undefined) return elements;
  const { elements: added, touched } = addElements(elements, [parsed], attribute);
  return settlePrimary(added, touched, tolerances, attributeName(target));
}

function toMember(name: string, value: ScimValue | undefined): Seed | undefined {
  return value === undefined ? undefined : { [name]: value };
}
