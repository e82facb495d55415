import { attributeName } from '../schemas/attribute-name.js';
import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import { ScimError } from '../scim-error.js';

/**
 * Refuses a path that names a read-only attribute; inside a path-less value such names are ignored instead.
 *
 * @throws ScimError `mutability` (RFC 7644 §3.5.2)
 */
export function checkMutable(target: ResolvedAttribute): void {
  const { attribute, subAttribute } = target;
  if (attribute.mutability === 'readOnly' || subAttribute?.mutability === 'readOnly') {
    throw ScimError.mutability(`"${attributeName(target)}" is read-only.`);
  }
}
