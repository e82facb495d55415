import { Agent, request } from 'node:http';
import type { ScimAccess } from '../../running-service/running-service.ts';
import type { FuzzRequest } from '../cases/case-kind.ts';
import { fillIn, type KnownValues } from '../cases/placeholders.ts';

const NO_ANSWER_MS = 10_000;

/** A request as it went over the wire: absolute, every placeholder filled in. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** What came back; `status` 0 when nothing did, with the reason in `failure`. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
  readonly milliseconds: number;
  readonly failure?: string;
}

/** A request and its answer. */
export interface Exchange {
  readonly sent: SentRequest;
  readonly answer: Answer;
}

/** A SCIM client that sends what it is given, however odd, over connections that are kept open. */
export class HttpClient {
  private readonly access: ScimAccess;
  private readonly agent: Agent;

  constructor(access: ScimAccess, connections: number) {
    this.access = access;
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Fills in the placeholders and sends; never throws. */
  async send(generated: FuzzRequest, known: KnownValues): Promise<Exchange> {
    const sent = this.complete(generated, known);
    return { sent, answer: await this.exchange(sent) };
  }

  close(): void {
    this.agent.destroy();
  }

  private complete({ method, path, headers, body }: FuzzRequest, known: KnownValues): SentRequest {
    return {
      method,
      url: this.access.baseUrl + fillIn(path, known),
      headers: { Authorization: `Bearer ${this.access.token}`, ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? fillIn(body, known) : body }),
    };
  }

  private exchange({ method, url, headers, body }: SentRequest): Promise<Answer> {
    const started = performance.now();
    return new Promise(resolve => {
      const fail = (failure: string) =>
        resolve({ status: 0, headers: {}, body: '', milliseconds: performance.now() - started, failure });
      try {
        const { hostname, port, path } = split(url);
        const outgoing = request(
          {
            agent: this.agent,
            hostname,
            port,
            path,
            method,
            headers: withLength(headers, body),
            timeout: NO_ANSWER_MS,
          },
          incoming => {
            const chunks: Buffer[] = [];
            incoming
              .on('data', (chunk: Buffer) => chunks.push(chunk))
              .on('error', error => fail(error.message))
              .on('end', () =>
                resolve({
                  status: incoming.statusCode ?? 0,
                  headers: incoming.headers,
                  body: Buffer.concat(chunks).toString('utf8'),
                  milliseconds: performance.now() - started,
                }),
              );
          },
        );
        outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${NO_ANSWER_MS} ms`)));
        outgoing.on('error', error => fail(error.message));
        outgoing.end(body);
      } catch (error) {
        fail(`could not be sent: ${String(error)}`);
      }
    });
  }
}

/** By hand, because URL would repair what is meant to be broken. */
function split(url: string): { hostname: string; port: string; path: string } {
  const [, hostname = '', port = '80', path = '/'] = /^http:\/\/([^:/]+)(?::(\d+))?(.*)$/s.exec(url) ?? [];
  return { hostname, port, path };
}

function withLength(headers: Readonly<Record<string, string>>, body: string | Uint8Array | undefined) {
  return body === undefined ? headers : { ...headers, 'Content-Length': String(Buffer.byteLength(body)) };
}
