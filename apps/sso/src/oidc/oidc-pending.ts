import type { PendingSignIn } from '#libs/oidc-rp';
import type { SignInFlow } from '#libs/sign-in';
import { type AskedAuthentication, authenticatedSince } from '../http/waiting-applications.js';

/** What a request goes out with, and its answer is checked with. */
export function toPendingSignIn(
  flow: Pick<SignInFlow, 'nonce' | 'codeVerifier' | 'expiresAt'>,
  state: string,
  redirectUri: string,
  asked: AskedAuthentication,
): PendingSignIn {
  const { nonce, codeVerifier } = flow;
  const pending = { state, nonce: nonce.reveal(), codeVerifier: codeVerifier.reveal(), redirectUri };
  const since = authenticatedSince(flow, asked);
  if (!since) return pending;
  const { maxAgeSeconds } = asked;
  return { ...pending, reauthentication: { since, ...(maxAgeSeconds !== undefined && { maxAgeSeconds }) } };
}
