import { findAttribute } from '../schemas/find-attribute.js';
import type { Attribute } from '../schemas/schema.js';
import { userSchema } from '../schemas/user-schema.js';
import { ScimError } from '../scim-error.js';

// RFC 3986 §2: the characters of a URI; §4.2: which may be relative.
const URI_REFERENCE = /^[\w.~:/?#[\]@!$&'()*+,;=%-]*$/;
const ALPHA_2 = /^[a-z]{2}$/i;
const COUNTRY = findAttribute(findAttribute(userSchema.attributes, 'addresses')?.subAttributes, 'country');

/**
 * Checks the form that RFC 7643 prescribes for a text: references are URIs (§2.3.7), `country` is an ISO 3166-1 alpha-2
 * code (§4.1.2). What it only recommends (RFC 5321, RFC 3966, RFC 5646) is left as it is.
 *
 * @throws ScimError `invalidValue`
 */
export function checkForm(text: string, attribute: Attribute, name: string): void {
  if (attribute.type === 'reference' && !URI_REFERENCE.test(text)) {
    throw ScimError.invalidValue(`"${name}" takes a URI (RFC 7643 §2.3.7).`);
  }
  if (attribute === COUNTRY && !ALPHA_2.test(text)) {
    throw ScimError.invalidValue(`"${name}" takes a country code of two letters (RFC 7643 §4.1.2).`);
  }
}
