import { isIP } from 'node:net';
import { Agent, type Dispatcher, request } from 'undici';
import { checkedLookup, type Resolve, systemResolve } from './checked-lookup.js';
import { checkTarget, requireAddress } from './checked-target.js';
import { PrivateNetworks } from './private-networks.js';
import { discard, readableEncodings, readBody } from './read-body.js';
import { SafeFetchError } from './safe-fetch-error.js';

/** What a fetcher is made with. */
export interface SafeFetchOptions {
  /** None unless said otherwise. To these plain http is allowed too, on every port. */
  readonly allowedPrivateNetworks?: PrivateNetworks;
  /** How names are looked up. */
  readonly resolve?: Resolve;
}

/** How something is fetched. */
export interface SafeRequest {
  /** The media types that are understood. */
  readonly accept?: string;
  /** Sent to the URL itself, and to no other that it leads to. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the answer, on the wire and unpacked. */
  readonly maxBytes: number;
  /** For everything, from the look-up of the name to the last byte. */
  readonly timeoutMs: number;
  /** How many redirects are followed, at most 3; each is checked like the first URL. None unless said otherwise. */
  readonly maxRedirects?: 0 | 1 | 2 | 3;
}

/** What is sent, and how. A redirect is never followed. */
export interface SafePost extends Omit<SafeRequest, 'maxRedirects'> {
  readonly body: string | Buffer;
}

/** What was answered, with any status but that of a redirect. */
export interface SafeResponse {
  readonly status: number;
  /** As it was sent; empty when there was none. */
  readonly contentType: string;
  /** `Retry-After` as it was sent; empty when there was none. */
  readonly retryAfter: string;
  readonly body: Buffer;
}

/** One request on its way. */
interface Sending {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

const REDIRECTS = [301, 302, 303, 307, 308];
/** Few are ever under way at once; nothing is kept open, because one URL is fetched now and then. */
const AGENT_OPTIONS = { pipelining: 0, connections: 16, allowH2: false };

/**
 * Fetches from URLs that customers name, without letting them reach what only we can reach (server-side request forgery): https,
 * public addresses, no redirects, an answer of limited size in limited time.
 */
export class SafeFetch {
  private readonly networks: PrivateNetworks;
  private readonly resolve: Resolve;
  private readonly open: Dispatcher;
  private readonly confined: Dispatcher;

  constructor({ allowedPrivateNetworks = PrivateNetworks.none, resolve = systemResolve }: SafeFetchOptions = {}) {
    this.networks = allowedPrivateNetworks;
    this.resolve = resolve;
    const agent = (isConfined: boolean) =>
      new Agent({
        ...AGENT_OPTIONS,
        connect: { lookup: checkedLookup(resolve, { isConfined, networks: allowedPrivateNetworks }) },
      });
    this.open = agent(false);
    this.confined = agent(true);
  }

  /**
   * What is at a URL.
   * @throws SafeFetchError
   */
  async get(
    url: string,
    { accept = '*/*', headers, maxBytes, timeoutMs, maxRedirects = 0 }: SafeRequest,
  ): Promise<SafeResponse> {
    const signal = AbortSignal.timeout(timeoutMs);
    let target = url;
    for (let followed = 0; ; followed++) {
      const sent = followed === 0 ? { accept, ...headers } : { accept };
      const answer = await this.send(target, { method: 'GET', headers: sent, maxBytes, signal });
      if (!(answer instanceof URL)) return answer;
      if (followed === maxRedirects) throw redirected();
      target = answer.href;
    }
  }

  /**
   * What is answered to a POST.
   * @throws SafeFetchError
   */
  async post(url: string, { accept = '*/*', body, headers, maxBytes, timeoutMs }: SafePost): Promise<SafeResponse> {
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await this.send(url, { method: 'POST', headers: { accept, ...headers }, body, maxBytes, signal });
    if (answer instanceof URL) throw redirected();
    return answer;
  }

  /**
   * Looks at a URL before anything is sent to it: what it is, and where its name leads now. A name that leads nowhere yet will do;
   * whenever something is sent, the addresses are looked at again.
   * @throws SafeFetchError `url_refused`, `address_refused`
   */
  async check(text: string): Promise<void> {
    const { url, isConfined } = checkTarget(text, this.networks);
    if (isIP(url.hostname.replace(/^\[(.*)\]$/, '$1')) !== 0) return;
    const addresses = await this.resolve(url.hostname).catch(() => []);
    for (const { address } of addresses) requireAddress(address, { isConfined, networks: this.networks });
  }

  /** Gives up what is under way. */
  async close(): Promise<void> {
    await Promise.all([this.open.destroy(), this.confined.destroy()]);
  }

  /** The answer, or where it leads. */
  private async send(text: string, { headers, maxBytes, ...sending }: Sending): Promise<SafeResponse | URL> {
    const { url, isConfined } = checkTarget(text, this.networks);
    try {
      const answer = await request(url, {
        ...sending,
        dispatcher: isConfined ? this.confined : this.open,
        headers: { 'user-agent': 'Postern', 'accept-encoding': readableEncodings, ...headers },
      });
      const location = valueOf(answer.headers['location']);
      if (REDIRECTS.includes(answer.statusCode) && location !== '') {
        discard(answer.body);
        return targetOf(location, url);
      }
      return {
        status: answer.statusCode,
        contentType: valueOf(answer.headers['content-type']),
        retryAfter: valueOf(answer.headers['retry-after']),
        body: await readBody(answer.body, valueOf(answer.headers['content-encoding']), maxBytes),
      };
    } catch (error) {
      throw toSafeFetchError(error, sending.signal);
    }
  }
}

function targetOf(location: string, base: URL): URL {
  const target = URL.parse(location, base.href);
  if (!target) throw redirected();
  return target;
}

function redirected(): SafeFetchError {
  return new SafeFetchError('redirected', 'The answer is a redirect, which is not followed.');
}

function valueOf(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header.join(', ') : header) ?? '';
}

function toSafeFetchError(error: unknown, signal: AbortSignal): SafeFetchError {
  if (error instanceof SafeFetchError) return error;
  if (signal.aborted) return new SafeFetchError('timed_out', 'The answer took too long.', { cause: error });
  return new SafeFetchError('unreachable', 'The host of the URL cannot be reached.', { cause: error });
}
