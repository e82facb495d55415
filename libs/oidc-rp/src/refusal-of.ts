import { AuthorizationResponseError, ResponseBodyError } from 'openid-client';
import { SafeFetchError } from '#libs/safe-fetch';
import { OidcSignInError } from './sign-in-error.js';
import type { OidcSignInErrorCode } from './sign-in-error-code.js';

/** What an error of the token endpoint stands for (RFC 6749 §5.2); Entra ID says `unauthorized_client` of a client that it lacks. */
const ofTokenEndpoint = new Map<string, OidcSignInErrorCode>([
  ['invalid_grant', 'oidc_code_refused'],
  ['invalid_client', 'oidc_client_refused'],
  ['unauthorized_client', 'oidc_client_refused'],
]);

/**
 * The refusal that an error stands for, whatever library threw it and wrapped it.
 * @param otherwise the cause when nothing tells it
 */
export function refusalOf(error: unknown, otherwise: OidcSignInErrorCode): OidcSignInError {
  const causes = causesOf(error);
  const refusal = causes.find(cause => cause instanceof OidcSignInError);
  if (refusal) return refusal;
  const isTooLarge = causes.some(cause => cause instanceof SafeFetchError && cause.code === 'too_large');
  if (isTooLarge) return OidcSignInError.of('oidc_too_large', error);
  const said = causes.find(cause => cause instanceof ResponseBodyError || cause instanceof AuthorizationResponseError);
  if (!said) return OidcSignInError.of(otherwise, error);
  const words = [said.error, said.error_description].filter(Boolean).join(': ');
  return OidcSignInError.said(ofTokenEndpoint.get(said.error) ?? otherwise, words, error);
}

/** An error, and what it says that caused it. */
function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 5; cause = cause.cause) causes.push(cause);
  return causes;
}
