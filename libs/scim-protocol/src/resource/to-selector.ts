import type { AttributePath } from '../path/attribute-path.js';
import { formatAttributePath } from '../path/format-attribute-path.js';
import { findSchema } from '../schemas/find-schema.js';
import { resolveAttributePath } from '../schemas/resolve-attribute-path.js';
import type { Attribute, ResourceType } from '../schemas/schema.js';
import type { Projection } from './projection.js';

/** How much of an attribute is returned: all, nothing, or certain sub-attributes. */
export type Selection = 'whole' | 'none' | ((subAttribute: Attribute) => boolean);

/** Tells how much of each attribute is returned. */
export type Selector = (attribute: Attribute) => Selection;

type Named = ReadonlyMap<Attribute, 'whole' | ReadonlySet<Attribute>>;

/** Gives the rule by which a projection selects attributes (RFC 7644 §3.9); names that are unknown select nothing. */
export function toSelector(resourceType: ResourceType, { attributes, excludedAttributes }: Projection): Selector {
  if (attributes !== undefined) return including(resolveNames(attributes, resourceType));
  if (excludedAttributes !== undefined) return excluding(resolveNames(excludedAttributes, resourceType));
  return byDefault;
}

function byDefault({ returned }: Attribute): Selection {
  return returned === 'always' || returned === 'default' ? 'whole' : 'none';
}

function including(named: Named): Selector {
  return attribute => {
    const selection = named.get(attribute);
    if (attribute.returned === 'always') return 'whole';
    if (attribute.returned === 'never' || selection === undefined) return 'none';
    return selection === 'whole' ? 'whole' : sub => sub.returned === 'always' || selection.has(sub);
  };
}

function excluding(named: Named): Selector {
  return attribute => {
    const selection = named.get(attribute);
    if (attribute.returned === 'always' || selection === undefined) return byDefault(attribute);
    return selection === 'whole' ? 'none' : sub => sub.returned === 'always' || !selection.has(sub);
  };
}

function resolveNames(paths: readonly AttributePath[], resourceType: ResourceType): Named {
  const named = new Map<Attribute, 'whole' | Set<Attribute>>();
  for (const path of paths) {
    const found = resolveAttributePath(path, resourceType);
    if (found?.subAttribute !== undefined) {
      const earlier = named.get(found.attribute) ?? new Set();
      if (earlier !== 'whole') named.set(found.attribute, earlier.add(found.subAttribute));
    } else if (found !== undefined) named.set(found.attribute, 'whole');
    else for (const attribute of findWholeSchema(path, resourceType)) named.set(attribute, 'whole');
  }
  return named;
}

function findWholeSchema(path: AttributePath, resourceType: ResourceType): readonly Attribute[] {
  return findSchema(resourceType, formatAttributePath(path))?.attributes ?? [];
}
