import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { ApplicationSessionKey } from '#libs/persistence';
import type { SigningKeyKind, SigningKeyRing } from './signing-key-ring.js';

/** The keys of the OpenID provider: with them ID tokens and logout tokens are signed. */
export const idTokenKeys = { kind: 'id_token', algorithm: 'RS256' } as const satisfies SigningKeyKind;

/** So long a receiver may take one. */
const VALID = '2 minutes';

/** Where the OpenID provider is. */
export function openIdIssuer(publicUrl: string): string {
  return `${publicUrl}/sso`;
}

/** A logout token: tells an application that a session is over (OpenID Connect Back-Channel Logout 1.0 §2.4). */
export async function signLogoutToken(
  ring: SigningKeyRing,
  issuer: string,
  { accountId, accountSessionId, applicationId }: ApplicationSessionKey,
): Promise<string> {
  const { id, key } = await ring.signing();
  return new SignJWT({
    sid: accountSessionId,
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  })
    .setProtectedHeader({ alg: idTokenKeys.algorithm, typ: 'logout+jwt', kid: id })
    .setIssuer(issuer)
    .setSubject(accountId)
    .setAudience(applicationId)
    .setIssuedAt()
    .setExpirationTime(VALID)
    .setJti(randomUUID())
    .sign(key);
}
