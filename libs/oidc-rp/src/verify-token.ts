import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify, type ProtectedHeaderParameters } from 'jose';
import type { OpenIdProvider } from './open-id-provider.js';
import { refusalOf } from './refusal-of.js';
import { OidcSignInError } from './sign-in-error.js';
import type { OidcSignInErrorCode } from './sign-in-error-code.js';

/** For whom a token must be, and how far clocks may differ. */
export interface TokenRules {
  readonly provider: OpenIdProvider;
  readonly clientId: string;
  readonly clockSkewSeconds: number;
}

/** A token whose signature and claims are good. */
export interface VerifiedToken {
  readonly header: ProtectedHeaderParameters & { readonly alg: string };
  readonly claims: JWTPayload & { readonly iat: number; readonly exp: number };
}

const MAX_TOKEN_LENGTH = 128 * 1024;
/** Entra ID issues them five minutes back, and queues hold logout tokens up. */
const MAX_AGE_SECONDS = 3600;
const signatures = /^(?:[RP]S(?:256|384|512)|ES(?:256|384|512)|EdDSA|Ed25519)$/;
/** OpenID Connect Core §2: keys that come along are not used. */
const keyHeaders = ['jwk', 'jku', 'x5u'] as const;

/**
 * The claims of an ID token or a logout token: signed by the OpenID provider with a key that it publishes, meant for us, and of
 * now (OpenID Connect Core §3.1.3.7, Back-Channel Logout §2.6).
 * @throws OidcSignInError
 */
export async function verifyToken(token: string, rules: TokenRules): Promise<VerifiedToken> {
  const { provider, clientId, clockSkewSeconds } = rules;
  const header = checkHeader(token);
  try {
    const { payload } = await jwtVerify(token, provider.keys, {
      algorithms: acceptedAlgorithms(provider),
      issuer: provider.metadata.issuer,
      audience: clientId,
      clockTolerance: clockSkewSeconds,
      maxTokenAge: MAX_AGE_SECONDS,
      requiredClaims: ['exp'],
    });
    checkAuthorizedParty(payload, clientId);
    return { header, claims: { ...payload, iat: Number(payload.iat), exp: Number(payload.exp) } };
  } catch (error) {
    throw explained(error);
  }
}

/** What a token says before anything of it is believed. */
function checkHeader(token: string): VerifiedToken['header'] {
  if (token.length > MAX_TOKEN_LENGTH) throw OidcSignInError.of('oidc_too_large');
  const header = headerOf(token);
  if (header.enc !== undefined || token.split('.').length === 5) throw OidcSignInError.of('oidc_encrypted');
  const { alg } = header;
  if (alg === undefined) throw OidcSignInError.of('oidc_token_malformed');
  if (alg.toLowerCase() === 'none') throw OidcSignInError.of('oidc_unsigned');
  if (/^HS\d+$/i.test(alg)) throw OidcSignInError.of('oidc_symmetric');
  if (keyHeaders.some(name => header[name] !== undefined)) throw OidcSignInError.of('oidc_key_in_header');
  return { ...header, alg };
}

function headerOf(token: string): ProtectedHeaderParameters {
  try {
    return decodeProtectedHeader(token);
  } catch (error) {
    throw OidcSignInError.of('oidc_token_malformed', error);
  }
}

/** Those that the OpenID provider names; RS256 when it names none (OpenID Connect Core §3.1.3.7 no. 7). */
function acceptedAlgorithms({ metadata }: OpenIdProvider): string[] {
  const named = metadata.id_token_signing_alg_values_supported ?? ['RS256'];
  return named.filter(algorithm => signatures.test(algorithm));
}

/** OpenID Connect Core §3.1.3.7 no. 3 to 5: whoever else it is meant for, it was issued to us. */
function checkAuthorizedParty({ aud, azp }: JWTPayload, clientId: string): void {
  const isForSeveral = Array.isArray(aud) && aud.length > 1;
  if (azp === undefined && !isForSeveral) return;
  if (azp !== clientId) throw OidcSignInError.of('oidc_authorized_party');
}

const ofClaims: Readonly<Record<string, OidcSignInErrorCode>> = {
  iss: 'oidc_issuer',
  aud: 'oidc_audience',
  nbf: 'oidc_not_yet_valid',
  iat: 'oidc_issued_in_future',
};

const ofErrors = new Map<string, OidcSignInErrorCode>([
  ['ERR_JOSE_ALG_NOT_ALLOWED', 'oidc_algorithm'],
  ['ERR_JOSE_NOT_SUPPORTED', 'oidc_algorithm'],
  ['ERR_JWKS_NO_MATCHING_KEY', 'oidc_wrong_key'],
  ['ERR_JWKS_MULTIPLE_MATCHING_KEYS', 'oidc_wrong_key'],
  ['ERR_JWS_SIGNATURE_VERIFICATION_FAILED', 'oidc_signature'],
  ['ERR_JWS_INVALID', 'oidc_token_malformed'],
  ['ERR_JWT_INVALID', 'oidc_token_malformed'],
]);

/** What an error of jose stands for. */
function explained(error: unknown): OidcSignInError {
  if (!(error instanceof errors.JOSEError)) return refusalOf(error, 'oidc_keys_unreachable');
  if (error instanceof errors.JWTExpired)
    return OidcSignInError.of(error.claim === 'iat' ? 'oidc_too_old' : 'oidc_expired', error);
  if (error instanceof errors.JWTClaimValidationFailed) {
    const isMalformed = error.reason === 'missing' || error.reason === 'invalid';
    return OidcSignInError.of((isMalformed ? undefined : ofClaims[error.claim]) ?? 'oidc_claim_missing', error);
  }
  return OidcSignInError.of(ofErrors.get(error.code) ?? 'oidc_keys_unreachable', error);
}
