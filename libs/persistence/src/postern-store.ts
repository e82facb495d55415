import { resolve } from 'node:path';
import { Database } from './database.js';
import { isUnavailable } from './postgres-error.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/start-embedded-postgres.js';

/** The given PostgreSQL server does not let us in; the message says what to look at. */
class DatabaseUnreachable extends Error {
  override readonly name = 'DatabaseUnreachable';
  readonly isForOperator = true;

  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
    super(
      `Postern cannot connect to the PostgreSQL server that DATABASE_URL names: ${reason}. Check that it runs and that host, port, user and password are right.`,
      { cause },
    );
  }
}

/** Where a process keeps its data. */
export interface StoreOptions {
  /** A PostgreSQL server; without it an embedded one is started in `dataDirectory`. */
  readonly url?: string | undefined;
  readonly dataDirectory: string;
  readonly poolSize: number;
}

/** The database of a process, and the embedded PostgreSQL it may have had to start for it. */
export class PosternStore {
  private constructor(
    readonly database: Database,
    private readonly embedded: EmbeddedPostgres | undefined,
  ) {}

  /**
   * Starts PostgreSQL if none is given, connects and brings the tables up to date.
   * @throws EmbeddedPostgresError when the embedded PostgreSQL cannot be started.
   */
  static async open({ url, dataDirectory, poolSize }: StoreOptions): Promise<PosternStore> {
    const embedded = url === undefined ? await startEmbeddedPostgres({ directory: resolve(dataDirectory) }) : undefined;
    const database = await Database.connect({ url: url ?? embedded?.url ?? '', poolSize });
    const store = new PosternStore(database, embedded);
    await database.migrate().catch(async (error: unknown) => {
      await store.close();
      throw isUnavailable(error) ? new DatabaseUnreachable(error) : error;
    });
    return store;
  }

  /** Resolves when PostgreSQL answers. */
  async ping(): Promise<void> {
    await this.database.ping();
  }

  /** Calls back when the embedded PostgreSQL has died. A given server may come back, and is waited for. */
  onLost(listener: () => void): void {
    this.embedded?.onLost(listener);
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.embedded?.stop();
  }
}
