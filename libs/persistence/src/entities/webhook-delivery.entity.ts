import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import type { AccountEventId, AccountId, EnterpriseId, WebhookDeliveryId, WebhookEndpointId } from './ids.js';

/** One event on its way to one endpoint. */
export const WebhookDelivery = defineEntity({
  name: 'WebhookDelivery',
  tableName: 'webhook_deliveries',
  primaryKeys: ['endpoint_id', 'id'],
  properties: {
    endpoint_id: p.uuid().$type<WebhookEndpointId>().primary(),
    id: p.uuid().$type<WebhookDeliveryId>().primary(),
    /** The account event; null for a test event. */
    event_enterprise_id: p.uuid().$type<EnterpriseId>().nullable(),
    event_id: p.uuid().$type<AccountEventId>().nullable(),
    account_id: p.uuid().$type<AccountId>().nullable(),
    /** That of the event: the order in which an endpoint is told of one account. */
    position: p.bigint('string').nullable(),
    type: p.text(),
    state: p.enum(['pending', 'delivered', 'dead']).default('pending'),
    attempts: p.integer().default(0),
    last_status: p.integer().nullable(),
    last_error: p.text().nullable(),
    created_at: createdMoment(),
    last_attempt_at: moment().nullable(),
    /** Before that, nothing is sent. */
    next_attempt_at: createdMoment(),
  },
  indexes: [
    { name: 'webhook_deliveries_by_state', properties: ['endpoint_id', 'state', 'id'] },
    {
      name: 'webhook_deliveries_pending',
      properties: ['endpoint_id', 'account_id', 'position'],
      where: "state = 'pending'",
    },
  ],
});
