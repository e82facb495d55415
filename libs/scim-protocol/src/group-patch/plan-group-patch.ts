import type { PatchOperation } from '../patch/patch-operation.js';
import { readPatchAssignments } from '../patch/read-patch-assignments.js';
import { resolvePatchPath } from '../patch/resolve-patch-path.js';
import { isObject } from '../resource/is-object.js';
import { groupResourceType } from '../schemas/resource-types.js';
import type { ResourceType } from '../schemas/schema.js';
import type { Tolerances } from '../tolerances.js';
import type { MemberStep } from './member-step.js';
import { MemberSteps } from './member-steps.js';
import { planMembers } from './plan-members.js';
import { membersAttribute } from './read-members.js';
import { splitMembers } from './split-members.js';

/** How the bodies of Groups are read. */
export interface GroupOptions {
  /** Default: `groupResourceType`. */
  readonly resourceType?: ResourceType;
  /** The most members one request may name, those it removes by id included; default: no limit. */
  readonly maxMembers?: number;
}

/** What a PATCH does to a Group: independent of each other, because no attribute belongs to both. */
export interface GroupPatchPlan {
  /** For `applyPatch` on the Group without its members. */
  readonly attributeOperations: readonly PatchOperation[];
  /** In order; as few as possible. */
  readonly memberSteps: readonly MemberStep[];
}

/**
 * Parts a PATCH of a Group in what concerns its members and the rest, so that a change of members costs what it changes
 * and not what the Group holds (RFC 7644 §3.5.2).
 *
 * Sequential application is folded: of several operations on one id the last wins, and an operation on all members makes
 * those before it void. The members are not checked for existence.
 *
 * @throws ScimError as `applyPatch`; `mutability` for a path to a sub-attribute of members (RFC 7643 §4.2);
 * `payloadTooLarge` above `maxMembers`
 * @example
 * planGroupPatch(parsePatchOp(body, { tolerances: lenient }), lenient, { maxMembers: 10_000 });
 */
export function planGroupPatch(
  operations: readonly PatchOperation[],
  tolerances: Tolerances,
  { resourceType = groupResourceType, maxMembers = Infinity }: GroupOptions = {},
): GroupPatchPlan {
  const steps = new MemberSteps(maxMembers);
  const attributeOperations = operations.flatMap(operation =>
    planOperation(operation, steps, resourceType, tolerances),
  );
  return { attributeOperations, memberSteps: steps.toSteps() };
}

/** Takes what an operation does to the members, and gives what else it does. */
function planOperation(
  operation: PatchOperation,
  steps: MemberSteps,
  resourceType: ResourceType,
  tolerances: Tolerances,
): readonly PatchOperation[] {
  const { op, path, value } = operation;
  if (path === undefined) return planObject(operation, steps, resourceType, tolerances);
  const target = resolvePatchPath(path, resourceType, tolerances);
  if ('wholeSchema' in target) {
    if (target.wholeSchema !== resourceType.schema) return [operation];
    if (op === 'remove') steps.replaceAll([]);
    // `{ path: <URN>, value }` is the path-less `{ value: { <URN>: value } }`.
    return op === 'remove'
      ? [operation]
      : planObject({ op, value: { [target.wholeSchema.id]: value } }, steps, resourceType, tolerances);
  }
  if (target.attribute !== membersAttribute(resourceType)) return [operation];
  planMembers(op, target, value, steps, tolerances);
  return [];
}

function planObject(
  operation: PatchOperation,
  steps: MemberSteps,
  resourceType: ResourceType,
  tolerances: Tolerances,
): readonly PatchOperation[] {
  const { op, value } = operation;
  if (!isObject(value)) return [operation];
  const read = (part: Readonly<Record<string, unknown>>) => readPatchAssignments(part, resourceType, tolerances);
  const split = splitMembers(value, membersAttribute(resourceType), read, resourceType, tolerances);
  for (const { target, value: part } of split.members) planMembers(op, target, part, steps, tolerances);
  return Object.keys(split.rest).length === 0 ? [] : [{ op, value: split.rest }];
}
