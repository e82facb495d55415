import { findAttribute } from '../schemas/find-attribute.js';
import type { Attribute } from '../schemas/schema.js';
import type { Tolerances } from '../tolerances.js';
import { meansUnassigned } from './means-unassigned.js';
import { parseSimpleValue } from './parse-simple-value.js';
import type { ScimValue } from './scim-attributes.js';

/** What a client says about one sub-attribute; undefined clears it. */
export interface SubAttributeChange {
  readonly subAttribute: Attribute;
  readonly value: ScimValue | undefined;
}

/** Gives what an object says about the sub-attributes of a complex attribute; unknown and read-only ones are left out. */
export function parseSubAttributes(
  object: Readonly<Record<string, unknown>>,
  attribute: Attribute,
  tolerances: Tolerances,
  name: string,
): readonly SubAttributeChange[] {
  const changes: SubAttributeChange[] = [];
  for (const [key, given] of Object.entries(object)) {
    const subAttribute = findAttribute(attribute.subAttributes, key);
    if (subAttribute === undefined || subAttribute.mutability === 'readOnly') continue;
    const value = parseSubAttribute(given, subAttribute, tolerances, name);
    if (subAttribute.returned !== 'never') changes.push({ subAttribute, value });
  }
  return changes;
}

/** Gives the value of one sub-attribute, or undefined when it is unassigned; `name` is that of the complex attribute. */
export function parseSubAttribute(
  value: unknown,
  subAttribute: Attribute,
  tolerances: Tolerances,
  name: string,
): ScimValue | undefined {
  if (meansUnassigned(value, tolerances)) return undefined;
  return parseSimpleValue(value, subAttribute, tolerances, `${name}.${subAttribute.name}`);
}
