import type { ScimObject } from '../resource/scim-attributes.js';
import type { Attribute, Schema } from '../schemas/schema.js';

/**
 * Gives the Schema document of a schema (RFC 7643 §7, RFC 7644 §4); `baseUrl` has no trailing slash.
 *
 * Attributes that are never returned (`password`) are not published: they are not kept, and Microsoft's validator fails a
 * service provider whose published attributes do not come back.
 */
export function toSchemaResource(schema: Schema, baseUrl: string): ScimObject {
  const { id, name, description } = schema;
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    id,
    name,
    description,
    attributes: toAttributes(schema.attributes),
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${id}` },
  };
}

function toAttributes(attributes: readonly Attribute[]): readonly ScimObject[] {
  return attributes
    .filter(attribute => attribute.returned !== 'never')
    .map(({ subAttributes, ...characteristics }) => {
      return subAttributes === undefined
        ? characteristics
        : { ...characteristics, subAttributes: toAttributes(subAttributes) };
    });
}
