import { defineEntity, p } from '@mikro-orm/core';
import type { ScimScope } from '#libs/tokens';
import { createdMoment, moment } from './columns.js';
import type { ConnectionId, EnterpriseId, OAuthClientId } from './ids.js';

/** A JSON Web Key Set (RFC 7517) of public keys. */
export interface OAuthClientKeys {
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

/** Whose tokens are taken in place of a secret: all four are compared exactly. */
export interface WorkloadIdentity {
  readonly issuer: string;
  /** Any of these. */
  readonly audiences: readonly string[];
  readonly subject: string;
  /** The `tid` claim that Entra ID sends; null when the issuer sends none. */
  readonly tenantId: string | null;
  /** Where the issuer's keys are. */
  readonly jwksUri: string;
}

/** An identity provider that gets its access tokens by OAuth 2.0 client credentials. Its id is its `client_id`. */
export const OAuthClient = defineEntity({
  name: 'OAuthClient',
  tableName: 'oauth_clients',
  primaryKeys: ['enterprise_id', 'connection_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    id: p.uuid().$type<OAuthClientId>().primary(),
    name: p.text(),
    scopes: p.array().$type<ScimScope[]>().columnType('text[]'),
    /** How long its access tokens live. */
    access_token_minutes: p.integer().default(60),
    /** Its public keys, for `private_key_jwt` (RFC 7523). */
    jwks: p.json<OAuthClientKeys>().nullable(),
    /** The workload identity that stands for it. */
    federation: p.json<WorkloadIdentity>().nullable(),
    version: p.integer().default(1),
    created_at: createdMoment(),
    last_modified: createdMoment(),
    last_used_at: moment().nullable(),
  },
  checks: [
    {
      name: 'oauth_clients_access_token_minutes_check',
      expression: 'access_token_minutes >= 60 and access_token_minutes <= 360',
    },
  ],
});
