import { texts } from '../texts/texts.js';

const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';
const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';

/** What is wrong with a text as metadata. */
export type MetadataProblem = keyof typeof texts.singleSignOn.settings.problems;

/** What can be seen of metadata before it is sent; the service looks at all of it. */
export type MetadataReading = { readonly entityId: string } | { readonly problem: MetadataProblem };

/** Reads the metadata of a SAML 2.0 identity provider, as far as to tell at once that it is something else. */
export function readMetadata(xml: string): MetadataReading {
  const document = new DOMParser().parseFromString(xml, 'application/xml');
  if (document.querySelector('parsererror')) return { problem: 'not-xml' };
  const [entity] = document.getElementsByTagNameNS(METADATA, 'EntityDescriptor');
  const [idp] = document.getElementsByTagNameNS(METADATA, 'IDPSSODescriptor');
  const isOfServiceProvider = document.getElementsByTagNameNS(METADATA, 'SPSSODescriptor').length > 0;
  if (!idp && isOfServiceProvider) return { problem: 'of-service-provider' };
  if (!entity || !idp) return { problem: 'not-metadata' };
  if (idp.getElementsByTagNameNS(SIGNATURE, 'X509Certificate').length === 0) return { problem: 'no-certificate' };
  return { entityId: entity.getAttribute('entityID') ?? '' };
}
