import { X509Certificate } from 'node:crypto';
import { childrenOf, METADATA, SIGNATURE, textOf } from './elements.js';
import { SamlMetadataError } from './saml-metadata-error.js';

/**
 * The certificates that an identity provider signs with, in PEM form, each once: those of every KeyDescriptor for signing, and of
 * those that do not say what they are for (SAML 2.0 metadata §2.4.1.1).
 * @throws SamlMetadataError
 */
export function signingCertificates(descriptor: Element): readonly string[] {
  const certificates = childrenOf(descriptor, METADATA, 'KeyDescriptor')
    .filter(key => ['', 'signing'].includes(key.getAttribute('use') ?? ''))
    .flatMap(key => childrenOf(key, SIGNATURE, 'KeyInfo'))
    .flatMap(info => childrenOf(info, SIGNATURE, 'X509Data'))
    .flatMap(data => childrenOf(data, SIGNATURE, 'X509Certificate'))
    .map(element => toPem(textOf(element)));
  if (certificates.length === 0) throw SamlMetadataError.of('no_signing_certificate');
  return [...new Set(certificates)];
}

function toPem(base64: string): string {
  const digits = base64.replaceAll(/\s+/g, '');
  try {
    return new X509Certificate(Buffer.from(digits, 'base64')).toString();
  } catch (error) {
    throw SamlMetadataError.of('certificate_unreadable', error);
  }
}
