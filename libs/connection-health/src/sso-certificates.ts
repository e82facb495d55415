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
