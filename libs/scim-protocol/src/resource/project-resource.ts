import type { ResourceType } from '../schemas/schema.js';
import type { Projection } from './projection.js';
import type { ScimObject } from './scim-attributes.js';
import { toProjector } from './to-projector.js';

/**
 * Gives what of a resource a client wants to see (RFC 7644 §3.9, §3.4.2.5; RFC 7643 §7 "returned").
 *
 * `resource` is the whole wire object, with `schemas`, `id` and `meta`, in canonical spelling. What is returned "always"
 * stays, what is "never" goes, and what is "request" comes only when named. What no schema knows is left out.
 *
 * @example
 * projectResource(user, userResourceType, { attributes: [parseAttributePath('name.familyName')] });
 */
export function projectResource(resource: ScimObject, resourceType: ResourceType, projection: Projection): ScimObject {
  return toProjector(resourceType, projection)(resource);
}
