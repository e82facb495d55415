import type { OidcSignInErrorCode, PendingSignIn } from '#libs/oidc-rp';
import type { TokenParts } from './a-token.js';

/** Somebody tries to sign in as somebody else. */
export interface Attack {
  /** What they do. */
  readonly name: string;
  readonly code: OidcSignInErrorCode;
  /** What they make of the parameters that the browser brings. */
  readonly parameters?: (good: Record<string, string>) => Record<string, string> | string;
  /** What they make of the ID token. */
  readonly idToken?: (claims: Record<string, unknown>) => TokenParts | string;
  /** What the token endpoint answers. */
  readonly tokens?: (good: Record<string, unknown>) => object | string;
  /** What the OpenID provider says of itself, besides. */
  readonly metadata?: Record<string, unknown>;
  /** What the userinfo endpoint answers. */
  readonly userinfo?: object | string;
  /** What is remembered of the request. */
  readonly pending?: (good: PendingSignIn) => PendingSignIn;
}

/** Somebody tries to log people out, or to make a logout token of something else. */
export interface LogoutAttack {
  readonly name: string;
  readonly code: OidcSignInErrorCode;
  readonly token: (claims: Record<string, unknown>) => TokenParts | string;
}
