import { defineEntity, p } from '@mikro-orm/core';
import type { ScimScope } from '#libs/tokens';
import { createdMoment, moment } from './columns.js';
import type { ConnectionId, EnterpriseId, ScimTokenId } from './ids.js';

/** An identity provider's token: never the token itself, only its hash. */
export const ScimToken = defineEntity({
  name: 'ScimToken',
  tableName: 'scim_tokens',
  primaryKeys: ['enterprise_id', 'connection_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    id: p.uuid().$type<ScimTokenId>().primary(),
    prefix: p.text(),
    /** SHA-256 of the token. */
    hash: p.blob().$type<Buffer>(),
    scopes: p.array().$type<ScimScope[]>().columnType('text[]'),
    created_at: createdMoment(),
    expires_at: moment(),
    last_used_at: moment().nullable(),
    revoked_at: moment().nullable(),
  },
  uniques: [{ name: 'scim_tokens_hash', properties: ['enterprise_id', 'connection_id', 'hash'] }],
});
