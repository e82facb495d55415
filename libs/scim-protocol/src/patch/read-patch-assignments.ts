import { parsePath } from '../path/parse-path.js';
import { readAssignments } from '../resource/read-assignments.js';
import type { ResourceType } from '../schemas/schema.js';
import type { Tolerances } from '../tolerances.js';
import type { PatchTarget } from './patch-target.js';
import { resolvePatchPath } from './resolve-patch-path.js';

/** One target that a path-less value names, and the value for it. */
export interface PatchAssignment {
  readonly target: PatchTarget;
  readonly value: unknown;
}

/**
 * Gives what the value of a path-less operation says about each attribute (RFC 7644 §3.5.2.1, §3.5.2.3); unknown and
 * read-only names are left out. Under `dottedKeys` a key may also be a path with a filter, as Microsoft's null test sends.
 */
export function readPatchAssignments(
  value: Readonly<Record<string, unknown>>,
  resourceType: ResourceType,
  tolerances: Tolerances,
): readonly PatchAssignment[] {
  return Object.entries(value).flatMap(([key, part]): readonly PatchAssignment[] => {
    if (!key.includes('[') || !tolerances.dottedKeys) {
      return readAssignments({ [key]: part }, resourceType, tolerances);
    }
    const target = resolvePatchPath(parsePath(key), resourceType, tolerances);
    const settable = !('wholeSchema' in target) && target.attribute.mutability !== 'readOnly';
    return settable ? [{ target, value: part }] : [];
  });
}
