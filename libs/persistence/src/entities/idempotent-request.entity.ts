import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment } from './columns.js';

/** A request with an Idempotency-Key that made something, so that sending it again makes nothing more. */
export const IdempotentRequest = defineEntity({
  name: 'IdempotentRequest',
  tableName: 'idempotent_requests',
  primaryKeys: ['actor_id', 'key'],
  properties: {
    /** The API key or setup session it came with. */
    actor_id: p.uuid().primary(),
    /** SHA-256 of the Idempotency-Key, in hexadecimal digits. */
    key: p.text().primary(),
    /** SHA-256 of what was asked. */
    request_hash: p.blob().$type<Buffer>(),
    /** The id of what was made. */
    resource_id: p.uuid(),
    /** What was answered; null when a secret was in it. */
    answer: p.json<object>().nullable(),
    created_at: createdMoment(),
  },
});
