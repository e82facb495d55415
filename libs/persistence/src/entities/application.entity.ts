import { defineEntity, p } from '@mikro-orm/core';
import type { AuditActor } from '../audit/audit-event.js';
import { createdMoment, moment } from './columns.js';
import type { ApplicationId, ConnectionId, EnterpriseId, ImpactPreviewId } from './ids.js';

/** What was staged is carried to accounts: once, in steps that a restart goes on with. */
export const Application = defineEntity({
  name: 'Application',
  tableName: 'applications',
  primaryKeys: ['enterprise_id', 'connection_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    id: p.uuid().$type<ApplicationId>().primary(),
    preview_id: p.uuid().$type<ImpactPreviewId>().nullable(),
    state: p.enum(['running', 'done', 'failed']).default('running'),
    /** Why, in words. */
    failure: p.text().nullable(),
    examined: p.integer().default(0),
    total: p.integer().nullable(),
    changed: p.integer().default(0),
    /** Directory users up to this id are done. */
    after_id: p.uuid().nullable(),
    actor: p.json<AuditActor>(),
    request_id: p.text().nullable(),
    created_at: createdMoment(),
    finished_at: moment().nullable(),
  },
});
