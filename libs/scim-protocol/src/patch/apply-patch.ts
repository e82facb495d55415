import { checkRequired } from '../resource/check-required.js';
import { isObject } from '../resource/is-object.js';
import { readContainer } from '../resource/read-assignments.js';
import type { ScimAttributes } from '../resource/scim-attributes.js';
import type { ResourceType, Schema } from '../schemas/schema.js';
import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';
import { applyToTarget } from './apply-to-target.js';
import { checkMutable } from './check-mutable.js';
import type { PatchOperation } from './patch-operation.js';
import { readPatchAssignments } from './read-patch-assignments.js';
import { resolvePatchPath } from './resolve-patch-path.js';

/**
 * Gives the resource after a PATCH (RFC 7644 §3.5.2): each operation works on the result of the one before it.
 *
 * Pure, hence atomic: when an operation fails, the error is thrown and `resource` is as it was. What does not change keeps
 * its identity, so an operation without effect costs next to nothing. Whether an extension that changed has what it requires
 * is asked after the last operation: one may begin to use it, and a later one give what is required.
 *
 * @throws ScimError `invalidPath`, `noTarget`, `mutability`, `invalidValue`, `invalidSyntax` or `invalidFilter`
 * @example
 * applyPatch(user, parsePatchOp(body, { tolerances: lenient }), userResourceType, lenient);
 */
export function applyPatch(
  resource: ScimAttributes,
  operations: readonly PatchOperation[],
  resourceType: ResourceType,
  tolerances: Tolerances,
): ScimAttributes {
  const after = operations.reduce<ScimAttributes>(
    (state, operation) => applyOperation(state, operation, resourceType, tolerances),
    resource,
  );
  // Attributes of the resource itself cannot be lost: each operation is checked for that.
  checkRequired(after, resourceType, ({ id }) => after[id] !== resource[id]);
  return after;
}

function applyOperation(
  resource: ScimAttributes,
  { op, path, value }: PatchOperation,
  resourceType: ResourceType,
  tolerances: Tolerances,
): ScimAttributes {
  if (path === undefined) {
    // RFC 7644 §3.5.2.1: without a path, the value is a set of attributes.
    if (!isObject(value)) throw ScimError.invalidSyntax(`Without a path, the value of "${op}" must be an object.`);
    return readPatchAssignments(value, resourceType, tolerances).reduce(
      (state, { target, value: part }) => applyToTarget(state, op, target, part, tolerances),
      resource,
    );
  }
  const target = resolvePatchPath(path, resourceType, tolerances);
  if ('wholeSchema' in target) {
    return applyToSchema(resource, { op, value }, target.wholeSchema, resourceType, tolerances);
  }
  checkMutable(target);
  return applyToTarget(resource, op, target, value, tolerances);
}

function applyToSchema(
  resource: ScimAttributes,
  { op, value }: PatchOperation,
  schema: Schema,
  resourceType: ResourceType,
  tolerances: Tolerances,
): ScimAttributes {
  // Removing a schema is removing each of its attributes.
  const assignments = readContainer(schema, op === 'remove' ? null : value, resourceType, tolerances);
  return assignments.reduce(
    (state, { target, value: part }) =>
      applyToTarget(state, op, target, op === 'remove' ? undefined : part, tolerances),
    resource,
  );
}
