import http from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { ServerWatch } from './server-watch.ts';

/** A request as it goes over the wire. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query, encoded as they are to be sent: nothing is changed in it. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What a server has answered; names of headers are in lower case. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request, and an answer or the reason why there is none. */
export interface HttpExchange {
  readonly request: HttpRequest;
  readonly answer?: HttpAnswer;
  readonly error?: string;
  readonly milliseconds: number;
}

/** What says that nobody is there. */
const UNREACHABLE = ['ECONNREFUSED', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'];

/** How long what is being made is waited for when the run ends: it must be known to whoever clears up. */
const GRACE_MS = 5_000;

/** A larger answer, compressed or not, is not read. */
const MOST_BYTES = 64 * 1024 * 1024;
const TOO_LARGE = `the answer is larger than ${MOST_BYTES / 1024 / 1024} MiB`;

type Decoder = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const decoders: Readonly<Record<string, Decoder>> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** Sends requests to one origin with no other headers than those it is told, and `Host` and `Content-Length`. */
export class HttpClient {
  private readonly origin: URL;
  private readonly agent: http.Agent;

  private readonly signal: AbortSignal | undefined;
  private readonly lateSignal: AbortSignal | undefined;
  private readonly watch: ServerWatch;

  /**
   * @param origin whatever URL; what stands behind the host does not matter
   * @param connections how many at most; identity providers keep them open
   * @param signal ends the requests under way: those that make something after some seconds only
   * @param watch is told whether the server answers, and tells how long to wait; shared by the clients of one server
   */
  constructor(origin: string, connections: number, signal?: AbortSignal, watch = new ServerWatch()) {
    this.signal = signal;
    this.lateSignal = signal && delayed(signal);
    this.watch = watch;
    this.origin = new URL(origin);
    const options = { keepAlive: true, maxSockets: connections, scheduling: 'fifo' as const };
    this.agent = this.origin.protocol === 'https:' ? new https.Agent(options) : new http.Agent(options);
  }

  /** Never throws: what goes wrong is in the exchange. A connection that the server had just closed is tried again. */
  async send(request: HttpRequest): Promise<HttpExchange> {
    const started = performance.now();
    const elapsed = () => Math.round((performance.now() - started) * 100) / 100;
    const { timeout } = this.watch;
    if (timeout === undefined) return { request, error: `not sent: ${this.watch.reason}`, milliseconds: 0 };
    for (let isFirst = true; ; isFirst = false) {
      const tooLate = AbortSignal.timeout(timeout);
      try {
        const answer = await this.attempt(request, tooLate);
        this.watch.noteAnswer();
        return { request, answer, milliseconds: elapsed() };
      } catch (error) {
        if (isFirst && isStaleConnection(error)) continue;
        const reason = tooLate.aborted ? `no answer within ${timeout / 1000} seconds` : reasonOf(error);
        if (tooLate.aborted || isUnreachable(error)) this.watch.noteSilence(reason, started, tooLate.aborted);
        return { request, error: reason, milliseconds: elapsed() };
      }
    }
  }

  /** Closes the connections. */
  close(): void {
    this.agent.destroy();
  }

  private async attempt(request: HttpRequest, tooLate: AbortSignal): Promise<HttpAnswer> {
    const end = request.method === 'POST' ? this.lateSignal : this.signal;
    const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
    const send = this.origin.protocol === 'https:' ? https.request : http.request;
    const outgoing = send({
      agent: this.agent,
      host: this.origin.hostname.replace(/^\[|\]$/g, ''),
      port: this.origin.port,
      path: request.target,
      method: request.method,
      headers: this.withFraming(request),
      setDefaultHeaders: false,
      signal: AbortSignal.any([tooLate, ...(end ? [end] : [])]),
    });
    outgoing.once('response', resolve);
    outgoing.once('error', error => reject(Object.assign(error, { isReused: outgoing.reusedSocket })));
    outgoing.end(request.body);
    return read(await promise);
  }

  private withFraming({ headers, body, method }: HttpRequest): http.OutgoingHttpHeaders {
    const mayHaveBody = method !== 'GET' && method !== 'DELETE';
    return {
      Host: this.origin.host,
      ...headers,
      ...((body !== undefined || mayHaveBody) && { 'Content-Length': Buffer.byteLength(body ?? '') }),
    };
  }
}

function delayed(signal: AbortSignal): AbortSignal {
  const late = new AbortController();
  signal.addEventListener('abort', () => setTimeout(() => late.abort(), GRACE_MS).unref(), { once: true });
  return late.signal;
}

async function read(message: http.IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new Error(TOO_LARGE);
    chunks.push(chunk);
  }
  const headers = Object.fromEntries(
    Object.entries(message.headersDistinct).map(([name, values = []]) => [name, values.join(', ')]),
  );
  const raw = Buffer.concat(chunks);
  const decode = raw.length > 0 ? decoders[headers['content-encoding']?.toLowerCase() ?? ''] : undefined;
  return {
    status: message.statusCode ?? 0,
    headers,
    body: (decode ? await decode(raw, { maxOutputLength: MOST_BYTES }) : raw).toString('utf8'),
  };
}

function isStaleConnection(error: unknown): boolean {
  return error instanceof Error && 'isReused' in error && error.isReused === true && codeOf(error) === 'ECONNRESET';
}

function isUnreachable(error: unknown): boolean {
  return error instanceof Error && UNREACHABLE.includes(codeOf(error));
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError') return 'interrupted';
  if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return TOO_LARGE;
  // Where a name has several addresses the errors are within, and the message is empty.
  return error.message || codeOf(error) || error.name;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
