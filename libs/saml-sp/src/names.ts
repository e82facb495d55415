/** SAML 2.0 core §3.2.2 */
export const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
/** SAML 2.0 core §2 */
export const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
/** XML Encryption §1.3 */
export const ENCRYPTION = 'http://www.w3.org/2001/04/xmlenc#';
/** SAML 2.0 core §3.2.2.2 */
export const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';
/** SAML 2.0 bindings §3: how the names of bindings begin */
export const BINDINGS = 'urn:oasis:names:tc:SAML:2.0:bindings:';
/** SAML 2.0 profiles §3.3 */
export const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';

/** What a signature may use, by the element that says so. Others, SHA-1 and HMAC among them, are refused. */
export const signatureAlgorithms = {
  CanonicalizationMethod: [EXCLUSIVE_C14N],
  SignatureMethod: [
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
    'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
  ],
  DigestMethod: ['http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmlenc#sha512'],
  Transform: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', EXCLUSIVE_C14N],
} as const;

/** What the signature of a query may use (SAML 2.0 bindings §3.4.4.1). */
export const querySignatureAlgorithms: readonly string[] = [
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
];

/** How an assertion may be encrypted: authenticated, so that nobody who alters it learns anything by our answer. */
export const contentEncryptions = [
  'http://www.w3.org/2009/xmlenc11#aes256-gcm',
  'http://www.w3.org/2009/xmlenc11#aes128-gcm',
] as const;

/** How its key may be: RSA 1.5 lets whoever counts refusals decrypt (Bleichenbacher). */
export const keyTransports = ['http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p'] as const;
