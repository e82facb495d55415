import { sameValue } from './same-value.js';
import type { ScimAttributes } from './scim-attributes.js';

/**
 * Tells whether two states of a resource are the same, so that a change that changes nothing can leave `meta.version` and
 * `meta.lastModified` alone (RFC 7644 §3.5.2.1). The order of keys and of multi-valued attributes does not count.
 */
export function sameResource(one: ScimAttributes, other: ScimAttributes): boolean {
  return sameValue(one, other);
}
