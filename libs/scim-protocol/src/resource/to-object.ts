import { findAttribute } from '../schemas/find-attribute.js';
import type { Attribute } from '../schemas/schema.js';
import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';
import { isObject } from './is-object.js';

/**
 * Gives the JSON object that a client sent for a complex value; under `managerAsString` also from a bare string or a list
 * of one (Entra ID). Undefined means unassigned.
 *
 * @throws ScimError `invalidSyntax` when it is something else
 */
export function toObject(
  value: unknown,
  attribute: Attribute,
  tolerances: Tolerances,
  name: string,
): Readonly<Record<string, unknown>> | undefined {
  if (!isObject(value) && tolerances.managerAsString && hasSingularValue(attribute)) {
    if (typeof value === 'string') return { value };
    const [only, ...others] = Array.isArray(value) ? (value as readonly unknown[]) : [null];
    if (only === undefined) return undefined;
    if (isObject(only) && others.length === 0) return only;
  }
  return expectObject(value, name);
}

/** Gives a value that must be a JSON object, or throws `invalidSyntax`. */
export function expectObject(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value;
  throw ScimError.invalidSyntax(`"${name}" takes an object.`);
}

function hasSingularValue(attribute: Attribute): boolean {
  return !attribute.multiValued && findAttribute(attribute.subAttributes, 'value') !== undefined;
}
