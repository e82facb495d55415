import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment } from './columns.js';
import type { VendorApplicationId } from './ids.js';

/** How an application authenticates at the token endpoint (OpenID Connect Core §9). */
export const applicationAuthentications = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'none',
] as const;
export type ApplicationAuthentication = (typeof applicationAuthentications)[number];

/** A secret of an application: never itself, and until when it is taken. */
export interface ApplicationSecret {
  /** SHA-256, in base64url. */
  readonly hash: string;
  readonly prefix: string;
  /** ISO 8601; null while it is the one in use. */
  readonly expiresAt: string | null;
}

/** An application of the vendor, that signs people in with us: a client of the OpenID provider. Its id is its `client_id`. */
export const VendorApplication = defineEntity({
  name: 'VendorApplication',
  tableName: 'vendor_applications',
  properties: {
    id: p.uuid().$type<VendorApplicationId>().primary(),
    name: p.text(),
    redirect_uris: p.array().columnType('text[]'),
    post_logout_redirect_uris: p.array().columnType('text[]').defaultRaw("'{}'"),
    /** Where somebody is sent who begins at the identity provider (OpenID Connect Core §4). */
    initiate_login_uri: p.text().nullable(),
    backchannel_logout_uri: p.text().nullable(),
    token_endpoint_auth_method: p.enum(applicationAuthentications),
    /** Its public keys, for `private_key_jwt`. */
    jwks: p.json<{ readonly keys: readonly Readonly<Record<string, unknown>>[] }>().nullable(),
    secrets: p.json<readonly ApplicationSecret[]>().defaultRaw("'[]'"),
    version: p.integer().default(1),
    created_at: createdMoment(),
    last_modified: createdMoment(),
  },
});
