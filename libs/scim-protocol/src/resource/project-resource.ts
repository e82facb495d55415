import { findAttribute } from '../schemas/find-attribute.js';
import { findSchema } from '../schemas/find-schema.js';
import { COMMON_ATTRIBUTES } from '../schemas/common-attributes.js';
import type { Attribute, ResourceType } from '../schemas/schema.js';
import { isObject } from './is-object.js';
import type { Projection } from './projection.js';
import type { ScimObject, ScimValue } from './scim-attributes.js';
import { toList } from './to-list.js';
import { toSelector } from './to-selector.js';
import type { Selector } from './to-selector.js';

/**
 * Gives what of a resource a client wants to see (RFC 7644 §3.9, §3.4.2.5; RFC 7643 §7 "returned").
 *
 * `resource` is the whole wire object, with `schemas`, `id` and `meta`. What is returned "always" stays, what is "never"
 * goes, and what is "request" comes only when named. What no schema knows is left out.
 *
 * @example
 * projectResource(user, userResourceType, { attributes: [parseAttributePath('name.familyName')] });
 */
export function projectResource(resource: ScimObject, resourceType: ResourceType, projection: Projection): ScimObject {
  const select = toSelector(resourceType, projection);
  const base = resourceType.schema.attributes;
  return mapMembers(resource, (name, value) => {
    const extension = findSchema(resourceType, name);
    if (extension !== undefined && isObject(value)) {
      return nonEmpty(
        mapMembers(value, (key, part) => projectValue(findAttribute(extension.attributes, key), part, select)),
      );
    }
    return projectValue(findAttribute(base, name) ?? findAttribute(COMMON_ATTRIBUTES, name), value, select);
  });
}

function projectValue(attribute: Attribute | undefined, value: ScimValue, select: Selector): ScimValue | undefined {
  const selection = attribute === undefined ? 'none' : select(attribute);
  if (attribute === undefined || selection === 'none') return undefined;
  if (selection === 'whole') return value;
  const elements = toList(value)
    .map(element => nonEmpty(projectElement(element as ScimObject, attribute, selection)))
    .filter(element => element !== undefined);
  if (elements.length === 0) return undefined;
  return attribute.multiValued ? elements : elements[0];
}

function projectElement(
  element: ScimObject,
  attribute: Attribute,
  keeps: (subAttribute: Attribute) => boolean,
): ScimObject {
  return mapMembers(element, (name, value) => {
    const subAttribute = findAttribute(attribute.subAttributes, name);
    return subAttribute !== undefined && keeps(subAttribute) ? value : undefined;
  });
}

function mapMembers(object: ScimObject, map: (name: string, value: ScimValue) => ScimValue | undefined): ScimObject {
  const mapped: Record<string, ScimValue> = {};
  for (const [name, value] of Object.entries(object)) {
    const result = map(name, value);
    if (result !== undefined) mapped[name] = result;
  }
  return mapped;
}

function nonEmpty(object: ScimObject): ScimObject | undefined {
  return Object.keys(object).length === 0 ? undefined : object;
}
