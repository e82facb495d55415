import { findAttribute } from '../schemas/find-attribute.js';
import type { Attribute, ResourceType } from '../schemas/schema.js';
import { isObject } from '../resource/is-object.js';
import { meansUnassigned } from '../resource/means-unassigned.js';
import { parseElement, toItems } from '../resource/parse-value.js';
import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';
import type { GroupMember } from './group-member.js';

/** Gives the `members` attribute of a Group resource type. */
export function membersAttribute(resourceType: ResourceType): Attribute {
  const attribute = findAttribute(resourceType.schema.attributes, 'members');
  if (attribute !== undefined) return attribute;
  throw new TypeError(`${resourceType.name} has no members.`);
}

/**
 * Gives the members in a value for `members`; none for `null` and `[]` (RFC 7643 §2.5).
 *
 * @throws ScimError `invalidValue` when one has no `value`, or a value of the wrong type; `invalidSyntax` when the shape is
 * wrong
 */
export function readMembers(value: unknown, attribute: Attribute, tolerances: Tolerances): readonly GroupMember[] {
  if (meansUnassigned(value, tolerances)) return [];
  return toItems(value, attribute, tolerances, attribute.name).flatMap(
    item => readMember(item, attribute, tolerances) ?? [],
  );
}

/** As `readMembers`, for one member; undefined for `null`. */
export function readMember(item: unknown, attribute: Attribute, tolerances: Tolerances): GroupMember | undefined {
  const parsed = parseElement(item, attribute, tolerances, attribute.name);
  const { value, type, display, $ref } = (parsed ?? {}) as Readonly<Record<string, string | undefined>>;
  if (value) {
    const kind = readKind(type) ?? readReference($ref);
    return { value, ...(kind !== undefined && { type: kind }), ...(display !== undefined && { display }) };
  }
  // An object that says nothing is as bad as one without a value: dropping it would hide a lost member.
  if (isObject(item) || parsed !== undefined) throw ScimError.invalidValue(`"${attribute.name}.value" is required.`);
  return undefined;
}

function readKind(type: string | undefined): GroupMember['type'] {
  return (['User', 'Group'] as const).find(kind => kind.toLowerCase() === type?.toLowerCase());
}

// Keycloak sends relative references without `type`: "Users/2819c223".
function readReference(reference: string | undefined): GroupMember['type'] {
  const endpoint = reference?.split('/').at(-2)?.toLowerCase();
  return (['User', 'Group'] as const).find(kind => `${kind.toLowerCase()}s` === endpoint);
}
