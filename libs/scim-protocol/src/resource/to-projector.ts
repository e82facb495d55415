import type { ResourceType } from '../schemas/schema.js';
import { isObject } from './is-object.js';
import type { Projection } from './projection.js';
import type { ScimObject, ScimValue } from './scim-attributes.js';
import { toList } from './to-list.js';
import { toSelection } from './to-selection.js';
import type { Selection } from './to-selection.js';

/** Gives what a client wants to see of a resource: the very same object when that is all of it. */
export type Projector = (resource: ScimObject) => ScimObject;

/**
 * Prepares a projection, for one resource or a whole list of them; see `projectResource`.
 *
 * @example
 * users.map(toProjector(userResourceType, query));
 */
export function toProjector(resourceType: ResourceType, projection: Projection): Projector {
  const selection = toSelection(resourceType, projection);
  return resource => projectObject(resource, selection);
}

function projectObject(object: ScimObject, selection: Selection): ScimObject {
  // Most answers are whole: that costs a look-up for each member and no copy.
  if (keepsAll(object, selection)) return object;
  const projected: Record<string, ScimValue> = {};
  for (const name of Object.keys(object)) {
    const kept = projectValue(object[name] as ScimValue, selection.get(name));
    if (kept !== undefined) projected[name] = kept;
  }
  return projected;
}

function keepsAll(object: ScimObject, selection: Selection): boolean {
  for (const name in object) {
    const kept = selection.get(name);
    if (kept === 'whole') continue;
    const value = object[name];
    if (kept === undefined || !isObject(value) || !keepsAll(value, kept)) return false;
  }
  return true;
}

function projectValue(value: ScimValue, kept: 'whole' | Selection | undefined): ScimValue | undefined {
  if (kept === 'whole' || kept === undefined) return kept && value;
  const elements = toList(value).flatMap(element => {
    const projected = isObject(element) ? projectObject(element, kept) : {};
    return Object.keys(projected).length === 0 ? [] : [projected];
  });
  if (elements.length === 0) return undefined;
  return Array.isArray(value) ? elements : elements[0];
}
