import { hash } from 'node:crypto';
import type { OidcStore } from './oidc-store.js';
import { OidcSignInError } from './sign-in-error.js';
import { type TokenRules, verifyToken, type VerifiedToken } from './verify-token.js';

/** Who was logged out at the OpenID provider: all sessions of a person, or one session; at least one of the two is there. */
export interface OidcLogout {
  readonly subject: string | null;
  /** The `sid` that ID tokens of the session had. */
  readonly sessionId: string | null;
}

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** One that says that it is valid longer is remembered for no longer: it is too old by then. */
const MAX_REMEMBERED_SECONDS = 2 * 3600;

/**
 * What a logout token says, once (OpenID Connect Back-Channel Logout §2.6).
 * @throws OidcSignInError
 */
export async function verifyLogoutToken(token: string, rules: TokenRules, store: OidcStore): Promise<OidcLogout> {
  const { header, claims } = await verifyToken(token, rules);
  checkType(header);
  if (!hasEvent(claims)) throw OidcSignInError.of('oidc_logout_event');
  if (claims['nonce'] !== undefined) throw OidcSignInError.of('oidc_logout_nonce');
  const logout = { subject: textOf(claims.sub), sessionId: textOf(claims['sid']) };
  if (logout.subject === null && logout.sessionId === null) throw OidcSignInError.of('oidc_logout_subject');
  const { jti, iat, exp } = claims;
  if (typeof jti !== 'string' || jti === '') throw OidcSignInError.of('oidc_claim_missing');
  const id = hash('sha256', `${rules.provider.metadata.issuer}\n${jti}`, 'buffer');
  const until = Math.min(exp, iat + MAX_REMEMBERED_SECONDS) + 2 * rules.clockSkewSeconds;
  if (!(await store.useLogoutToken(id, new Date(until * 1000)))) throw OidcSignInError.of('oidc_logout_replayed');
  return logout;
}

/** §2.4: the type is recommended. Many providers write JWT or nothing; another than these is the type of something else. */
function checkType({ typ }: VerifiedToken['header']): void {
  const type = typ?.toLowerCase().replace(/^application\//, '');
  if (type !== undefined && type !== 'jwt' && type !== 'logout+jwt') throw OidcSignInError.of('oidc_logout_type');
}

function hasEvent({ events }: VerifiedToken['claims']): boolean {
  if (typeof events !== 'object' || events === null || !Object.hasOwn(events, EVENT)) return false;
  const event: unknown = (events as Readonly<Record<string, unknown>>)[EVENT];
  return typeof event === 'object' && event !== null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
