import { findAttribute } from './find-attribute.js';
import type { ResolvedAttribute } from './resolved-attribute.js';

/**
 * Gives what stands for an attribute where values are compared: itself, or the `value` of a complex one, as in the RFC's
 * `emails co "example.com"` (RFC 7644 §3.4.2.2); undefined when it has none.
 */
export function toSimpleAttribute(found: ResolvedAttribute): ResolvedAttribute | undefined {
  const { attribute, subAttribute } = found;
  if (subAttribute !== undefined || attribute.type !== 'complex') return found;
  const value = findAttribute(attribute.subAttributes, 'value');
  return value && { ...found, subAttribute: value };
}
