import { findAttribute } from '../schemas/find-attribute.js';
import type { Attribute } from '../schemas/schema.js';
import { userSchema } from '../schemas/user-schema.js';
import type { Tolerances } from '../tolerances.js';
import { findMember } from './find-member.js';
import { isObject } from './is-object.js';

const ROLES = findAttribute(userSchema.attributes, 'roles');

/**
 * Gives a role as an object with `value` and `display`, from the two forms of Entra ID's AppRoleAssignmentsComplex: a JSON
 * object in the string `value`, and `displayName` for `display`. Anything else stays as it is.
 */
export function readRole(role: unknown, attribute: Attribute, tolerances: Tolerances): unknown {
  if (!tolerances.rolesAsJsonString || attribute !== ROLES || !isObject(role)) return role;
  const unpacked = { ...role, ...readJsonObject(findMember(role, 'value')) };
  const displayName = findMember(unpacked, 'displayName');
  return displayName === undefined || findMember(unpacked, 'display') !== undefined
    ? unpacked
    : { ...unpacked, display: displayName };
}

function readJsonObject(text: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof text !== 'string' || !text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
