import { randomBytes } from 'node:crypto';

const PREFIX = 'postern-domain-verification=';
const TOKEN_BYTES = 20;

/** A new token of a domain. It is no secret: everybody reads it in the DNS. */
export function newDomainToken(): string {
  return randomBytes(TOKEN_BYTES).toString('hex');
}

/** What a TXT record of the domain has to say. */
export function verificationRecordOf(token: string): string {
  return `${PREFIX}${token}`;
}

/** Whether one of the TXT records says it. Panels put quotes and spaces around it. */
export function hasVerificationRecord(records: readonly string[], token: string): boolean {
  return records.some(
    record =>
      record
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim() === verificationRecordOf(token),
  );
}
