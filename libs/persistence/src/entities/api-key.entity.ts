import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import type { ApiKeyId, EnterpriseId } from './ids.js';

/** What the holder of an API key is: `operator` of all enterprises, the others of one or, as the vendor's staff, of all. */
export const apiKeyRoles = ['operator', 'enterprise_admin', 'auditor', 'support'] as const;
export type ApiKeyRole = (typeof apiKeyRoles)[number];

/** A key of the administration API: never the key itself, only its hash. */
export const ApiKey = defineEntity({
  name: 'ApiKey',
  tableName: 'api_keys',
  properties: {
    id: p.uuid().$type<ApiKeyId>().primary(),
    /** Null for the vendor's own keys, which are of all enterprises. */
    enterprise_id: p.uuid().$type<EnterpriseId>().nullable(),
    name: p.text().default('unnamed'),
    role: p.enum(apiKeyRoles),
    /** What of its role's permissions it has; null for all of them. */
    permissions: p.array().columnType('text[]').nullable(),
    /** The key that made it; null when none did. */
    made_by: p.uuid().$type<ApiKeyId>().nullable(),
    prefix: p.text(),
    /** SHA-256 of the key. */
    hash: p.blob().$type<Buffer>().unique('api_keys_hash'),
    created_at: createdMoment(),
    expires_at: moment(),
    last_used_at: moment().nullable(),
    revoked_at: moment().nullable(),
  },
  checks: [
    {
      // Who has no enterprise reaches all of them.
      name: 'api_keys_reach_check',
      expression:
        "case role when 'operator' then enterprise_id is null when 'enterprise_admin' then enterprise_id is not null else true end",
    },
  ],
  indexes: [{ name: 'api_keys_by_enterprise', properties: ['enterprise_id', 'id'] }],
});
