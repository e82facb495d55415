import { attributeName } from '../schemas/attribute-name.js';
import { isSchemas } from '../schemas/is-schemas.js';
import { listAttributes } from '../schemas/list-attributes.js';
import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import type { ResourceType, Schema } from '../schemas/schema.js';
import { ScimError } from '../scim-error.js';
import { getAttribute } from './get-attribute.js';
import type { ScimAttributes, ScimValue } from './scim-attributes.js';

/**
 * Checks that a resource has every required attribute; those of an extension only when it is used (RFC 7643 §2.2, §3.3).
 * Schemas that are not concerned are passed over.
 *
 * @throws ScimError `invalidValue` naming what is missing
 */
export function checkRequired(
  attributes: ScimAttributes,
  resourceType: ResourceType,
  isConcerned: (schema: Schema) => boolean = () => true,
): void {
  const absent = resourceType.schemaExtensions.find(
    ({ schema, required }) => required && isConcerned(schema) && !(schema.id in attributes),
  );
  if (absent) throw ScimError.invalidValue(`"${absent.schema.id}" is required.`);
  const missing = listRequired(resourceType).find(
    target => isConcerned(target.schema) && isUsed(attributes, target) && isMissing(getAttribute(attributes, target)),
  );
  if (missing) throw ScimError.invalidValue(`"${attributeName(missing)}" is required.`);
}

function isUsed(attributes: ScimAttributes, { schema, extension }: ResolvedAttribute): boolean {
  return !extension || schema.id in attributes;
}

const lists = new WeakMap<ResourceType, readonly ResolvedAttribute[]>();

function listRequired(resourceType: ResourceType): readonly ResolvedAttribute[] {
  let list = lists.get(resourceType);
  if (list === undefined) {
    list = listAttributes(resourceType).filter(isRequired);
    lists.set(resourceType, list);
  }
  return list;
}

/** Tells whether a client must give the attribute; `schemas` is computed from the content. */
export function isRequired(target: ResolvedAttribute): boolean {
  const { required, mutability } = target.attribute;
  return required && mutability !== 'readOnly' && !isSchemas(target);
}

/** Tells whether a value leaves a required attribute without one; an empty string does (RFC 7643 §4.1.1). */
export function isMissing(value: ScimValue | undefined): boolean {
  return value === undefined || value === '';
}
