import type { AttributePath } from '../path/attribute-path.js';
import { listAttributes } from '../schemas/list-attributes.js';
import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import type { ResourceType } from '../schemas/schema.js';
import { getAttribute } from './get-attribute.js';
import { isObject } from './is-object.js';
import { sameValue } from './same-value.js';
import type { ScimAttributes } from './scim-attributes.js';

const onRequest = new WeakMap<ResourceType, readonly ResolvedAttribute[]>();

/**
 * Gives the attributes returned on request that a write has set or changed, for `Projection.written`: the answer to the
 * write has them unasked (RFC 7643 §7 "request"). `before` is undefined for a new resource.
 */
export function writtenAttributes(
  before: ScimAttributes | undefined,
  after: ScimAttributes,
  resourceType: ResourceType,
): readonly AttributePath[] {
  return listOnRequest(resourceType)
    .filter(target => !sameValue(getValue(before ?? {}, target), getValue(after, target)))
    .map(({ schema, attribute, subAttribute }) => ({
      urn: schema.id,
      attribute: attribute.name,
      ...(subAttribute !== undefined && { subAttribute: subAttribute.name }),
    }));
}

function getValue(resource: ScimAttributes, target: ResolvedAttribute) {
  const value = getAttribute(resource, target);
  if (target.subAttribute === undefined || !isObject(value)) return value;
  return value[target.subAttribute.name];
}

function listOnRequest(resourceType: ResourceType): readonly ResolvedAttribute[] {
  let list = onRequest.get(resourceType);
  if (list === undefined) {
    list = listAttributes(resourceType)
      .flatMap(target => [
        target,
        ...(target.attribute.subAttributes ?? []).map(subAttribute => ({ ...target, subAttribute })),
      ])
      .filter(({ attribute, subAttribute = attribute }) => subAttribute.returned === 'request');
    onRequest.set(resourceType, list);
  }
  return list;
}
