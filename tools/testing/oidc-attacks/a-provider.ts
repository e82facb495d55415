import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { exportJWK, type JWK } from 'jose';
import { readProvider, RelyingParty, type RelyingPartyOptions } from '#libs/oidc-rp';
import type { SafeFetch, SafeResponse } from '#libs/safe-fetch';
import { Secret } from '#libs/tokens';

export const issuer = 'https://idp.example.com/oauth2/default';
export const clientId = '0oa1exampleclient';
export const redirectUri = 'https://sso.example.com/sso/7/oidc/callback';
export const accessToken = 'an-access-token';

/** Keys of an OpenID provider, and of somebody else. */
export const keys = {
  own: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  next: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  foreign: generateKeyPairSync('rsa', { modulusLength: 2048 }),
} as const;

/** A public key as a key set has it. */
export async function published(publicKey: KeyObject, kid: string): Promise<JWK> {
  return { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' };
}

/** What is answered at a path: a document, a text, or with another status than 200. */
type Answer = string | object | { readonly status: number; readonly body: object };

/** What an OpenID provider answers at each of its endpoints, and what it was asked. */
export interface FakeProvider {
  readonly fetcher: Pick<SafeFetch, 'get' | 'post'>;
  readonly asked: { readonly url: string; readonly body: string; readonly headers: Readonly<Record<string, string>> }[];
  readonly answers: Map<string, Answer>;
}

/** The metadata of an OpenID provider. */
export function metadataOf(of = issuer): Record<string, unknown> {
  return {
    issuer: of,
    authorization_endpoint: `${of}/authorize`,
    token_endpoint: `${of}/token`,
    userinfo_endpoint: `${of}/userinfo`,
    jwks_uri: `${of}/keys`,
    end_session_endpoint: `${of}/logout`,
    id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: ['openid', 'profile', 'email'],
  };
}

/** An OpenID provider that answers what it is told to. */
export async function aProvider(): Promise<FakeProvider> {
  const asked: FakeProvider['asked'] = [];
  const answers = new Map<string, Answer>([
    [`${issuer}/.well-known/openid-configuration`, metadataOf()],
    [`${issuer}/keys`, { keys: [await published(keys.own.publicKey, 'own')] }],
  ]);
  const answer = (url: string, headers = {}, body = ''): Promise<SafeResponse> => {
    asked.push({ url, body, headers });
    return Promise.resolve(toResponse(answers.get(url)));
  };
  const fetcher: FakeProvider['fetcher'] = {
    get: (url, { headers }) => answer(url, headers),
    post: (url, { headers, body }) => answer(url, headers, body.toString()),
  };
  return { fetcher, asked, answers };
}

function toResponse(answer: Answer | undefined): SafeResponse {
  const { status, body } = answer === undefined ? { status: 404, body: '' } : withStatus(answer);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, contentType: 'application/json', retryAfter: '', body: Buffer.from(text) };
}

function withStatus(answer: Answer): { readonly status: number; readonly body: Answer } {
  if (typeof answer === 'object' && 'status' in answer && 'body' in answer) return answer;
  return { status: 200, body: answer };
}

/** The relying party of a connection to an OpenID provider. */
export async function aRelyingParty(
  { fetcher }: FakeProvider,
  options: Partial<RelyingPartyOptions> & { readonly of?: string } = {},
): Promise<RelyingParty> {
  const { of = issuer, ...others } = options;
  return new RelyingParty({
    provider: await readProvider(fetcher, of),
    clientId,
    authentication: { method: 'client_secret_basic', secret: new Secret('a client secret') },
    redirectUri,
    clockSkewSeconds: 60,
    fetcher,
    ...others,
  });
}
