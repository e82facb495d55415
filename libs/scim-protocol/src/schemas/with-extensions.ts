import { ScimError } from '../scim-error.js';
import { findSchema } from './find-schema.js';
import type { ResourceType, Schema } from './schema.js';

/**
 * Gives a resource type with further extensions, none of them required (RFC 7643 §6).
 *
 * Keep the result: lookups in a resource type are remembered by its identity.
 *
 * @throws ScimError `invalidValue` when two schemas have the same URN
 */
export function withExtensions(resourceType: ResourceType, schemas: readonly Schema[]): ResourceType {
  return schemas.reduce((extended, schema) => {
    if (findSchema(extended, schema.id) !== undefined) {
      throw ScimError.invalidValue(`${extended.name} has the schema "${schema.id}" already.`);
    }
    return { ...extended, schemaExtensions: [...extended.schemaExtensions, { schema, required: false }] };
  }, resourceType);
}
