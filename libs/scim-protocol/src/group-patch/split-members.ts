import type { PatchAssignment } from '../patch/read-patch-assignments.js';
import { isObject } from '../resource/is-object.js';
import { readContainer } from '../resource/read-assignments.js';
import type { Attribute, ResourceType } from '../schemas/schema.js';
import type { Tolerances } from '../tolerances.js';

type Body = Readonly<Record<string, unknown>>;
type Read = (body: Body) => readonly PatchAssignment[];

/** A body parted in what it says about `members` and all the rest. */
export interface SplitBody {
  readonly rest: Body;
  readonly members: readonly PatchAssignment[];
}

/** Parts the body of a Group, or a path-less PATCH value, whose keys `read` understands. */
export function splitMembers(
  body: Body,
  attribute: Attribute,
  read: Read,
  resourceType: ResourceType,
  tolerances: Tolerances,
): SplitBody {
  const { schema } = resourceType;
  const readInside: Read = inner => readContainer(schema, inner, resourceType, tolerances);
  const rest: [string, unknown][] = [];
  const members: PatchAssignment[] = [];
  for (const [key, value] of Object.entries(body)) {
    if (key.toLowerCase() === schema.id.toLowerCase() && isObject(value)) {
      const inside = splitMembers(value, attribute, readInside, resourceType, tolerances);
      rest.push([key, inside.rest]);
      members.push(...inside.members);
      continue;
    }
    const assignments = read({ [key]: value });
    const own = assignments.filter(({ target }) => target.attribute === attribute);
    // A container that is null speaks of all attributes.
    if (own.length === 0 || own.length < assignments.length) rest.push([key, value]);
    members.push(...own);
  }
  return { rest: Object.fromEntries(rest), members };
}
