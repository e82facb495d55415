import { comparableValue } from '../filter/comparable-value.js';
import type { ComparableValue } from '../filter/comparable-value.js';
import { listAttributes } from '../schemas/list-attributes.js';
import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import type { ResourceType } from '../schemas/schema.js';
import { getAttribute } from './get-attribute.js';
import type { ScimAttributes, ScimObject } from './scim-attributes.js';
import { toList } from './to-list.js';

/** A value that no other resource of the type may have. */
export interface UniqueValue {
  /** Ends at a simple attribute. */
  readonly target: ResolvedAttribute;
  readonly value: ComparableValue;
}

/**
 * Gives the values by which a resource must differ from all others of its type, in the form in which they are compared
 * (`uniqueness` server or global, RFC 7643 §7): `userName`, and what a custom extension declares.
 */
export function uniqueValues(resource: ScimAttributes, resourceType: ResourceType): readonly UniqueValue[] {
  return uniqueTargets(resourceType).flatMap(target => {
    const { attribute, subAttribute } = target;
    const parts = toList(getAttribute(resource, target)).map(element =>
      subAttribute === undefined ? element : (element as ScimObject)[subAttribute.name],
    );
    return parts.flatMap(part => {
      const value = comparableValue(part, subAttribute ?? attribute);
      return value === undefined ? [] : [{ target, value }];
    });
  });
}

const targets = new WeakMap<ResourceType, readonly ResolvedAttribute[]>();

function uniqueTargets(resourceType: ResourceType): readonly ResolvedAttribute[] {
  let list = targets.get(resourceType);
  if (list === undefined) {
    list = listAttributes(resourceType)
      .flatMap(target => {
        const { type, subAttributes = [] } = target.attribute;
        return type === 'complex' ? subAttributes.map(subAttribute => ({ ...target, subAttribute })) : [target];
      })
      .filter(({ attribute, subAttribute = attribute }) => subAttribute.uniqueness !== 'none');
    targets.set(resourceType, list);
  }
  return list;
}
