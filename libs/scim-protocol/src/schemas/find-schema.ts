import type { ResourceType, Schema } from './schema.js';

const URN = /^urn:/i;
const indexes = new WeakMap<ResourceType, ReadonlyMap<string, Schema>>();

/** Gives the base schema or extension of this URN, whatever its letter case, or undefined (RFC 7643 §6). */
export function findSchema(resourceType: ResourceType, urn: string): Schema | undefined {
  let index = indexes.get(resourceType);
  if (index === undefined) {
    const schemas = [resourceType.schema, ...resourceType.schemaExtensions.map(extension => extension.schema)];
    index = new Map(schemas.flatMap(schema => [schema.id, schema.id.toLowerCase()].map(urn => [urn, schema])));
    indexes.set(resourceType, index);
  }
  return index.get(urn) ?? (URN.test(urn) ? index.get(urn.toLowerCase()) : undefined);
}
