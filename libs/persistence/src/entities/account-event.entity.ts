import { defineEntity, p } from '@mikro-orm/core';
import type { AuditActor } from '../audit/audit-event.js';
import { createdMoment } from './columns.js';
import type { AccountEventId, AccountId, ConnectionId, DirectoryUserId, EnterpriseId, ReceiptId } from './ids.js';

/** What can happen to an account, or to an enterprise as a whole. */
export const accountEventTypes = [
  'account.created',
  'account.updated',
  'account.linked',
  'account.unlinked',
  'account.login_released',
  'account.suspended',
  'account.reactivated',
  'account.memberships_changed',
  'account.purged',
  'enterprise.hold_opened',
  'enterprise.hold_ended',
] as const;
export type AccountEventType = (typeof accountEventTypes)[number];

/** What happened to an account or an enterprise: written in the transaction of the change, told of afterwards. */
export const AccountEvent = defineEntity({
  name: 'AccountEvent',
  tableName: 'account_events',
  primaryKeys: ['enterprise_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    id: p.uuid().$type<AccountEventId>().primary(),
    /** The order in which one account, or the enterprise, was changed. */
    sequence: p.bigint('string').defaultRaw("nextval('account_event_sequence'::regclass)"),
    /** Null when it happened to the enterprise. */
    account_id: p.uuid().$type<AccountId>().nullable(),
    connection_id: p.uuid().$type<ConnectionId>().nullable(),
    directory_user_id: p.uuid().$type<DirectoryUserId>().nullable(),
    receipt_id: p.uuid().$type<ReceiptId>().nullable(),
    type: p.text().$type<AccountEventType>(),
    actor: p.json<AuditActor>(),
    /** What it was before and is after, or what was taken and given back. */
    change: p.json<object>(),
    request_id: p.text().nullable(),
    at: createdMoment(),
    /** The order in which all are told of; null until then. */
    position: p.bigint('string').nullable(),
  },
  indexes: [
    { name: 'account_events_unpublished', properties: ['sequence'], where: 'position is null' },
    { name: 'account_events_position', properties: ['position'] },
    {
      name: 'account_events_of_enterprise',
      properties: ['enterprise_id', 'position'],
      where: 'position is not null',
    },
    {
      name: 'account_events_memberships',
      properties: ['enterprise_id', 'at'],
      where: "type = 'account.memberships_changed'",
    },
  ],
});
