import { formatAttributePath } from '../path/format-attribute-path.js';
import { isDropped } from '../schemas/is-dropped.js';
import { resolveAttributePath } from '../schemas/resolve-attribute-path.js';
import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import type { ResourceType } from '../schemas/schema.js';
import { ScimError } from '../scim-error.js';
import { compareValues } from './compare-values.js';
import type { Filter } from './filter.js';
import { resolveFilter } from './resolve-filter.js';
import type { ResolvedFilter } from './resolved-filter.js';

/** What a filter over several resource types selects of one of them. */
export type TypeFilter = ResolvedFilter | 'everything' | 'nothing';

type Leaf = Extract<Filter, { path: unknown }>;

/**
 * Binds a filter to several resource types at once, as a query of the server root does: an attribute that a type does not
 * have counts there as one without a value (RFC 7644 §3.4.2.1).
 *
 * What is the same for all resources of a type is decided here, `meta.resourceType` included, so that a type of which
 * nothing is selected need not be read.
 *
 * @throws ScimError as `resolveFilter`; `invalidFilter` when no resource type has an attribute
 * @example
 * resolveFilterForTypes(parseFilter('userName sw "a"'), [userResourceType, groupResourceType]); // Group: 'nothing'
 */
export function resolveFilterForTypes(
  filter: Filter,
  resourceTypes: readonly ResourceType[],
): ReadonlyMap<ResourceType, TypeFilter> {
  return new Map(
    resourceTypes.map(resourceType => {
      const folded = fold(filter, resourceType, resourceTypes);
      return [resourceType, typeof folded === 'boolean' ? toConstant(folded) : folded] as const;
    }),
  );
}

function toConstant(holds: boolean): 'everything' | 'nothing' {
  return holds ? 'everything' : 'nothing';
}

/** Gives the filter for one resource type, or what it is for all its resources. */
function fold(
  filter: Filter,
  resourceType: ResourceType,
  resourceTypes: readonly ResourceType[],
): ResolvedFilter | boolean {
  if (filter.kind === 'not') {
    const operand = fold(filter.operand, resourceType, resourceTypes);
    return typeof operand === 'boolean' ? !operand : { kind: 'not', operand };
  }
  if (filter.kind === 'and' || filter.kind === 'or') {
    return join(
      filter.kind,
      filter.operands.map(operand => fold(operand, resourceType, resourceTypes)),
    );
  }
  return foldLeaf(filter, resourceType, resourceTypes);
}

function join(kind: 'and' | 'or', operands: readonly (ResolvedFilter | boolean)[]): ResolvedFilter | boolean {
  const decides = kind === 'or';
  if (operands.includes(decides)) return decides;
  const open = operands.filter(operand => typeof operand !== 'boolean');
  const [only, ...others] = open;
  if (only === undefined) return !decides;
  return others.length === 0 ? only : { kind, operands: open };
}

function foldLeaf(
  leaf: Leaf,
  resourceType: ResourceType,
  resourceTypes: readonly ResourceType[],
): ResolvedFilter | boolean {
  if (find(leaf, resourceType) !== undefined) return foldResourceType(resolveFilter(leaf, resourceType), resourceType);
  const [elsewhere] = resourceTypes.flatMap(other => find(leaf, other) ?? []);
  if (elsewhere === undefined) {
    throw ScimError.invalidFilter(`"${formatAttributePath(leaf.path)}" is not an attribute that can be filtered by.`);
  }
  return holdsWithoutValue(leaf, elsewhere);
}

function find({ path }: Leaf, resourceType: ResourceType): ResolvedAttribute | undefined {
  const target = resolveAttributePath(path, resourceType);
  return target === undefined || isDropped(target) ? undefined : target;
}

/** What `evaluateFilter` says of an attribute that is unassigned. */
function holdsWithoutValue(leaf: Leaf, { attribute }: ResolvedAttribute): boolean {
  if (leaf.kind !== 'comparison') return false;
  if (leaf.value === null) return leaf.operator === 'eq';
  return leaf.operator === 'ne' && !attribute.multiValued;
}

function foldResourceType(filter: ResolvedFilter, resourceType: ResourceType): ResolvedFilter | boolean {
  if (filter.kind !== 'comparison') return filter;
  const { attribute, subAttribute, extension } = filter.target;
  const isResourceType = !extension && attribute.name === 'meta' && subAttribute?.name === 'resourceType';
  return isResourceType ? compareValues(filter.operator, resourceType.name, filter.value) : filter;
}
