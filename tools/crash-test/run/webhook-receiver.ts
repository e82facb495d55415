import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import type { AccountEventDocument } from '#libs/account-events';
import type { Random } from '../random.ts';

/** How often a first attempt is refused, and how often it is never answered. Later attempts are taken: retries wait long. */
const REFUSED = 0.02;
const UNANSWERED = 0.002;

/** The vendor's application: takes events, some only when they come again. */
export class WebhookReceiver {
  /** Events in the order in which they came first, and in which they were first taken. */
  readonly arrived: AccountEventDocument[] = [];
  readonly taken: AccountEventDocument[] = [];
  readonly problems: string[] = [];
  attempts = 0;
  refused = 0;
  unanswered = 0;
  private readonly seen = new Set<string>();
  private readonly done = new Set<string>();

  private readonly server: Server;
  private readonly webhook: Webhook;
  private readonly random: Random;
  private readonly onAttempt: (attempt: number) => void;

  private constructor(server: Server, webhook: Webhook, random: Random, onAttempt: (attempt: number) => void) {
    this.server = server;
    this.webhook = webhook;
    this.random = random;
    this.onAttempt = onAttempt;
    server.on('request', (request, response) => void this.take(request, response));
  }

  /**
   * Listens on a free port of this machine.
   * @param secret with which everything must be signed
   * @param onAttempt hears of each attempt, before it is answered
   */
  static async start(secret: string, random: Random, onAttempt: (attempt: number) => void): Promise<WebhookReceiver> {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return new WebhookReceiver(server, new Webhook(secret), random, onAttempt);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/events`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const event = this.webhook.verify(await text(request), headersOf(request)) as AccountEventDocument;
      const isFirst = !this.seen.has(event.id);
      this.seen.add(event.id);
      if (isFirst) this.arrived.push(event);
      this.onAttempt(++this.attempts);
      this.answer(event, isFirst ? this.random() : 1, response);
    } catch (error) {
      // A worker that is killed while it sends breaks the request off.
      if (request.complete) this.problems.push(`A delivery is not as it should be: ${String(error)}`);
      response.writeHead(400).end();
    }
  }

  private answer(event: AccountEventDocument, drawn: number, response: ServerResponse): void {
    if (drawn < UNANSWERED) {
      this.unanswered += 1;
      return;
    }
    if (drawn < UNANSWERED + REFUSED) {
      this.refused += 1;
      response.writeHead(500).end('Not now.');
      return;
    }
    if (!this.done.has(event.id)) this.taken.push(event);
    this.done.add(event.id);
    response.writeHead(204).end();
  }
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
