import type { ScimObject } from '../resource/scim-attributes.js';
import type { ResourceType } from '../schemas/schema.js';

/** Gives the ResourceType document of a resource type (RFC 7643 §6, RFC 7644 §4); `baseUrl` has no trailing slash. */
export function toResourceTypeResource(resourceType: ResourceType, baseUrl: string): ScimObject {
  const { name, endpoint, description, schema, schemaExtensions } = resourceType;
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: name,
    name,
    endpoint,
    description,
    schema: schema.id,
    schemaExtensions: schemaExtensions.map(extension => ({
      schema: extension.schema.id,
      required: extension.required,
    })),
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${name}` },
  };
}
