/** Everything that can be wrong with a metadata document, and what is told about it. */
const problems = {
  too_large: 'The document has more than 1 MiB. The metadata of one identity provider has a few thousand characters.',
  html_page:
    'This is a web page and no metadata: often the sign-in page of the identity provider. Download its "IdP metadata" XML and take that.',
  doctype: 'The document has a DOCTYPE, which metadata does not need and which can do harm. Take it out.',
  not_xml: 'The document is not well-formed XML. Copy all of it, from the first "<" to the last ">".',
  too_deep: 'The elements of the document are nested too deeply for metadata.',
  not_metadata:
    'The document is XML, and no SAML 2.0 metadata: its first element is no EntityDescriptor of urn:oasis:names:tc:SAML:2.0:metadata.',
  duplicate_id: 'Two elements of the document have the same ID. Download it again.',
  no_identity_provider:
    'The document describes no identity provider. If it is the metadata of this service, it belongs into the identity provider; take the one that the identity provider offers.',
  several_identity_providers:
    'The document describes several identity providers. Take the metadata of the one application or tenant that is to be connected.',
  not_saml2: 'The identity provider does not speak SAML 2.0.',
  entity_id_invalid: 'The identity provider has no entity ID of 1 to 1024 characters.',
  expired: 'The document was valid until a moment that has passed. Download it again.',
  valid_until_invalid: 'The document has a validUntil that is no moment (xs:dateTime).',
  no_sign_on_url: 'The identity provider names no sign-on URL for HTTP-Redirect or HTTP-POST.',
  sign_on_url_insecure: 'A sign-on URL of the identity provider is not an "https" URL.',
  no_signing_certificate:
    'The identity provider names no certificate that it signs with. Set up its signing key, then download the metadata again.',
  certificate_unreadable: 'A certificate in the document cannot be read. Download it again.',
} as const;

/** What is wrong with a metadata document; programs may rely on it. */
export type SamlMetadataErrorCode = keyof typeof problems;

/** A document that is no metadata of one SAML 2.0 identity provider. The message says what to do, and repeats nothing of the document. */
export class SamlMetadataError extends Error {
  override readonly name = 'SamlMetadataError';

  private constructor(
    readonly code: SamlMetadataErrorCode,
    cause: unknown,
  ) {
    super(problems[code], { cause });
  }

  /** The error of a code; `cause` is private. */
  static of(code: SamlMetadataErrorCode, cause?: unknown): SamlMetadataError {
    return new SamlMetadataError(code, cause);
  }
}
