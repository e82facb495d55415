import { dayOf, daysAfter, stepBefore } from './moments.js';
import type { ConnectionFacts } from './connection-facts.js';
import { type CertificateFacts, certificatesOf, readCertificate } from './sso-certificates.js';
import type { Finding } from './warning.js';

/** How many days before its end a certificate is warned of. */
const STEPS = [90, 30, 7] as const;

/** Finds that the certificates of a SAML identity provider have expired or soon will. */
export function certificateFindings({ connection }: ConnectionFacts, now: Date): readonly Finding[] {
  const certificates = certificatesOf(connection.sso_settings ?? null).flatMap(pem => readCertificate(pem) ?? []);
  const last = lastOf(certificates, now);
  if (last) return expiring(last, now);
  return connection.sso_settings?.protocol === 'saml' ? [expired(certificates)] : [];
}

/** The certificate with which sign-ins will end, as one takes over from another; undefined when none is valid now. */
function lastOf(certificates: readonly CertificateFacts[], now: Date): CertificateFacts | undefined {
  let last: CertificateFacts | undefined;
  for (const certificate of certificates.toSorted((a, b) => Date.parse(a.validFrom) - Date.parse(b.validFrom))) {
    const end = last ? Date.parse(last.validTo) : now.getTime();
    if (Date.parse(certificate.validFrom) <= end && end < Date.parse(certificate.validTo)) last = certificate;
  }
  return last;
}

function expiring(certificate: CertificateFacts, now: Date): readonly Finding[] {
  const { subject, validTo, fingerprint } = certificate;
  const step = stepBefore(validTo, STEPS, now);
  if (step === undefined) return [];
  return [
    {
      code: 'CERTIFICATE_EXPIRING',
      since: daysAfter(validTo, -step).toISOString(),
      message: `The last certificate of the identity provider expires on ${dayOf(validTo)}; nobody can sign in after that. Make a new one there and add it here before.`,
      evidence: { step, subject, validTo, fingerprint },
    },
  ];
}

function expired(certificates: readonly CertificateFacts[]): Finding {
  const ends = certificates.map(({ validTo }) => validTo).toSorted();
  return {
    code: 'CERTIFICATE_EXPIRED',
    since: ends.at(-1) ?? null,
    message:
      'Every certificate of the identity provider has expired, or is not valid yet, so nobody can sign in. Add the one it signs with now.',
    evidence: {
      certificates: certificates.map(({ subject, validFrom, validTo, fingerprint }) => ({
        subject,
        validFrom,
        validTo,
        fingerprint,
      })),
    },
  };
}
