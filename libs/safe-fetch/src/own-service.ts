import { Agent } from 'undici';
import { readableEncodings, readBody } from './read-body.js';

/** What is sent to the service itself. */
export interface OwnRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Behind the public URL, encoded as it is to be sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What was answered; names of headers are in lower case. */
export interface OwnAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Of an answer, on the wire and unpacked. */
const MOST_BYTES = 1_048_576;
const TIMEOUT_MS = 30_000;

/**
 * Sends to this installation, at its public URL and through whatever is in front of it, as others do. No other host is reached by it,
 * wherever the public URL leads; the operator has set it, so it may lead to a private address. No redirect is followed.
 */
export class OwnService {
  private readonly url: URL;
  private readonly agent = new Agent({ pipelining: 0, connections: 4, allowH2: false });

  /** @param publicUrl without a trailing slash */
  constructor(readonly publicUrl: string) {
    this.url = new URL(publicUrl);
  }

  /** @throws Error saying why there is no answer */
  async send({ method, path, headers, body }: OwnRequest): Promise<OwnAnswer> {
    const answer = await this.agent.request({
      origin: this.url.origin,
      path: this.url.pathname.replace(/\/$/, '') + path,
      method,
      headers: { 'accept-encoding': readableEncodings, ...headers },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const told = Object.entries(answer.headers).map(
      ([name, value]) => [name, [value ?? []].flat().join(', ')] as const,
    );
    const answered = Object.fromEntries(told);
    const bytes = await readBody(answer.body, answered['content-encoding'] ?? '', MOST_BYTES);
    return { status: answer.statusCode, headers: answered, body: bytes.toString('utf8') };
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }
}
