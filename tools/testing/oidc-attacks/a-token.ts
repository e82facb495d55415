import { createHmac, type KeyObject, sign } from 'node:crypto';
import { clientId, issuer, keys } from './a-provider.js';

/** How a token is made: by hand, because no library makes what attackers do. */
export interface TokenParts {
  readonly header?: object;
  readonly claims?: object;
  /** Null for no signature, a text for HMAC. */
  readonly key?: KeyObject | string | null;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The claims of an ID token that is good. */
export function idTokenClaims(nonce: string): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  return { iss: issuer, aud: clientId, sub: 'kim-1', iat: now, exp: now + 300, nonce, sid: 'session-1' };
}

/** The claims of a logout token that is good. */
export function logoutTokenClaims(): Record<string, unknown> {
  const { nonce: _, ...claims } = idTokenClaims('');
  return { ...claims, jti: 'logout-1', events: { 'http://schemas.openid.net/event/backchannel-logout': {} } };
}

/** A compact JWS. */
export function aToken({ header = {}, claims = {}, key = keys.own.privateKey }: TokenParts): string {
  const input = `${encode({ alg: 'RS256', kid: 'own', ...header })}.${encode(claims)}`;
  return `${input}.${signatureOf(input, key)}`;
}

function signatureOf(input: string, key: KeyObject | string | null): string {
  if (key === null) return '';
  if (typeof key === 'string') return createHmac('sha256', key).update(input).digest('base64url');
  return sign('sha256', Buffer.from(input), key).toString('base64url');
}
