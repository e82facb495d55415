import { defineEntity, p } from '@mikro-orm/core';

/** How far account events are on their way to webhook endpoints. One row. */
export const WebhookHead = defineEntity({
  name: 'WebhookHead',
  tableName: 'webhook_heads',
  properties: {
    id: p.integer().primary().autoincrement(false),
    position: p.bigint('string'),
  },
  checks: [{ name: 'webhook_heads_id_check', expression: 'id = 1' }],
});
