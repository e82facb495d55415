import type { ProviderMetadata } from './provider-metadata.js';
import { OidcSignInError } from './sign-in-error.js';

/** A sign-in that was begun and not answered yet. All of it is random but the redirect URI. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** The one that the request went out with. */
  readonly redirectUri: string;
  /** Present when a session at the OpenID provider is not enough. */
  readonly reauthentication?: Reauthentication;
}

/** That the person authenticates anew (`prompt=login` and `max_age`, OpenID Connect Core §3.1.2.1). */
export interface Reauthentication {
  /** Not before that. */
  readonly since: Date;
  /** Given, the ID token must say when it was: `auth_time`. */
  readonly maxAgeSeconds?: number;
}

/** How a sign-in is answered (RFC 6749 §4.1.2, RFC 9207 §2, OpenID Connect Session Management §3). */
const known = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri', 'session_state'];
/** Of flows that put tokens into the URL. */
const foreign = ['id_token', 'access_token', 'token', 'response'];

/**
 * Checks what a browser brought from an OpenID provider before anything is asked of that; gives nothing when there is a code.
 * @throws OidcSignInError
 */
export function checkAuthorizationResponse(
  parameters: URLSearchParams,
  { state, redirectUri }: PendingSignIn,
  { metadata, ownRedirectUri }: { readonly metadata: ProviderMetadata; readonly ownRedirectUri: string },
): void {
  const isRepeated = known.some(name => parameters.getAll(name).length > 1);
  if (isRepeated || foreign.some(name => parameters.has(name))) throw OidcSignInError.of('oidc_response_malformed');
  if (redirectUri !== ownRedirectUri) throw OidcSignInError.of('oidc_other_connection');
  if (parameters.get('state') !== state) throw OidcSignInError.of('oidc_state');
  checkIssuer(parameters.get('iss'), metadata);
  const error = parameters.get('error');
  if (error !== null) {
    const said = [error, parameters.get('error_description')].filter(Boolean).join(': ');
    throw OidcSignInError.said('oidc_denied', said);
  }
  if (!parameters.get('code')) throw OidcSignInError.of('oidc_no_code');
}

/** RFC 9207 §2.4 */
function checkIssuer(iss: string | null, metadata: ProviderMetadata): void {
  if (iss !== null && iss !== metadata.issuer) throw OidcSignInError.of('oidc_mix_up');
  if (iss === null && metadata.authorization_response_iss_parameter_supported)
    throw OidcSignInError.of('oidc_issuer_missing');
}
