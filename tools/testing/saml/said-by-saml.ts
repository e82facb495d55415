/** SAML 2.0 core §3.2.2 */
export const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
/** SAML 2.0 core §2 */
export const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
/** XML Encryption §1.3 */
export const ENCRYPTION = 'http://www.w3.org/2001/04/xmlenc#';
/** SAML 2.0 profiles §3.3 */
export const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
