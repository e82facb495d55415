import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import type { ConnectionId, EnterpriseId, ImpactPreviewId } from './ids.js';

/** What a change would do to accounts, by name. */
export const ImpactPreview = defineEntity({
  name: 'ImpactPreview',
  tableName: 'impact_previews',
  primaryKeys: ['enterprise_id', 'connection_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    id: p.uuid().$type<ImpactPreviewId>().primary(),
    /** Which change. */
    purpose: p.json<object>(),
    state: p.enum(['running', 'done', 'failed']).default('running'),
    examined: p.integer().default(0),
    total: p.integer().nullable(),
    counts: p.json<Readonly<Record<string, number>>>().defaultRaw(`'{}'`),
    /** It is stale once the directory or accounts have changed since. */
    as_of: moment().defaultRaw('clock_timestamp()'),
    created_at: createdMoment(),
    finished_at: moment().nullable(),
  },
});
