import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Captured } from './captured.ts';

const ofTheConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** A SCIM message is small; what is larger is none. */
const LARGEST_BODY = 10_000_000;

/** Passes requests on to a SCIM server, and keeps them in memory; nothing is written as it was. */
export class RecordingProxy {
  readonly traffic: Captured[] = [];
  private readonly server: http.Server;
  private readonly to: URL;

  private constructor(to: string) {
    this.to = new URL(to);
    this.server = http.createServer((request, response) => {
      this.pass(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined);
      });
    });
  }

  /** @param to the server's base URL: what is asked here is put behind it */
  static async listen(port: number, host: string, to: string): Promise<RecordingProxy> {
    const proxy = new RecordingProxy(to);
    proxy.server.listen(port, host);
    await once(proxy.server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = await read(request);
    const { method = 'GET', url = '/' } = request;
    const path = this.to.pathname.replace(/\/$/, '') + url;
    let answer: http.IncomingMessage;
    try {
      answer = await this.forward(method, path, request, body);
    } catch (error) {
      response.writeHead(502, { 'Content-Type': 'text/plain' });
      response.end(`The server behind the recorder does not answer: ${error instanceof Error ? error.message : ''}\n`);
      return;
    }
    const answered = await read(answer);
    this.traffic.push({
      method,
      url: this.to.origin + path,
      requestHeaders: spelledHeaders(request.rawHeaders),
      requestBody: body.toString('utf8'),
      status: answer.statusCode ?? 0,
      responseHeaders: spelledHeaders(answer.rawHeaders),
      responseBody: answered.toString('utf8'),
    });
    response.writeHead(answer.statusCode ?? 502, passedOn(answer.headers));
    response.end(answered);
  }

  private async forward(
    method: string,
    path: string,
    request: http.IncomingMessage,
    body: Buffer,
  ): Promise<http.IncomingMessage> {
    const send = this.to.protocol === 'https:' ? https.request : http.request;
    const { hostname, port } = this.to;
    const outgoing = send({
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      method,
      path,
      headers: {
        ...passedOn(request.headers),
        host: this.to.host,
        // What comes compressed cannot be read.
        'accept-encoding': 'identity',
        ...((body.length > 0 || !['GET', 'DELETE'].includes(method)) && { 'content-length': body.length }),
      },
    });
    outgoing.end(body);
    const [answer] = (await once(outgoing, 'response')) as [http.IncomingMessage];
    return answer;
  }
}

async function read(message: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += (chunk as Buffer).length;
    if (size > LARGEST_BODY) throw new Error('The body is too large.');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function passedOn(headers: http.IncomingHttpHeaders): http.OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofTheConnection.has(name)));
}

function spelledHeaders(raw: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    raw.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : [])),
  );
}
