import { findAttribute } from '../schemas/find-attribute.js';
import type { Attribute } from '../schemas/schema.js';
import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';
import { addElements } from './add-elements.js';
import { meansUnassigned } from './means-unassigned.js';
import { parseSimpleValue } from './parse-simple-value.js';
import { parseSubAttributes } from './parse-sub-attributes.js';
import { readRole } from './read-role.js';
import type { ScimObject, ScimValue } from './scim-attributes.js';
import { settlePrimary } from './settle-primary.js';
import { toObject } from './to-object.js';

/**
 * Gives the canonical form of a value that a client sent for an attribute, or undefined when it means "unassigned".
 *
 * `null`, `[]` and what holds nothing are unassigned (RFC 7643 §2.5). Unknown and read-only sub-attributes are left out.
 *
 * @throws ScimError `invalidValue` when a type is wrong, a required sub-attribute is missing or two values are primary;
 * `invalidSyntax` when the shape is wrong
 */
export function parseValue(
  value: unknown,
  attribute: Attribute,
  tolerances: Tolerances,
  name: string,
): ScimValue | undefined {
  if (meansUnassigned(value, tolerances)) return undefined;
  return attribute.multiValued
    ? parseList(value, attribute, tolerances, name)
    : parseElement(value, attribute, tolerances, name);
}

/** As `parseValue`, for one value of a multi-valued attribute. */
export function parseElement(
  value: unknown,
  attribute: Attribute,
  tolerances: Tolerances,
  name: string,
): ScimValue | undefined {
  if (meansUnassigned(value, tolerances)) return undefined;
  return attribute.type === 'complex'
    ? parseComplex(value, attribute, tolerances, name)
    : parseSimpleValue(value, attribute, tolerances, name);
}

function parseList(
  value: unknown,
  attribute: Attribute,
  tolerances: Tolerances,
  name: string,
): readonly ScimValue[] | undefined {
  const given: ScimValue[] = [];
  for (const item of toItems(value, attribute, tolerances, name)) {
    const element = parseElement(item, attribute, tolerances, name);
    if (element !== undefined) given.push(element);
  }
  if (given.length === 0) return undefined;
  const { elements, touched } = addElements([], given, attribute);
  return settlePrimary(elements, touched, tolerances, name);
}

/** Gives the items of a value for a multi-valued attribute, not yet parsed. */
export function toItems(
  value: unknown,
  attribute: Attribute,
  tolerances: Tolerances,
  name: string,
): readonly unknown[] {
  if (!Array.isArray(value)) {
    if (tolerances.singleObjectAsArray) return toItems([value], attribute, tolerances, name);
    throw ScimError.invalidSyntax(`"${name}" is multi-valued and takes a list.`);
  }
  const items = value as readonly unknown[];
  if (!tolerances.bareValues || findAttribute(attribute.subAttributes, 'value') === undefined) return items;
  return items.map(item => (typeof item === 'string' ? { value: item } : item));
}

function parseComplex(
  value: unknown,
  attribute: Attribute,
  tolerances: Tolerances,
  name: string,
): ScimObject | undefined {
  const object = toObject(readRole(value, attribute, tolerances), attribute, tolerances, name);
  if (object === undefined) return undefined;
  const parsed: Record<string, ScimValue> = {};
  let isEmpty = true;
  for (const { subAttribute, value: part } of parseSubAttributes(object, attribute, tolerances, name)) {
    if (part === undefined) continue;
    parsed[subAttribute.name] = part;
    isEmpty = false;
  }
  if (isEmpty) return undefined;
  checkRequiredSubAttributes(parsed, attribute, name);
  return parsed;
}

function checkRequiredSubAttributes(value: ScimObject, attribute: Attribute, name: string): void {
  const missing = attribute.subAttributes?.find(sub => sub.required && value[sub.name] === undefined);
  if (missing !== undefined) throw ScimError.invalidValue(`"${name}.${missing.name}" is required.`);
}
