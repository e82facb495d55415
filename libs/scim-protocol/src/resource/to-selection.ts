import type { AttributePath } from '../path/attribute-path.js';
import { formatAttributePath } from '../path/format-attribute-path.js';
import { findSchema } from '../schemas/find-schema.js';
import { listAttributes } from '../schemas/list-attributes.js';
import { resolveAttributePath } from '../schemas/resolve-attribute-path.js';
import type { Attribute, ResourceType } from '../schemas/schema.js';
import type { Projection } from './projection.js';

/** What is kept of a JSON object: the members named here, whole or in part. */
export type Selection = ReadonlyMap<string, 'whole' | Selection>;

/** The attributes and sub-attributes that a client named. */
type Named = ReadonlySet<Attribute>;

/** Tells whether an attribute is kept, or, with `owner`, whether a sub-attribute of it is. */
type Keeps = (attribute: Attribute, owner?: Attribute) => boolean;

const defaults = new WeakMap<ResourceType, Selection>();

/** Gives what a projection keeps of a resource (RFC 7644 §3.9, RFC 7643 §7); names that are unknown select nothing. */
export function toSelection(resourceType: ResourceType, projection: Projection): Selection {
  const { attributes, excludedAttributes = [], written = [] } = projection;
  if (attributes !== undefined) return select(resourceType, including(resolveNames(attributes, resourceType)));
  if (excludedAttributes.length > 0 || written.length > 0) {
    const keeps = excluding(resolveNames(excludedAttributes, resourceType), resolveNames(written, resourceType));
    return select(resourceType, keeps);
  }
  let selection = defaults.get(resourceType);
  if (selection === undefined) {
    selection = select(resourceType, excluding(new Set(), new Set()));
    defaults.set(resourceType, selection);
  }
  return selection;
}

function including(named: Named): Keeps {
  return (attribute, owner) => {
    if (attribute.returned === 'always') return true;
    if (attribute.returned === 'never') return false;
    if (named.has(attribute)) return true;
    if (owner !== undefined)
      return attribute.returned === 'default' && (owner.returned === 'always' || named.has(owner));
    return attribute.subAttributes?.some(subAttribute => named.has(subAttribute)) ?? false;
  };
}

function excluding(excluded: Named, written: Named): Keeps {
  return (attribute, owner) => {
    if (attribute.returned === 'always' || owner?.returned === 'always') return attribute.returned !== 'never';
    if (attribute.returned === 'never' || excluded.has(attribute)) return false;
    return attribute.returned === 'default' || written.has(attribute);
  };
}

function select(resourceType: ResourceType, keeps: Keeps): Selection {
  const selection = new Map<string, 'whole' | Selection>();
  const containers = new Map<string, Map<string, 'whole' | Selection>>();
  for (const { attribute, extension, schema } of listAttributes(resourceType)) {
    const kept = keeps(attribute) ? selectParts(attribute, keeps) : undefined;
    if (kept === undefined) continue;
    const container = containers.get(schema.id) ?? new Map<string, 'whole' | Selection>();
    if (extension) containers.set(schema.id, container.set(attribute.name, kept));
    else selection.set(attribute.name, kept);
  }
  return new Map([...selection, ...containers]);
}

function selectParts(attribute: Attribute, keeps: Keeps): 'whole' | Selection | undefined {
  const { subAttributes = [] } = attribute;
  const kept = subAttributes.filter(subAttribute => keeps(subAttribute, attribute));
  if (kept.length === subAttributes.length) return 'whole';
  return kept.length === 0 ? undefined : new Map(kept.map(({ name }) => [name, 'whole'] as const));
}

function resolveNames(paths: readonly AttributePath[], resourceType: ResourceType): Named {
  return new Set(
    paths.flatMap(path => {
      const found = resolveAttributePath(path, resourceType);
      if (found !== undefined) return [found.subAttribute ?? found.attribute];
      return findSchema(resourceType, formatAttributePath(path))?.attributes ?? [];
    }),
  );
}
