import { attributeName } from '../schemas/attribute-name.js';
import { isDropped } from '../schemas/is-dropped.js';
import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import type { ResourceType } from '../schemas/schema.js';
import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';
import { checkSchemas } from './check-schemas.js';
import { getAttribute } from './get-attribute.js';
import { isObject } from './is-object.js';
import { parseSubAttribute } from './parse-sub-attributes.js';
import { parseValue } from './parse-value.js';
import { readAssignments } from './read-assignments.js';
import type { ScimAttributes, ScimValue } from './scim-attributes.js';
import { withMember } from './set-attribute.js';

/** What a body asserts about a resource. */
export interface Replacement {
  /** The attributes it gives a value. */
  readonly given: ScimAttributes;
  /** The attributes it explicitly leaves without one (`null`, `[]`), as opposed to not naming them. */
  readonly cleared: readonly ResolvedAttribute[];
}

/**
 * Gives what a POST or PUT body says, telling "explicitly cleared" from "omitted" (RFC 7643 §2.5, RFC 7644 §3.5.1).
 *
 * Does not check required attributes: a PUT may inherit them from the current resource.
 *
 * @throws ScimError `invalidSyntax` or `invalidValue`, naming the attribute
 */
export function parseReplacement(body: unknown, resourceType: ResourceType, tolerances: Tolerances): Replacement {
  if (!isObject(body)) throw ScimError.invalidSyntax('The body must be a JSON object.');
  checkSchemas(body, resourceType, tolerances);
  const given: Building = {};
  const unassigned: ResolvedAttribute[] = [];
  for (const { target, value } of readAssignments(body, resourceType, tolerances)) {
    const parsed = parseAssigned(given, target, value, tolerances);
    if (isDropped(target)) continue;
    if (parsed === undefined) unassigned.push(target);
    assign(given, target, parsed);
  }
  return { given, cleared: unassigned.filter(target => getAttribute(given, target) === undefined) };
}

/** Attributes that nobody else holds yet, so that they may be assigned in place: a copy for each would be slow. */
type Building = Record<string, ScimValue | Record<string, ScimValue>>;

function assign(
  given: Building,
  { schema, extension, attribute }: ResolvedAttribute,
  value: ScimValue | undefined,
): void {
  const container = extension ? (given[schema.id] as Record<string, ScimValue> | undefined) : given;
  if (value !== undefined) {
    if (container !== undefined) container[attribute.name] = value;
    else given[schema.id] = { [attribute.name]: value };
  } else if (container?.[attribute.name] !== undefined) {
    delete container[attribute.name];
    if (extension && Object.keys(container).length === 0) delete given[schema.id];
  }
}

function parseAssigned(
  given: ScimAttributes,
  target: ResolvedAttribute,
  value: unknown,
  tolerances: Tolerances,
): ScimValue | undefined {
  const { attribute, subAttribute } = target;
  if (subAttribute === undefined) return parseValue(value, attribute, tolerances, attributeName(target));
  const current = getAttribute(given, target);
  // A key such as `emails.value` says nothing about which e-mail is meant.
  if (attribute.multiValued) return current;
  const part = parseSubAttribute(value, subAttribute, tolerances, attribute.name);
  const changed = withMember(isObject(current) ? current : {}, subAttribute.name, part);
  return Object.keys(changed).length === 0 ? undefined : changed;
}
