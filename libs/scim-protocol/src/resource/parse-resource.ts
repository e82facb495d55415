import type { ResourceType } from '../schemas/schema.js';
import type { Tolerances } from '../tolerances.js';
import { checkRequired } from './check-required.js';
import { parseReplacement } from './parse-replacement.js';
import type { ScimAttributes } from './scim-attributes.js';

/**
 * Gives the attributes of the resource that a POST body describes, in canonical form (RFC 7644 §3.3).
 *
 * Attribute names get their canonical letter case; read-only and unknown attributes and `password` are dropped; strings
 * stay as they are.
 *
 * @throws ScimError `invalidSyntax` when the body has the wrong shape; `invalidValue` when a value has the wrong type or a
 * required one is missing; the detail names the attribute
 * @example
 * parseResource({ schemas: [userSchema.id], USERNAME: 'ada', id: 'ignored' }, userResourceType, lenient); // { userName: 'ada' }
 */
export function parseResource(body: unknown, resourceType: ResourceType, tolerances: Tolerances): ScimAttributes {
  const { given } = parseReplacement(body, resourceType, tolerances);
  checkRequired(given, resourceType);
  return given;
}
