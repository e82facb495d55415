import { randomUUIDv7 as uuid } from 'node:crypto';
import type { EnterpriseId } from '../entities/ids.js';
import type { AuditEvent, NewAuditEvent } from './audit-event.js';
import { hashAuditEvent } from './hash-audit-event.js';

/** What of an audit event says what happened. */
export type AuditContent = Pick<AuditEvent, 'actor' | 'action' | 'target' | 'before' | 'after' | 'requestId'>;

/** The content of an event that is to be recorded. */
export function contentOf({
  actor,
  action,
  target,
  before = null,
  after = null,
  requestId = null,
}: NewAuditEvent): AuditContent {
  return { actor, action, target, before, after, requestId };
}

/** The event that follows another. @param content as JSON has it, without secrets */
export function linkTo(
  enterpriseId: EnterpriseId,
  previous: { readonly sequence: number; readonly hash: string },
  content: AuditContent,
  at: string,
): AuditEvent {
  const linked = {
    enterpriseId,
    sequence: previous.sequence + 1,
    id: uuid(),
    at,
    ...content,
    previousHash: previous.hash,
  };
  return { ...linked, hash: hashAuditEvent(linked) };
}
