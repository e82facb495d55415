import { defineEntity, p } from '@mikro-orm/core';
import type { AuditActor } from '../audit/audit-event.js';
import { createdMoment, moment } from './columns.js';
import type { EnterpriseId, HoldId } from './ids.js';

/** Purging stands still in an enterprise: more accounts lost access at once than is usual. */
export const Hold = defineEntity({
  name: 'Hold',
  tableName: 'holds',
  primaryKeys: ['enterprise_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    id: p.uuid().$type<HoldId>().primary(),
    /** How many accounts lost access within the window, and of how many. */
    accounts: p.integer(),
    of_accounts: p.integer(),
    /** When the first of them did. */
    since: moment(),
    created_at: createdMoment(),
    outcome: p.enum(['restored', 'resumed']).nullable(),
    /** Why, by whom and when it was restored or resumed. */
    reason: p.text().nullable(),
    actor: p.json<AuditActor>().nullable(),
    request_id: p.text().nullable(),
    decided_at: moment().nullable(),
    /** Purging goes on; later than the decision where many are restored. */
    ended_at: moment().nullable(),
  },
  uniques: [{ name: 'holds_open', properties: ['enterprise_id'], where: 'ended_at is null' }],
});
