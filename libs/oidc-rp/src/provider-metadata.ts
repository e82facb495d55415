import { isIssuerOf } from './issuer-forms.js';
import { OidcSignInError } from './sign-in-error.js';

/** What an OpenID provider tells of itself (OpenID Connect Discovery §3), as far as it is used. */
export interface ProviderMetadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly userinfo_endpoint?: string;
  readonly end_session_endpoint?: string;
  readonly scopes_supported?: string[];
  readonly id_token_signing_alg_values_supported?: string[];
  readonly token_endpoint_auth_methods_supported?: string[];
  readonly code_challenge_methods_supported?: string[];
  readonly authorization_response_iss_parameter_supported?: boolean;
}

const required = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;
const optional = ['userinfo_endpoint', 'end_session_endpoint'] as const;
const lists = [
  'scopes_supported',
  'id_token_signing_alg_values_supported',
  'token_endpoint_auth_methods_supported',
  'code_challenge_methods_supported',
] as const;

/**
 * Reads a discovery document. Every endpoint must be as safe as the issuer: https, unless the issuer itself is not.
 * @param entered the issuer for which it was read
 * @throws OidcSignInError `oidc_discovery_malformed`, `oidc_discovery_issuer`, `oidc_no_pkce`
 */
export function parseProviderMetadata(entered: string, text: string): ProviderMetadata {
  const document = parseObject(text);
  const { issuer } = document;
  if (typeof issuer !== 'string') throw OidcSignInError.of('oidc_discovery_malformed');
  if (!isIssuerOf(entered, issuer)) throw OidcSignInError.said('oidc_discovery_issuer', issuer);
  const isSafe = (value: unknown): value is string => isEndpoint(value, issuer);
  if (!required.every(name => isSafe(document[name]))) throw OidcSignInError.of('oidc_discovery_malformed');
  const pick = (names: readonly string[], isUsable: (value: unknown) => boolean): object =>
    Object.fromEntries(names.filter(name => isUsable(document[name])).map(name => [name, document[name]]));
  const metadata = {
    ...pick([...required, ...optional], isSafe),
    ...pick(lists, isTexts),
    authorization_response_iss_parameter_supported: document['authorization_response_iss_parameter_supported'] === true,
    issuer,
  } as ProviderMetadata;
  refuseWithoutPkce(metadata);
  return metadata;
}

/** Providers that name no method may know it all the same, as Entra ID does; one that names others does not. */
function refuseWithoutPkce({ code_challenge_methods_supported: methods }: ProviderMetadata): void {
  if (methods && !methods.includes('S256')) throw OidcSignInError.of('oidc_no_pkce');
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw OidcSignInError.of('oidc_discovery_malformed', error);
  }
  throw OidcSignInError.of('oidc_discovery_malformed');
}

function isEndpoint(value: unknown, issuer: string): boolean {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (!url || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && issuer.startsWith('http:'));
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(entry => typeof entry === 'string');
}
