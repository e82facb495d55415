import { hash } from 'node:crypto';
import type { AuditEvent } from './audit-event.js';
import { canonicalJson, type Json } from './canonical-json.js';

/** What stands for the hash before the first event. */
export const noHash = '0'.repeat(64);

/** SHA-256, in hexadecimal digits, of the canonical JSON of all of an event but its own hash. docs/adr/0013-audit-chain.md */
export function hashAuditEvent(event: Omit<AuditEvent, 'hash'>): string {
  const { enterpriseId, sequence, id, at, actor, action, target, before, after, requestId, previousHash } = event;
  const hashed = { enterpriseId, sequence, id, at, actor, action, target, before, after, requestId, previousHash };
  return hash('sha256', canonicalJson(hashed as unknown as Json), 'hex');
}
