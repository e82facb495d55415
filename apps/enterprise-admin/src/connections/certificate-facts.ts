import { hash } from 'node:crypto';
import { type CertificateFacts, readCertificate } from '#libs/connection-health';

const DAY_MS = 86_400_000;

/** Whether a certificate can be relied on. */
export const certificateStates = ['valid', 'expired', 'not_yet_valid'] as const;

/** One of {@link certificateStates}. */
export type CertificateState = (typeof certificateStates)[number];

declare const brand: unique symbol;

/** A UUID that cannot be taken for the UUID of something else. */
export type CertificateId = string & { readonly [brand]: 'certificate' };

/** A certificate of an identity provider at a moment. */
export interface CertificateAtMoment extends CertificateFacts {
  readonly id: string;
  readonly state: CertificateState;
  /** Whole days until it expires. */
  readonly daysLeft: number;
}

/** What is told of certificates in PEM form; one that cannot be read is left out. */
export function certificatesAt(pems: readonly string[], now: Date): readonly CertificateAtMoment[] {
  return pems.flatMap(pem => {
    const facts = readCertificate(pem);
    if (!facts) return [];
    const end = Date.parse(facts.validTo);
    return {
      id: certificateId(facts),
      ...facts,
      state: stateAt(facts, now),
      daysLeft: Math.max(0, Math.floor((end - now.getTime()) / DAY_MS)),
    };
  });
}

/** The same certificate has the same id everywhere: a UUID of version 8 (RFC 9562 §5.8) made of its fingerprint. */
export function certificateId({ fingerprint }: Pick<CertificateFacts, 'fingerprint'>): string {
  const digits = hash('sha256', fingerprint, 'hex');
  const variant = ((Number.parseInt(digits.charAt(16), 16) & 0b11) | 0b1000).toString(16);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    variant + digits.slice(17, 20),
    digits.slice(20, 32),
  ].join('-');
}

function stateAt({ validFrom, validTo }: CertificateFacts, now: Date): CertificateState {
  if (now.getTime() < Date.parse(validFrom)) return 'not_yet_valid';
  return now.getTime() < Date.parse(validTo) ? 'valid' : 'expired';
}
