import type { SafeFetch, SafeResponse } from '#libs/safe-fetch';

/** What fetches; the limits on addresses and redirects are its own. */
export type Fetcher = Pick<SafeFetch, 'get' | 'post'>;

/** Of anything that an OpenID provider answers. Discovery documents and key sets have some KiB, ID tokens with many groups more. */
export const MAX_ANSWER_BYTES = 256 * 1024;
const TIMEOUT_MS = 5000;
const limits = { maxBytes: MAX_ANSWER_BYTES, timeoutMs: TIMEOUT_MS } as const;

/** How openid-client and jose ask for something. */
export interface FetchOptions {
  readonly method: string;
  readonly headers: Headers | Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Fetches as `fetch` does, within limits. */
export type Fetch = (url: string, options: FetchOptions) => Promise<Response>;

/** A `fetch` for libraries: no redirects, answers of limited size in limited time. */
export function toFetch(fetcher: Fetcher): Fetch {
  return async (url, { method, headers, body }) => {
    const { accept = 'application/json', ...named } = Object.fromEntries(new Headers(headers));
    const request = { ...limits, accept, headers: named };
    if (method === 'GET') return toResponse(await fetcher.get(url, request));
    return toResponse(await fetcher.post(url, { ...request, body: textOf(body) }));
  };
}

/** The text at a URL that answers 200; undefined with any other status. */
export async function readText(fetcher: Fetcher, url: string): Promise<string | undefined> {
  const { status, body } = await fetcher.get(url, { ...limits, accept: 'application/json' });
  return status === 200 ? body.toString('utf8') : undefined;
}

function toResponse({ status, contentType, body }: SafeResponse): Response {
  return new Response(body.length === 0 ? null : body.toString('utf8'), {
    status,
    headers: contentType === '' ? {} : { 'content-type': contentType },
  });
}

/** Forms are all that is ever posted. */
function textOf(body: unknown): string {
  if (body instanceof URLSearchParams) return body.toString();
  return typeof body === 'string' ? body : '';
}
