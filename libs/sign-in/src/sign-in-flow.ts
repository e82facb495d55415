import type { ConnectionKey, SignInAttemptId, SignInProtocol, SignInPurpose, SignInTestId } from '#libs/persistence';
import type { Secret } from '#libs/tokens';

/** A sign-in that has begun, and is not answered yet. */
export interface SignInFlow {
  readonly connection: ConnectionKey;
  /** Its trace; the reference that a browser is shown. */
  readonly attemptId: SignInAttemptId;
  readonly purpose: SignInPurpose;
  readonly protocol: SignInProtocol;
  /** `ssoFingerprint` of the settings it was begun with, live or pending: the answer is checked with the same. */
  readonly fingerprint: string;
  /** The uid of the interaction of the OpenID provider to return to; null when nobody waits for it. */
  readonly interactionId: string | null;
  /** Of a test. */
  readonly testId: SignInTestId | null;
  /** ISO 8601. */
  readonly expiresAt: string;
  /**
   * Of OpenID Connect: the nonce, and the PKCE code verifier (RFC 7636 §4.1). Both follow from the handle and the browser's cookie
   * together, so neither is stored, and whoever sees only the answer in a URL cannot tell them.
   */
  readonly nonce: Secret;
  readonly codeVerifier: Secret;
}

/** What a sign-in is begun with. */
export type NewSignIn = Pick<SignInFlow, 'connection' | 'purpose' | 'protocol' | 'fingerprint'> & {
  readonly interactionId?: string | null;
  /** With the purpose `test`. */
  readonly test?: { readonly id: SignInTestId; readonly attemptId: SignInAttemptId };
};

/** A flow, and the handle that goes out with it as the RelayState (SAML) or `state` (OpenID Connect): 43 characters. */
export interface BegunSignIn {
  readonly flow: SignInFlow;
  readonly handle: Secret;
}

/** What is known of the browser of a sign-in. */
export interface SignInClient {
  readonly ip: string | null;
  readonly userAgent: string | null;
}
