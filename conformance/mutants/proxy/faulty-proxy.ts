import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Handle, WireAnswer, WireRequest } from '../wire/message.ts';

/** What the runner itself asks for; no profile does. */
const SET_UP_ACCEPT = 'application/scim+json, application/json';

/** Belong to a connection, and not to what goes over it; answers come as they are, and not compressed. */
const OF_CONNECTION = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding', 'content-length']);

/** Who stands behind the proxy, and what is done on the way. */
export interface Passage {
  /** The server's base URL, without a trailing slash. */
  readonly baseUrl: string;
  readonly handle: Handle;
  /** What the runner prepares passes by the fault. */
  readonly sparesSetUp: boolean;
  /** Where the server says its resources are, when that is elsewhere. */
  readonly publicOrigin?: string;
}

/** A server on a free port of this machine that hands requests on to another one, with a fault on the way. */
export class FaultyProxy {
  /** What a fault itself has failed with: it is planted badly. */
  readonly errors: unknown[] = [];
  private readonly server = http.createServer((request, response) => void this.serve(request, response));
  private readonly agent = new http.Agent({ keepAlive: true });
  private readonly passage: Passage;
  private readonly behind: URL;

  private constructor(passage: Passage) {
    this.passage = passage;
    this.behind = new URL(passage.baseUrl);
  }

  /** Starts it. */
  static async start(passage: Passage): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(passage);
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  /** The base URL by way of this proxy. */
  get baseUrl(): string {
    return this.origin + this.behind.pathname;
  }

  /** Ends it. */
  async stop(): Promise<void> {
    this.agent.destroy();
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private get publicOrigin(): string {
    return this.passage.publicOrigin ?? this.behind.origin;
  }

  private async serve(incoming: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    try {
      const request = await this.receive(incoming);
      const isPlain = request.isSetUp && this.passage.sparesSetUp;
      const send = async (each: WireRequest) => this.send(each);
      respond(response, await (isPlain ? send(request) : this.passage.handle(request, send)));
    } catch (error) {
      this.errors.push(error);
      response.destroy();
    }
  }

  private async receive(incoming: http.IncomingMessage): Promise<WireRequest> {
    const { method = '', url = '', headers } = incoming;
    const [path = '', ...query] = url.split('?');
    return {
      method,
      path: path.slice(this.behind.pathname.length),
      query: query.join('?'),
      headers: withoutThoseOfConnection(headers),
      // What stands in a body as an address leads to the server itself.
      body: (await textOf(incoming)).replaceAll(this.origin, this.publicOrigin),
      isSetUp: headers.accept === SET_UP_ACCEPT,
    };
  }

  private async send({ method, path, query, headers, body }: WireRequest): Promise<WireAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
    const { 'accept-encoding': _, ...sent } = headers;
    const outgoing = http.request({
      agent: this.agent,
      host: this.behind.hostname,
      port: this.behind.port,
      method,
      path: this.behind.pathname + path + (query === '' ? '' : `?${query}`),
      headers: { ...sent, ...(method !== 'GET' && { 'content-length': Buffer.byteLength(body) }) },
    });
    outgoing.once('response', resolve).once('error', reject).end(body);
    const answer = await promise;
    const text = (await textOf(answer)).replaceAll(this.publicOrigin, this.origin);
    const { location, ...others } = withoutThoseOfConnection(answer.headers);
    const moved = location?.replace(this.publicOrigin, this.origin);
    return { status: answer.statusCode ?? 0, headers: { ...others, ...(moved && { location: moved }) }, body: text };
  }
}

function respond(response: http.ServerResponse, { status, headers, body, isCutOff }: WireAnswer): void {
  if (!isCutOff) {
    const length = status === 204 || status === 304 ? {} : { 'content-length': Buffer.byteLength(body) };
    response.writeHead(status, { ...headers, ...length }).end(body);
    return;
  }
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.write(body.slice(0, body.length / 2), () => response.destroy());
}

function withoutThoseOfConnection(headers: http.IncomingHttpHeaders): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !OF_CONNECTION.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

async function textOf(message: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
