import { defineEntity, p } from '@mikro-orm/core';
import { keyText, moment } from './columns.js';
import type { EnterpriseId } from './ids.js';

/** What an administrator, an identity provider's token or Postern itself changed: kept for ever, linked to the event before. */
export const AuditEvent = defineEntity({
  name: 'AuditEvent',
  tableName: 'audit_events',
  primaryKeys: ['enterprise_id', 'sequence'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    /** 1, 2, 3, … without a gap. */
    sequence: p.bigint('string').primary(),
    id: p.uuid(),
    at: moment(),
    actor: p.json<object>(),
    action: keyText(),
    target: p.json<object>(),
    before: p.json<object>().nullable(),
    after: p.json<object>().nullable(),
    request_id: p.text().nullable(),
    previous_hash: p.blob().$type<Buffer>(),
    /** SHA-256 of everything else, the previous hash among it. */
    hash: p.blob().$type<Buffer>(),
  },
  uniques: [{ name: 'audit_events_id', properties: ['enterprise_id', 'id'] }],
  indexes: [
    { name: 'audit_events_at', properties: ['enterprise_id', 'at', 'sequence'] },
    { name: 'audit_events_action', properties: ['enterprise_id', 'action', 'sequence'] },
    {
      name: 'audit_events_actor',
      expression:
        'create index "audit_events_actor" on "audit_events" ("enterprise_id", ("actor" ->> \'id\'), "sequence")',
    },
    {
      name: 'audit_events_target',
      expression:
        'create index "audit_events_target" on "audit_events" ("enterprise_id", ("target" ->> \'type\'), ("target" ->> \'id\'), "sequence")',
    },
  ],
});

/** The last event of each enterprise. Whoever appends locks this row, so that there is one order of events and no gap. */
export const AuditHead = defineEntity({
  name: 'AuditHead',
  tableName: 'audit_heads',
  primaryKeys: ['enterprise_id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    sequence: p.bigint('string'),
    at: moment(),
    hash: p.blob().$type<Buffer>(),
  },
});
