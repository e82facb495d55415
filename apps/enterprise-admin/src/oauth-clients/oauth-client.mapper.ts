import { isDeepStrictEqual } from 'node:util';
import type { OAuthClientKeys, OAuthClientRow, OAuthClientTerms, WorkloadIdentity } from '#libs/persistence';
import { scimScopes } from '#libs/tokens';
import type { CreateOAuthClient, OAuthClient, UpdateOAuthClient } from './oauth-client.dto.js';
import { type PublicJwk, readPublicJwk, thumbprintOf } from '../http/public-jwk.js';
import type { PublicKeySet } from '../http/public-keys.dto.js';
import type { WorkloadIdentityInput } from './workload-identity.dto.js';

const DEFAULT_MINUTES = 60;

/** Where an OAuth client goes. */
export interface AuthorizationServer {
  readonly issuer: string;
  readonly tokenEndpoint: string;
}

/** A client as it is answered. */
export function toOAuthClient(row: OAuthClientRow, { issuer, tokenEndpoint }: AuthorizationServer): OAuthClient {
  const { id, name, scopes, version } = row;
  return {
    id,
    name,
    scopes,
    accessTokenMinutes: row.access_token_minutes,
    jwks: row.jwks && { keys: publicKeysOf(row.jwks) },
    federation: row.federation ?? null,
    tokenEndpoint,
    issuer,
    version,
    createdAt: row.created_at,
    lastModified: row.last_modified,
    lastUsedAt: row.last_used_at ?? null,
  };
}

/** What a new client is to be. */
export function termsOf({ name, scopes, accessTokenMinutes, jwks, federation }: CreateOAuthClient): OAuthClientTerms {
  return {
    name,
    scopes: scopes ?? scimScopes,
    accessTokenMinutes: accessTokenMinutes ?? DEFAULT_MINUTES,
    jwks: toKeys(jwks),
    federation: toWorkloadIdentity(federation),
  };
}

/** What an update changes: only what is different from now. */
export function changeOf(row: OAuthClientRow, body: UpdateOAuthClient): Partial<OAuthClientTerms> {
  const { name, scopes, accessTokenMinutes, jwks, federation } = body;
  const current = termsIn(row);
  const asked: Partial<OAuthClientTerms> = {
    ...(typeof name === 'string' && { name }),
    ...(scopes && { scopes }),
    ...(typeof accessTokenMinutes === 'number' && { accessTokenMinutes }),
    ...(jwks !== undefined && { jwks: toKeys(jwks) }),
    ...(federation !== undefined && { federation: toWorkloadIdentity(federation) }),
  };
  const different = Object.entries(asked).filter(
    ([member, value]) => !isDeepStrictEqual(value, current[member as keyof OAuthClientTerms]),
  );
  return Object.fromEntries(different);
}

/** The same members of a client as it is. */
export function currentOf(row: OAuthClientRow, change: Partial<OAuthClientTerms>): Partial<OAuthClientTerms> {
  return Object.fromEntries(Object.entries(termsIn(row)).filter(([member]) => member in change));
}

/** Whether a client can get access tokens in a way that it could not before. */
export function opensAccess({ jwks, federation }: Partial<OAuthClientTerms>): boolean {
  return Boolean(jwks ?? federation);
}

/** Whether an access token that was got before is more, or somebody else's, than one would be now. */
export function endsAccess(change: Partial<OAuthClientTerms>): boolean {
  return change.scopes !== undefined || change.jwks !== undefined || change.federation !== undefined;
}

/** What the audit log keeps of a client: of its keys the thumbprints. */
export function auditedTerms({ jwks, ...terms }: Partial<OAuthClientTerms>): object {
  return {
    ...terms,
    ...(jwks !== undefined && { keyThumbprints: jwks === null ? null : publicKeysOf(jwks).map(thumbprintOf) }),
  };
}

function termsIn({ name, scopes, access_token_minutes, jwks, federation }: OAuthClientRow): OAuthClientTerms {
  return { name, scopes, accessTokenMinutes: access_token_minutes, jwks: jwks ?? null, federation: federation ?? null };
}

function toKeys(jwks: PublicKeySet | null | undefined): OAuthClientKeys | null {
  return jwks ? { keys: publicKeysOf(jwks) } : null;
}

function publicKeysOf({ keys }: OAuthClientKeys): PublicJwk[] {
  return keys.map(readPublicJwk).filter(key => key !== undefined);
}

function toWorkloadIdentity(federation: WorkloadIdentityInput | null | undefined): WorkloadIdentity | null {
  if (!federation) return null;
  const { issuer, audiences, subject, tenantId = null, jwksUri } = federation;
  return { issuer, audiences, subject, tenantId, jwksUri };
}
