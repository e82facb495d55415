import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

// Advisory locks belong to a database: this one is taken in "postgres", whatever database Postern uses.
const EXCLUSIVE_LOCK = 7_678_371_001;
const LOCK_LIMIT_MS = 3_000;
const LOCK_POLL_MS = 50;

/** Takes the lock that says "a Postern runs on this data directory", held as long as the connection. */
export async function takeExclusiveLock(client: Client, directory: string): Promise<void> {
  const deadline = Date.now() + LOCK_LIMIT_MS;
  // The connection of a killed process takes a moment to be noticed as gone.
  while (!(await tryLock(client))) {
    if (Date.now() > deadline) throw EmbeddedPostgresError.alreadyInUse(directory);
    await sleep(LOCK_POLL_MS);
  }
}

async function tryLock(client: Client): Promise<boolean> {
  const sql = 'select pg_try_advisory_lock($1) as taken';
  const { rows } = await client.query<{ taken: boolean }>(sql, [EXCLUSIVE_LOCK]);
  return rows[0]?.taken === true;
}

/** Tells when a connection that should stay open as long as the process does not. */
export class ServerWatch {
  readonly #client: Client;
  readonly #listeners: (() => void)[] = [];
  #state: 'open' | 'lost' | 'closed' = 'open';

  constructor(client: Client) {
    this.#client = client;
    client.on('error', () => this.#lose());
    client.on('end', () => this.#lose());
  }

  /** Calls the listener once when the server is lost, or at once when it already is. */
  onLost(listener: () => void): void {
    if (this.#state === 'lost') queueMicrotask(listener);
    else this.#listeners.push(listener);
  }

  /** Closes the connection without telling anybody. */
  async close(): Promise<void> {
    if (this.#state !== 'open') return;
    this.#state = 'closed';
    await this.#client.end();
  }

  #lose(): void {
    if (this.#state !== 'open') return;
    this.#state = 'lost';
    for (const listener of this.#listeners) listener();
  }
}
