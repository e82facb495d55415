import { OAuthError } from './oauth-error.js';
import type { TokenForm } from './token-form.js';

/** How a client says who it is; nothing of it is checked yet. */
export type ClientProof =
  | { readonly kind: 'secret'; readonly clientId: string; readonly secret: string }
  | { readonly kind: 'assertion'; readonly clientId: string | undefined; readonly assertion: string };

/** A request for an access token (RFC 6749 §4.4.2). */
export interface TokenRequest {
  readonly proof: ClientProof;
  /** Undefined when no scope was asked for. */
  readonly scope: string | undefined;
}

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const BASIC = /^basic +([\w+/=-]+) *$/i;

/**
 * Reads a request for an access token: how the client authenticates (RFC 6749 §2.3.1, RFC 7523 §2.2), and what it asks for.
 * @throws OAuthError
 */
export function parseTokenRequest(authorization: string | undefined, form: TokenForm): TokenRequest {
  const grantType = form.get('grant_type');
  if (grantType === undefined) throw OAuthError.invalidRequest('The parameter grant_type is missing.');
  if (grantType !== 'client_credentials') throw OAuthError.unsupportedGrantType();
  return { proof: parseProof(authorization, form), scope: form.get('scope') };
}

function parseProof(authorization: string | undefined, form: TokenForm): ClientProof {
  const secret = form.get('client_secret');
  const assertion = form.get('client_assertion');
  const ways = [authorization, secret, assertion].filter(way => way !== undefined);
  if (ways.length > 1) throw OAuthError.invalidRequest('The client authenticates in more than one way.');
  const clientId = form.get('client_id');
  if (authorization !== undefined) return parseBasic(authorization, clientId);
  if (assertion !== undefined) {
    if (form.get('client_assertion_type') !== JWT_BEARER)
      throw OAuthError.invalidRequest(`The parameter client_assertion_type is not ${JWT_BEARER}.`);
    return { kind: 'assertion', clientId, assertion };
  }
  if (clientId === undefined || secret === undefined) throw OAuthError.invalidClient();
  return { kind: 'secret', clientId, secret };
}

function parseBasic(authorization: string, named: string | undefined): ClientProof {
  const encoded = BASIC.exec(authorization)?.[1];
  if (encoded === undefined) throw OAuthError.invalidClient();
  const [clientId = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':').map(formDecode);
  if (named !== undefined && named !== clientId)
    throw OAuthError.invalidRequest('The parameter client_id names another client than the Authorization header.');
  return { kind: 'secret', clientId, secret: rest.join(':') };
}

/** RFC 6749 §2.3.1: both halves are encoded like the values of a form. */
function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw OAuthError.invalidClient();
  }
}
