import { hash, timingSafeEqual } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { entraTenantIdOf } from './issuer-forms.js';
import type { Reauthentication } from './check-authorization-response.js';
import { OidcSignInError } from './sign-in-error.js';
import { type TokenRules, verifyToken, type VerifiedToken } from './verify-token.js';

/** The claims of an ID token; `sub` is a text. */
export type IdTokenClaims = VerifiedToken['claims'] & { readonly sub: string };

/** What an ID token must fit besides. */
export interface IdTokenRules extends TokenRules {
  readonly nonce: string;
  /** Undefined when none came with it. */
  readonly accessToken: string | undefined;
  readonly reauthentication?: Reauthentication;
}

/** OpenID Connect Core §2 */
const MAX_SUBJECT_LENGTH = 255;
/** By the digits of the algorithm; what has none, EdDSA, is with SHA-512. */
const hashes: Readonly<Record<string, string>> = { 256: 'sha256', 384: 'sha384', 512: 'sha512' };

/**
 * The claims of an ID token that answers our request (OpenID Connect Core §3.1.3.7).
 * @throws OidcSignInError
 */
export async function verifyIdToken(token: string, rules: IdTokenRules): Promise<IdTokenClaims> {
  const { header, claims } = await verifyToken(token, rules);
  checkTenant(claims, rules.provider.metadata.issuer);
  const sub = subjectOf(claims);
  if (typeof claims['nonce'] !== 'string' || !isSame(claims['nonce'], rules.nonce))
    throw OidcSignInError.of('oidc_nonce');
  checkAccessToken(claims, header.alg, rules.accessToken);
  checkAuthenticated(claims, rules);
  return { ...claims, sub };
}

/** Tokens of Entra ID say of which tenant the person is; that of the issuer is the one that was set up. */
function checkTenant({ tid }: JWTPayload, issuer: string): void {
  const tenantId = entraTenantIdOf(issuer);
  if (tenantId === undefined || tid === undefined) return;
  if (typeof tid !== 'string' || tid.toLowerCase() !== tenantId) throw OidcSignInError.of('oidc_tenant');
}

function subjectOf({ sub }: JWTPayload): string {
  if (typeof sub !== 'string' || sub === '' || sub.length > MAX_SUBJECT_LENGTH)
    throw OidcSignInError.of('oidc_subject');
  return sub;
}

/** OpenID Connect Core §3.1.3.6: the left half of the hash. */
function checkAccessToken({ at_hash: expected }: JWTPayload, algorithm: string, accessToken: string | undefined): void {
  if (expected === undefined) return;
  const digest = hash(hashes[algorithm.slice(2)] ?? 'sha512', accessToken ?? '', 'buffer');
  const actual = digest.subarray(0, digest.length / 2).toString('base64url');
  if (accessToken === undefined || typeof expected !== 'string' || !isSame(expected, actual))
    throw OidcSignInError.of('oidc_access_token_hash');
}

/** OpenID Connect Core §3.1.3.7 no. 13: whoever takes `prompt` out of the request is known by the time of the session before. */
function checkAuthenticated(
  { auth_time: time }: JWTPayload,
  { reauthentication, clockSkewSeconds }: Pick<IdTokenRules, 'reauthentication' | 'clockSkewSeconds'>,
): void {
  if (!reauthentication) return;
  if (time === undefined && reauthentication.maxAgeSeconds === undefined) return;
  if (typeof time !== 'number') throw OidcSignInError.of('oidc_claim_missing');
  if (time + clockSkewSeconds < Math.floor(reauthentication.since.getTime() / 1000))
    throw OidcSignInError.of('oidc_authenticated_before');
}

function isSame(a: string, b: string): boolean {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));
}
