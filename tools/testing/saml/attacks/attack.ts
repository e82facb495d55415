import type { SamlServiceProviderOptions, SignInErrorCode } from '#libs/saml-sp';

/** What somebody posts who is not who they say. */
export interface Attack {
  /** What the attacker did. */
  readonly name: string;
  readonly code: SignInErrorCode;
  /** The form field `SAMLResponse`, given a request that is waiting for its answer. */
  readonly samlResponse: (requestId: string) => string;
  /** How the connection is set up, where it matters. */
  readonly connection?: Partial<SamlServiceProviderOptions>;
  /** With which RelayState, where it is not the request's. */
  readonly relayState?: string;
}
