import type { PendingSignIn } from '#libs/oidc-rp';
import type { SignInFlow } from '#libs/sign-in';

/** What a request goes out with, and its answer is checked with. */
export function toPendingSignIn(
  { nonce, codeVerifier }: Pick<SignInFlow, 'nonce' | 'codeVerifier'>,
  state: string,
  redirectUri: string,
): PendingSignIn {
  return { state, nonce: nonce.reveal(), codeVerifier: codeVerifier.reveal(), redirectUri };
}
