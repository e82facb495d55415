import { resolveValueFilter } from '../filter/resolve-filter.js';
import { formatAttributePath } from '../path/format-attribute-path.js';
import type { PatchPath } from '../path/patch-path.js';
import { findAttribute } from '../schemas/find-attribute.js';
import { findSchema } from '../schemas/find-schema.js';
import { resolveAttributePath } from '../schemas/resolve-attribute-path.js';
import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import type { ResourceType } from '../schemas/schema.js';
import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';
import type { PatchTarget, SchemaTarget } from './patch-target.js';

/**
 * Finds what a path names in a resource type (RFC 7644 §3.5.2).
 *
 * @throws ScimError `invalidPath` naming the unknown attribute, or when a filter is put on a singular one
 */
export function resolvePatchPath(
  path: PatchPath,
  resourceType: ResourceType,
  tolerances: Tolerances,
): PatchTarget | SchemaTarget {
  const { attributePath, filter } = path;
  const owner = resolveAttributePath(attributePath, resourceType);
  if (owner === undefined || isForbiddenBareName(path, owner, tolerances)) {
    const urn = formatAttributePath(attributePath);
    const wholeSchema = filter === undefined ? findSchema(resourceType, urn) : undefined;
    if (wholeSchema !== undefined) return { wholeSchema };
    throw ScimError.invalidPath(`"${urn}" is not an attribute of ${resourceType.name}.`);
  }
  if (filter === undefined) return owner;
  if (!owner.attribute.multiValued || owner.subAttribute !== undefined) {
    throw ScimError.invalidPath(
      `"${formatAttributePath(attributePath)}" is not multi-valued, so brackets do not apply.`,
    );
  }
  return { ...owner, ...findSubAttribute(path, owner), filter: resolveValueFilter(filter, owner) };
}

function isForbiddenBareName(path: PatchPath, owner: ResolvedAttribute, tolerances: Tolerances): boolean {
  return owner.extension && path.attributePath.urn === undefined && !tolerances.bareExtensionAttributes;
}

function findSubAttribute(path: PatchPath, owner: ResolvedAttribute): Pick<PatchTarget, 'subAttribute'> {
  if (path.subAttribute === undefined) return {};
  const subAttribute = findAttribute(owner.attribute.subAttributes, path.subAttribute);
  if (subAttribute !== undefined) return { subAttribute };
  throw ScimError.invalidPath(`"${owner.attribute.name}" has no sub-attribute "${path.subAttribute}".`);
}
