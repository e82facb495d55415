import type { AttributePath } from '../path/attribute-path.js';
import { COMMON_ATTRIBUTES } from './common-attributes.js';
import { findAttribute } from './find-attribute.js';
import { findSchema } from './find-schema.js';
import type { ResolvedAttribute } from './resolved-attribute.js';
import type { ResourceType, Schema } from './schema.js';

/**
 * Gives the attribute that a path names in a resource type, or undefined (RFC 7644 §3.10).
 *
 * Letter case does not matter. A name without URN is looked for in the base schema, among the common attributes, and then
 * in the extensions. Entra ID's older `urn:…:User.department`, with a dot after the URN, is understood too.
 *
 * @example
 * resolveAttributePath(parseAttributePath('NAME.familyname'), userResourceType); // { schema, attribute, subAttribute, … }
 */
export function resolveAttributePath(path: AttributePath, resourceType: ResourceType): ResolvedAttribute | undefined {
  const { urn, attribute, subAttribute } = path;
  if (urn === undefined) return findBare(resourceType, attribute, subAttribute);
  const schema = findSchema(resourceType, urn);
  if (schema !== undefined) return findIn(schema, resourceType, attribute, subAttribute);
  const dotted = findSchema(resourceType, `${urn}:${attribute}`);
  return dotted && subAttribute !== undefined ? findIn(dotted, resourceType, subAttribute) : undefined;
}

function findBare(resourceType: ResourceType, name: string, subName?: string): ResolvedAttribute | undefined {
  const found = findIn(resourceType.schema, resourceType, name, subName);
  if (found !== undefined) return found;
  for (const { schema } of resourceType.schemaExtensions) {
    const inExtension = findIn(schema, resourceType, name, subName);
    if (inExtension !== undefined) return inExtension;
  }
  return undefined;
}

function findIn(
  schema: Schema,
  resourceType: ResourceType,
  name: string,
  subName?: string,
): ResolvedAttribute | undefined {
  const extension = schema !== resourceType.schema;
  const own = findAttribute(schema.attributes, name);
  const attribute = own ?? (extension ? undefined : findAttribute(COMMON_ATTRIBUTES, name));
  if (attribute === undefined) return undefined;
  if (subName === undefined) return { schema, extension, attribute };
  const subAttribute = findAttribute(attribute.subAttributes, subName);
  return subAttribute && { schema, extension, attribute, subAttribute };
}
