import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import type { ApiKeyId, ConnectionId, EnterpriseId, SetupLinkId } from './ids.js';

/** What of a connection a setup link lets somebody set up. */
export const setupFeatures = ['sso', 'provisioning', 'domains'] as const;
export type SetupFeature = (typeof setupFeatures)[number];

/** A link with which somebody sets one connection up: never the link itself, only the hash of its secret. */
export const SetupLink = defineEntity({
  name: 'SetupLink',
  tableName: 'setup_links',
  primaryKeys: ['enterprise_id', 'connection_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    id: p.uuid().$type<SetupLinkId>().primary(),
    /** The key that made it, and ends it. */
    made_by: p.uuid().$type<ApiKeyId>().nullable(),
    prefix: p.text(),
    /** SHA-256 of the secret. */
    hash: p.blob().$type<Buffer>().unique('setup_links_hash'),
    features: p.array().$type<SetupFeature[]>().columnType('text[]'),
    /** How often it may be opened, and was. */
    max_opens: p.integer(),
    opens: p.integer().default(0),
    created_at: createdMoment(),
    expires_at: moment(),
    last_opened_at: moment().nullable(),
    revoked_at: moment().nullable(),
  },
  indexes: [{ name: 'setup_links_of_api_key', properties: ['made_by'], where: 'revoked_at is null' }],
  checks: [{ name: 'setup_links_max_opens_check', expression: 'max_opens > 0' }],
});
