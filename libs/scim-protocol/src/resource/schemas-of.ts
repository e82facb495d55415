import type { ResourceType } from '../schemas/schema.js';
import type { ScimAttributes } from './scim-attributes.js';

/** Gives the `schemas` of a resource: its base schema and those extensions that have a container (RFC 7643 §3). */
export function schemasOf(attributes: ScimAttributes, resourceType: ResourceType): readonly string[] {
  const extensions = resourceType.schemaExtensions.map(extension => extension.schema.id);
  return [resourceType.schema.id, ...extensions.filter(urn => urn in attributes)];
}
