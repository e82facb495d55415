import { OidcSignInError } from './sign-in-error.js';

/** What the token endpoint answers, as far as it is looked at. */
export interface TokenAnswer {
  readonly id_token?: unknown;
  readonly access_token?: unknown;
}

/**
 * The tokens of an answer.
 * @throws OidcSignInError `oidc_token_endpoint` when it is no JSON object
 */
export async function readTokens(response: Response): Promise<TokenAnswer> {
  const answer: unknown = await response.json().catch((error: unknown) => {
    throw OidcSignInError.of('oidc_token_endpoint', error);
  });
  if (typeof answer !== 'object' || answer === null) throw OidcSignInError.of('oidc_token_endpoint');
  return answer;
}
