import { defineEntity, p } from '@mikro-orm/core';
import type { ScimScope } from '#libs/tokens';
import { createdMoment, moment } from './columns.js';
import type { ConnectionId, EnterpriseId, OAuthClientId, OAuthClientSecretId, ScimTokenId } from './ids.js';

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
    last_used_ip: p.text().nullable(),
    /** The token that takes its place. */
    replaced_by: p.uuid().$type<ScimTokenId>().nullable(),
    /** How long it lives on from the first use of the one that takes its place; null once that has been seen. */
    overlap_seconds: p.integer().nullable(),
    /** The OAuth client that got it as an access token, and by which secret; null for a token that was entered by hand. */
    oauth_client_id: p.uuid().$type<OAuthClientId>().nullable(),
    oauth_secret_id: p.uuid().$type<OAuthClientSecretId>().nullable(),
    revoked_at: moment().nullable(),
  },
  uniques: [{ name: 'scim_tokens_hash', properties: ['enterprise_id', 'connection_id', 'hash'] }],
  indexes: [
    {
      name: 'scim_tokens_of_client',
      properties: ['enterprise_id', 'connection_id', 'oauth_client_id'],
      where: 'oauth_client_id is not null',
    },
  ],
});
