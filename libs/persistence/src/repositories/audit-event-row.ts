import type { AuditAction, AuditActor, AuditEvent, AuditTarget } from '../audit/audit-event.js';
import type { Row } from '../tables.js';

/** The event of a row. */
export function toAuditEvent(row: Row<'audit_events'>): AuditEvent {
  return {
    enterpriseId: row.enterprise_id,
    sequence: Number(row.sequence),
    id: row.id,
    at: row.at,
    actor: row.actor as AuditActor,
    action: row.action as AuditAction,
    target: row.target as AuditTarget,
    before: row.before ?? null,
    after: row.after ?? null,
    requestId: row.request_id ?? null,
    previousHash: row.previous_hash.toString('hex'),
    hash: row.hash.toString('hex'),
  };
}

/** A hash as it is stored. */
export function hexToBytes(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}
