import { COMMON_ATTRIBUTES } from './common-attributes.js';
import type { ResolvedAttribute } from './resolved-attribute.js';
import type { ResourceType } from './schema.js';

const lists = new WeakMap<ResourceType, readonly ResolvedAttribute[]>();

/** Gives every attribute of a resource type: common, of the base schema, of the extensions. */
export function listAttributes(resourceType: ResourceType): readonly ResolvedAttribute[] {
  let list = lists.get(resourceType);
  if (list === undefined) {
    const { schema, schemaExtensions } = resourceType;
    list = [
      ...[...COMMON_ATTRIBUTES, ...schema.attributes].map(attribute => ({ schema, extension: false, attribute })),
      ...schemaExtensions.flatMap(({ schema: extension }) =>
        extension.attributes.map(attribute => ({ schema: extension, extension: true, attribute })),
      ),
    ];
    lists.set(resourceType, list);
  }
  return list;
}
