import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import type { ConnectionId, EnterpriseId, OAuthClientId, OAuthClientSecretId } from './ids.js';

/** A secret of an OAuth client: never the secret itself, only its hash. */
export const OAuthClientSecret = defineEntity({
  name: 'OAuthClientSecret',
  tableName: 'oauth_client_secrets',
  primaryKeys: ['enterprise_id', 'connection_id', 'client_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    client_id: p.uuid().$type<OAuthClientId>().primary(),
    id: p.uuid().$type<OAuthClientSecretId>().primary(),
    prefix: p.text(),
    /** SHA-256 of the secret. */
    hash: p.blob().$type<Buffer>(),
    created_at: createdMoment(),
    expires_at: moment(),
    last_used_at: moment().nullable(),
    revoked_at: moment().nullable(),
  },
});
