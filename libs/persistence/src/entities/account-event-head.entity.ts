import { defineEntity, p } from '@mikro-orm/core';

/** How far account events are told of. One row. */
export const AccountEventHead = defineEntity({
  name: 'AccountEventHead',
  tableName: 'account_event_heads',
  properties: {
    id: p.integer().primary().autoincrement(false),
    position: p.bigint('string'),
  },
  checks: [{ name: 'account_event_heads_id_check', expression: 'id = 1' }],
});
