import { SafeFetch, type SafeResponse } from '#libs/safe-fetch';

/** What the discovery documents of issuers say otherwise, for tests that say so; null where none answers. */
export const discovery = new Map<string, object | null>();

const PATH = '/.well-known/openid-configuration';

/** Reads discovery documents without a network: every issuer has one. All else is fetched. */
export class DiscoveryOfTests extends SafeFetch {
  override get(url: string, options: Parameters<SafeFetch['get']>[1]): Promise<SafeResponse> {
    return url.endsWith(PATH) ? Promise.resolve(documentOf(url.slice(0, -PATH.length))) : super.get(url, options);
  }
}

function documentOf(issuer: string): SafeResponse {
  const document = discovery.has(issuer) ? discovery.get(issuer) : {};
  if (!document) return { status: 404, contentType: '', retryAfter: '', body: Buffer.of() };
  const endpoints = { authorization_endpoint: `${issuer}/a`, token_endpoint: `${issuer}/t`, jwks_uri: `${issuer}/k` };
  const body = Buffer.from(JSON.stringify({ issuer, ...endpoints, ...document }));
  return { status: 200, contentType: 'application/json', retryAfter: '', body };
}
