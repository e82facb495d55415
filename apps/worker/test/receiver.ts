import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a receiver got. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Of the event; undefined of a token. */
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly accountId: string | null;
    readonly position: number;
  };
}

/** How a receiver answers. */
export interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The vendor's application, as far as it receives webhooks. */
export class Receiver {
  readonly received: Received[] = [];
  /** Whatever it thinks right: everything is fine unless said otherwise. */
  answer: (received: Received) => Answer | Promise<Answer> = () => ({ status: 204 });
  private readonly server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const event = body.startsWith('{') ? JSON.parse(body) : undefined;
      const received = { headers: request.headers, body, event };
      this.received.push(received);
      void Promise.resolve(this.answer(received)).then(({ status, body: text, headers }) =>
        response.writeHead(status, headers).end(text),
      );
    });
  });

  /** Listens; gives the URL. */
  async start(): Promise<string> {
    await new Promise<void>(resolve => this.server.listen(0, '127.0.0.1', resolve));
    this.server.unref();
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhooks`;
  }

  /** The events it said yes to, of an account, by their order. */
  positionsOf(accountId: string): readonly number[] {
    return this.received.filter(({ event }) => event.accountId === accountId).map(({ event }) => event.position);
  }

  stop(): void {
    this.server.close().closeAllConnections();
  }
}
