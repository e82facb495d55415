import { hasStrongKey } from '#libs/connection-health';
import { type IdpMetadata, parseIdpMetadata, SamlMetadataError } from '#libs/saml-metadata';

/** How many certificates of an identity provider may be there at once. */
export const maxCertificates = 5;

/** A document that cannot be used, or could not be fetched. The message says why, to an administrator. */
export class IdpMetadataRefused extends Error {
  override readonly name = 'IdpMetadataRefused';

  constructor(
    /** A word for programs: what is wrong with the document, or why nothing came. */
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Reads the metadata document of a SAML 2.0 identity provider with which people can be signed in.
 * @throws IdpMetadataRefused
 */
export function readIdpMetadata(xml: string, now: Date): IdpMetadata {
  const metadata = parsed(xml, now);
  if (metadata.certificates.length > maxCertificates)
    throw new IdpMetadataRefused(
      'too_many_certificates',
      `The document has more than ${maxCertificates} certificates. Take those out that are not used.`,
    );
  if (!metadata.certificates.every(hasStrongKey))
    throw new IdpMetadataRefused(
      'weak_certificate',
      'A certificate has an RSA key of less than 2048 bits. Have the identity provider make a new one.',
    );
  return metadata;
}

function parsed(xml: string, now: Date): IdpMetadata {
  try {
    return parseIdpMetadata(xml, now);
  } catch (error) {
    if (!(error instanceof SamlMetadataError)) throw error;
    throw new IdpMetadataRefused(error.code, error.message, { cause: error });
  }
}
