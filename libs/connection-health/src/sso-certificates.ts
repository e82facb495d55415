import { X509Certificate } from 'node:crypto';
import type { SsoSettings } from '#libs/persistence';

/** What is told of a certificate of an identity provider. */
export interface CertificateFacts {
  readonly subject: string;
  /** ISO 8601 */
  readonly validFrom: string;
  readonly validTo: string;
  /** SHA-256, as consoles of identity providers show it. */
  readonly fingerprint: string;
}

/** Reads a certificate in PEM form; undefined when it is none. */
export function readCertificate(pem: string): CertificateFacts | undefined {
  try {
    const certificate = new X509Certificate(pem);
    return {
      subject: certificate.subject.replaceAll('\n', ', '),
      validFrom: certificate.validFromDate.toISOString(),
      validTo: certificate.validToDate.toISOString(),
      fingerprint: certificate.fingerprint256,
    };
  } catch {
    return undefined;
  }
}

const MIN_RSA_BITS = 2048;

/**
 * Whether a signature by the key of a certificate in PEM form proves anything: RSA of 2048 bits or more, or an elliptic curve. Whoever
 * factors a shorter one signs in as anybody.
 */
export function hasStrongKey(pem: string): boolean {
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = new X509Certificate(pem).publicKey;
    if (type === 'rsa' || type === 'rsa-pss') return (details?.modulusLength ?? 0) >= MIN_RSA_BITS;
    return type === 'ec' || type === 'ed25519';
  } catch {
    return false;
  }
}

/** Whether one of the certificates is valid at the moment. */
export function hasValidCertificate(settings: SsoSettings | null, now: Date): boolean {
  return certificatesOf(settings).some(pem => {
    const facts = readCertificate(pem);
    return (
      facts !== undefined && Date.parse(facts.validFrom) <= now.getTime() && now.getTime() < Date.parse(facts.validTo)
    );
  });
}

/** The certificates of a SAML identity provider, in PEM form. */
export function certificatesOf(settings: SsoSettings | null): readonly string[] {
  return settings?.protocol === 'saml' ? settings.certificates : [];
}
