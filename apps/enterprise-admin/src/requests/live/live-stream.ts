import type { Response } from 'express';
import type { ConnectionKey } from '#libs/persistence';
import { AdminProblem } from '../../http/admin-problem.js';
import type { AdminPrincipal } from '../../http/caller.js';
import type { LiveListener } from './connection-watch.js';
import { eventText, HEARTBEAT, RETRY, type StreamEvent } from './event-text.js';
import { type LiveCursor, writeLiveCursor } from './live-cursor.js';
import { mayHear, toLiveConnection, toLiveRequest, toLiveSignIn } from './live-event.mapper.js';
import { type ConnectionItem, keyOf, type LoggedItem, momentOf } from './live-item.js';

/** What a stream is of, and for whom. */
export interface LiveStreamOptions {
  readonly response: Response;
  readonly key: ConnectionKey;
  readonly principal: AdminPrincipal;
  readonly cursor: LiveCursor | undefined;
  /** Looks again who is asking. @throws AdminProblem when they may listen no more */
  readonly authenticate: () => Promise<AdminPrincipal>;
}

const HEADERS = {
  'Content-Type': 'text/event-stream',
  // Proxies neither keep, compress nor gather it.
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
} as const;

/** Whoever reads more slowly than things happen is hung up on, and begins again from where they were. */
const MOST_UNREAD_BYTES = 1_000_000;

/** The events of a connection on their way to one browser. */
export class LiveStream implements LiveListener {
  private principal: AdminPrincipal;
  private moment: number;
  private connection = '';
  private readonly told = new Set<string>();
  /** What happened before the stream has begun. */
  private waiting: LoggedItem[] | undefined = [];

  constructor(private readonly options: LiveStreamOptions) {
    this.principal = options.principal;
    this.moment = options.cursor?.moment ?? 0;
  }

  get isOpen(): boolean {
    return !this.options.response.writableEnded && !this.options.response.destroyed;
  }

  /** Sends what the connection is, what happened before, and what came meanwhile. */
  begin(connection: ConnectionItem | undefined, before: readonly LoggedItem[]): void {
    const { waiting = [] } = this;
    this.waiting = undefined;
    this.options.response.writeHead(200, HEADERS);
    this.write(RETRY);
    this.is(connection);
    this.tell([...before, ...waiting]);
  }

  /** Looks first whether whoever listens still may. */
  async happened(items: readonly LoggedItem[]): Promise<void> {
    if (this.waiting) this.waiting.push(...items);
    else if (await this.mayGoOn()) this.tell(items);
  }

  is(connection: ConnectionItem | undefined): void {
    if (this.waiting) return;
    if (!connection) return this.end(AdminProblem.notFound());
    const data = toLiveConnection(connection);
    const text = JSON.stringify(data);
    if (text === this.connection) return;
    this.connection = text;
    this.send({ event: 'connection', data });
  }

  /** Shows that the connection lives, and ends it when the session is over. */
  async beat(): Promise<void> {
    if (!this.waiting && (await this.mayGoOn())) this.write(HEARTBEAT);
  }

  private async mayGoOn(): Promise<boolean> {
    try {
      this.principal = await this.options.authenticate();
      return true;
    } catch (error) {
      if (!(error instanceof AdminProblem)) throw error;
      this.end(error);
      return false;
    }
  }

  /** Says why, so that the page asks no more. */
  private end({ code, message: detail }: AdminProblem): void {
    this.send({ event: 'end', data: { code, detail } });
    this.close();
  }

  /** The browser connects again. */
  close(): void {
    this.options.response.end();
  }

  /** Each thing once, however often it is given. */
  private tell(items: readonly LoggedItem[]): void {
    for (const item of items) {
      if (this.wasTold(item) || !mayHear(this.principal, item)) continue;
      this.told.add(keyOf(item));
      this.moment = Math.max(this.moment, momentOf(item));
      this.send({ ...this.toEvent(item), id: writeLiveCursor({ moment: this.moment, id: item.row.id }) });
    }
  }

  private wasTold(item: LoggedItem): boolean {
    const { cursor } = this.options;
    const isLast = cursor !== undefined && cursor.id === item.row.id && momentOf(item) <= cursor.moment;
    return isLast || this.told.has(keyOf(item));
  }

  private toEvent(item: LoggedItem): StreamEvent {
    if (item.kind === 'request') return { event: 'request', data: toLiveRequest(item, this.principal) };
    return { event: 'sign-in', data: toLiveSignIn(item, this.principal) };
  }

  private send(event: StreamEvent): void {
    this.write(eventText(event));
  }

  private write(text: string): void {
    const { response } = this.options;
    if (!this.isOpen) return;
    response.write(text);
    if (response.writableLength > MOST_UNREAD_BYTES) response.destroy();
  }
}
