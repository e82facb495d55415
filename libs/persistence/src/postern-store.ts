import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Database } from './database.js';
import { isRefused, isUnavailable } from './postgres-error.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/start-embedded-postgres.js';

/** The given PostgreSQL server does not let us in; the message says what to look at. */
class DatabaseUnreachable extends Error {
  override readonly name = 'DatabaseUnreachable';
  readonly isForOperator = true;

  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
    super(
      `Postern cannot connect to the PostgreSQL server that DATABASE_URL names: ${reason}. Check that it runs and that host, port, user, password and database name are right.`,
      { cause },
    );
  }
}

/** The settings that say where a process keeps its data. */
interface StoreSettings {
  /** A PostgreSQL server; without it an embedded one is started in `POSTERN_DATA_DIR`. */
  readonly DATABASE_URL?: string;
  readonly POSTERN_DATA_DIR: string;
  readonly DATABASE_POOL_SIZE: number;
}

const CLOSE_WITHIN_MS = 5000;

/** The database of a process, and the embedded PostgreSQL it may have had to start for it. */
export class PosternStore {
  private constructor(
    readonly database: Database,
    /** Where the database is, for what connects by itself. */
    readonly url: string,
    private readonly embedded: EmbeddedPostgres | undefined,
  ) {}

  /**
   * Starts PostgreSQL if none is given, connects and brings the tables up to date.
   * @throws EmbeddedPostgresError when the embedded PostgreSQL cannot be started; DatabaseUnreachable when the given one
   * does not let us in.
   */
  static async open(settings: StoreSettings): Promise<PosternStore> {
    const given = settings.DATABASE_URL;
    const embedded =
      given === undefined ? await startEmbeddedPostgres({ directory: resolve(settings.POSTERN_DATA_DIR) }) : undefined;
    const url = given ?? embedded?.socketUrl ?? '';
    try {
      await Database.migrate(url);
      const database = await Database.connect({ url, poolSize: settings.DATABASE_POOL_SIZE });
      return new PosternStore(database, url, embedded);
    } catch (error) {
      await embedded?.stop();
      throw isUnavailable(error) || isRefused(error) ? new DatabaseUnreachable(error) : error;
    }
  }

  /** Resolves when PostgreSQL answers. */
  async ping(): Promise<void> {
    await this.database.ping();
  }

  /** Calls back when the embedded PostgreSQL has died. A given server may come back, and is waited for. */
  onLost(listener: () => void): void {
    this.embedded?.onLost(listener);
  }

  /** A statement that does not end must not keep the process, nor the embedded PostgreSQL, from stopping. */
  async close(): Promise<void> {
    try {
      await Promise.race([this.database.close(), setTimeout(CLOSE_WITHIN_MS, undefined, { ref: false })]);
    } finally {
      await this.embedded?.stop();
    }
  }
}
