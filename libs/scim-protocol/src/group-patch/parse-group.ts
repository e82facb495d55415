import { isObject } from '../resource/is-object.js';
import { parseResource } from '../resource/parse-resource.js';
import { readAssignments } from '../resource/read-assignments.js';
import { replaceResource } from '../resource/replace-resource.js';
import type { ScimAttributes } from '../resource/scim-attributes.js';
import { groupResourceType } from '../schemas/resource-types.js';
import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';
import type { GroupMember } from './group-member.js';
import { checkMemberCount } from './member-steps.js';
import type { GroupOptions } from './plan-group-patch.js';
import { membersAttribute, readMembers } from './read-members.js';
import { splitMembers } from './split-members.js';

/** A Group as a body describes it. */
export interface ParsedGroup {
  /** Without `members`. */
  readonly attributes: ScimAttributes;
  /** No id twice; undefined when the body says nothing about them. */
  readonly members: readonly GroupMember[] | undefined;
}

/**
 * Gives the Group that a POST body describes, its members apart (RFC 7644 §3.3).
 *
 * @throws ScimError as `parseResource`, and `payloadTooLarge` above `maxMembers`
 */
export function parseGroup(body: unknown, tolerances: Tolerances, options: GroupOptions = {}): ParsedGroup {
  const { resourceType = groupResourceType } = options;
  const { rest, members } = splitBody(body, tolerances, options);
  return { attributes: parseResource(rest, resourceType, tolerances), members };
}

/**
 * Gives the Group after a PUT, its members apart (RFC 7644 §3.5.1): `attributes` as `replaceResource` gives them, and
 * exactly the `members` it has afterwards, or undefined when they stay as they are.
 *
 * `null` and `[]` clear the members, and so does a body that leaves them out, unless `keepsOmittedOnReplace`.
 *
 * @throws ScimError as `replaceResource`, and `payloadTooLarge` above `maxMembers`
 */
export function replaceGroup(
  current: ScimAttributes,
  body: unknown,
  tolerances: Tolerances,
  options: GroupOptions = {},
): ParsedGroup {
  const { resourceType = groupResourceType } = options;
  const { rest, members } = splitBody(body, tolerances, options);
  const attributes = replaceResource(current, rest, resourceType, tolerances);
  return { attributes, members: members ?? (tolerances.keepsOmittedOnReplace ? undefined : []) };
}

function splitBody(
  body: unknown,
  tolerances: Tolerances,
  { resourceType = groupResourceType, maxMembers = Infinity }: GroupOptions,
): { readonly rest: unknown; readonly members: readonly GroupMember[] | undefined } {
  if (!isObject(body)) throw ScimError.invalidSyntax('The body must be a JSON object.');
  const attribute = membersAttribute(resourceType);
  const read = (part: Readonly<Record<string, unknown>>) => readAssignments(part, resourceType, tolerances);
  const { rest, members } = splitMembers(body, attribute, read, resourceType, tolerances);
  // A key such as `members.value` says nothing about which member is meant.
  const given = members.findLast(({ target }) => target.subAttribute === undefined);
  if (given === undefined) return { rest, members: undefined };
  const named = readMembers(given.value, attribute, tolerances);
  checkMemberCount(named.length, maxMembers);
  const byId = new Map<string, GroupMember>();
  for (const member of named) byId.set(member.value, { ...member, ...byId.get(member.value) });
  return { rest, members: [...byId.values()] };
}
