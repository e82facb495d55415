import { findAttribute } from '../schemas/find-attribute.js';
import type { ResourceType } from '../schemas/schema.js';
import type { Projection } from './projection.js';
import { toSelection } from './to-selection.js';

/**
 * Tells whether a projection returns any part of a base attribute, so that an expensive one need not be loaded
 * (`excludedAttributes=members`, RFC 7644 §3.9).
 */
export function returnsAttribute(name: string, resourceType: ResourceType, projection: Projection): boolean {
  const attribute = findAttribute(resourceType.schema.attributes, name);
  return attribute !== undefined && toSelection(resourceType, projection).has(attribute.name);
}
