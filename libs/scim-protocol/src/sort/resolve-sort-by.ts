import type { AttributePath } from '../path/attribute-path.js';
import { formatAttributePath } from '../path/format-attribute-path.js';
import { isDropped } from '../schemas/is-dropped.js';
import { resolveAttributePath } from '../schemas/resolve-attribute-path.js';
import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import type { ResourceType } from '../schemas/schema.js';
import { toSimpleAttribute } from '../schemas/to-simple-attribute.js';
import { ScimError } from '../scim-error.js';

/**
 * Gives the simple attribute by which `sortBy` orders resources; a complex one stands for its `value` (RFC 7644 §3.4.2.3).
 *
 * @throws ScimError `invalidValue` when it is unknown, never returned, or complex without a `value`
 */
export function resolveSortBy(sortBy: AttributePath, resourceType: ResourceType): ResolvedAttribute {
  const target = findSortBy(sortBy, resourceType);
  if (target !== undefined) return target;
  throw ScimError.invalidValue(`"sortBy": resources cannot be sorted by "${formatAttributePath(sortBy)}".`);
}

/**
 * As `resolveSortBy`, for a query that covers several resource types: those that do not have the attribute are left out, as
 * their resources have no value (RFC 7644 §3.4.2.1, §3.4.2.3: last when ascending, first when descending).
 *
 * @throws ScimError `invalidValue` when no resource type has the attribute
 */
export function resolveSortByForTypes(
  sortBy: AttributePath,
  resourceTypes: readonly ResourceType[],
): ReadonlyMap<ResourceType, ResolvedAttribute> {
  const targets = resourceTypes.flatMap(resourceType => {
    const target = findSortBy(sortBy, resourceType);
    return target === undefined ? [] : [[resourceType, target] as const];
  });
  if (targets.length > 0) return new Map(targets);
  throw ScimError.invalidValue(`"sortBy": resources cannot be sorted by "${formatAttributePath(sortBy)}".`);
}

function findSortBy(sortBy: AttributePath, resourceType: ResourceType): ResolvedAttribute | undefined {
  const found = resolveAttributePath(sortBy, resourceType);
  const target = found && toSimpleAttribute(found);
  return target === undefined || isDropped(target) ? undefined : target;
}
