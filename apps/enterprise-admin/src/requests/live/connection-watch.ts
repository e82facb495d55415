import { Logger } from '@nestjs/common';
import type { ConnectionKey } from '#libs/persistence';
import { type ConnectionItem, keyOf, type LoggedItem } from './live-item.js';
import type { LiveReader } from './live-reader.js';

/** Who is told. */
export interface LiveListener {
  happened(items: readonly LoggedItem[]): Promise<void>;
  /** The connection, which may be as it was; undefined when it is gone. */
  is(connection: ConnectionItem | undefined): void;
}

const POLL_EVERY_MS = 500;
/** The connection and its warnings are read less often than the log. */
const POLLS_OF_CONNECTION = 6;
/** The log is written twice a second, by processes whose clocks differ a little. */
const OVERLAP_MS = 15_000;

/** Looks at one connection, once for all who listen in this process. */
export class ConnectionWatch {
  private readonly logger = new Logger(ConnectionWatch.name);
  private readonly listeners = new Set<LiveListener>();
  private seen: ReadonlySet<string> = new Set();
  private timer: NodeJS.Timeout | undefined;
  private polls = 0;

  constructor(
    private readonly reader: LiveReader,
    private readonly key: ConnectionKey,
  ) {}

  get isIdle(): boolean {
    return this.listeners.size === 0;
  }

  /** Tells of what comes from now on, and perhaps of what came a little before. */
  listen(listener: LiveListener): void {
    if (this.isIdle) this.schedule();
    this.listeners.add(listener);
  }

  leave(listener: LiveListener): void {
    this.listeners.delete(listener);
    if (this.isIdle) clearTimeout(this.timer);
  }

  private schedule(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.poll(), POLL_EVERY_MS).unref();
  }

  private async poll(): Promise<void> {
    try {
      await this.look();
    } catch (error) {
      this.logger.warn(`The log could not be read, and will be read again: ${String(error)}`);
    }
    if (!this.isIdle) this.schedule();
  }

  private async look(): Promise<void> {
    const items = await this.reader.since(this.key, new Date(Date.now() - OVERLAP_MS));
    const news = items.filter(item => !this.seen.has(keyOf(item)));
    this.seen = new Set(items.map(keyOf));
    if (news.length > 0) await Promise.all([...this.listeners].map(async listener => listener.happened(news)));
    this.polls++;
    // What came may have changed it.
    if (news.length === 0 && this.polls % POLLS_OF_CONNECTION !== 0) return;
    const connection = await this.reader.connection(this.key);
    for (const listener of this.listeners) listener.is(connection);
  }
}
