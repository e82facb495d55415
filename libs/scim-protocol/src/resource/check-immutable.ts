import { attributeName } from '../schemas/attribute-name.js';
import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import type { Attribute } from '../schemas/schema.js';
import { ScimError } from '../scim-error.js';
import { isObject } from './is-object.js';
import { sameValue } from './same-value.js';
import type { ScimValue } from './scim-attributes.js';

/**
 * Refuses to change or to take away what is immutable and has a value: an attribute, or a sub-attribute of a singular
 * complex one (RFC 7643 §7). The values of a multi-valued attribute come and go as a whole.
 *
 * @throws ScimError `mutability`
 */
export function checkImmutable(
  before: ScimValue | undefined,
  after: ScimValue | undefined,
  { schema, extension, attribute }: ResolvedAttribute,
): void {
  if (before === undefined || before === after) return;
  const target = { schema, extension, attribute };
  if (attribute.mutability === 'immutable' && !sameValue(before, after)) throw immutable(attributeName(target));
  if (attribute.multiValued || !isObject(before)) return;
  const changed = attribute.subAttributes?.find(({ name, mutability }) => {
    if (mutability !== 'immutable' || before[name] === undefined) return false;
    return !isObject(after) || after[name] !== before[name];
  });
  if (changed !== undefined) throw immutable(attributeName({ ...target, subAttribute: changed }));
}

/** Tells whether an attribute is immutable, or singular with a sub-attribute that is. */
export function hasImmutablePart({ mutability, multiValued, subAttributes = [] }: Attribute): boolean {
  return mutability === 'immutable' || (!multiValued && subAttributes.some(sub => sub.mutability === 'immutable'));
}

function immutable(name: string): ScimError {
  return ScimError.mutability(`"${name}" is immutable.`);
}
