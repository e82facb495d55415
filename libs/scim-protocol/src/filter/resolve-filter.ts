import { formatAttributePath } from '../path/format-attribute-path.js';
import type { AttributePath } from '../path/attribute-path.js';
import { findAttribute } from '../schemas/find-attribute.js';
import { isDropped } from '../schemas/is-dropped.js';
import { resolveAttributePath } from '../schemas/resolve-attribute-path.js';
import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import type { ResourceType } from '../schemas/schema.js';
import { ScimError } from '../scim-error.js';
import type { Filter } from './filter.js';
import { resolveComparison } from './resolve-comparison.js';
import type { ResolvedFilter } from './resolved-filter.js';

type FindAttribute = (path: AttributePath) => ResolvedAttribute | undefined;

/**
 * Binds a filter to a resource type, so that evaluating it, or turning it into SQL, cannot go wrong (RFC 7644 §3.4.2.2).
 *
 * A complex attribute in a comparison stands for its `value` (the RFC's `emails co "example.com"`). `eq null` becomes "not
 * present", `ne null` "present".
 *
 * @throws ScimError `invalidFilter` when an attribute is unknown or never returned, an operator does not suit its
 * attribute (`gt` on a boolean, `co` on a number), or a literal cannot be a value of it (`active eq "banana"`)
 */
export function resolveFilter(filter: Filter, resourceType: ResourceType): ResolvedFilter {
  return resolve(filter, path => resolveAttributePath(path, resourceType));
}

/** As `resolveFilter`, for an expression about the sub-attributes of one value of a multi-valued attribute. */
export function resolveValueFilter(filter: Filter, owner: ResolvedAttribute): ResolvedFilter {
  return resolve(filter, path => findSubAttribute(owner, path.attribute));
}

function resolve(filter: Filter, find: FindAttribute): ResolvedFilter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, operands: filter.operands.map(operand => resolve(operand, find)) };
    case 'not':
      return { kind: 'not', operand: resolve(filter.operand, find) };
    case 'comparison':
      return resolveComparison(filter, known(filter.path, find));
    case 'present':
      return { kind: 'present', target: known(filter.path, find) };
    case 'valuePath': {
      const target = known(filter.path, find);
      return { kind: 'valuePath', target, filter: resolveValueFilter(filter.filter, multiValued(target, filter.path)) };
    }
  }
}

function known(path: AttributePath, find: FindAttribute): ResolvedAttribute {
  const target = find(path);
  if (target !== undefined && !isDropped(target)) return target;
  throw ScimError.invalidFilter(`"${formatAttributePath(path)}" is not an attribute that can be filtered by.`);
}

function multiValued(target: ResolvedAttribute, path: AttributePath): ResolvedAttribute {
  if (target.subAttribute === undefined && target.attribute.multiValued) return target;
  throw ScimError.invalidFilter(`"${formatAttributePath(path)}" is not multi-valued, so brackets do not apply.`);
}

function findSubAttribute(owner: ResolvedAttribute, name: string): ResolvedAttribute | undefined {
  const { attribute } = owner;
  // RFC 7643 §2.4: the values of a simple multi-valued attribute are known by the name "value".
  if (attribute.type !== 'complex') return name.toLowerCase() === 'value' ? owner : undefined;
  const subAttribute = findAttribute(attribute.subAttributes, name);
  return subAttribute && { ...owner, subAttribute };
}
