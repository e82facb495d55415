import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import type { ApiKeyId } from './ids.js';

/** A key of the administration API: never the key itself, only its hash. An operator's key belongs to no enterprise. */
export const ApiKey = defineEntity({
  name: 'ApiKey',
  tableName: 'api_keys',
  properties: {
    id: p.uuid().$type<ApiKeyId>().primary(),
    role: p.enum(['operator']),
    prefix: p.text(),
    /** SHA-256 of the key. */
    hash: p.blob().$type<Buffer>().unique('api_keys_hash'),
    created_at: createdMoment(),
    expires_at: moment(),
    revoked_at: moment().nullable(),
  },
});
