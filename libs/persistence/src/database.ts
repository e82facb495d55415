import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { type Kysely, sql } from 'kysely';
import type { Pool } from 'pg';
import { migrations } from './migrations/index.js';
import { isRetryable } from './postgres-error.js';
import { Repositories } from './repositories/repositories.js';
import { entities, type Tables } from './tables.js';

/** Where the database is and how many connections this process may open to it. */
export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Without it no statement, and no wait for a lock, takes longer than a request may. */
  readonly isPatient?: boolean;
}

/** `timestamptz`, read as ISO 8601 text in UTC: the one form in which moments are handled. */
const TIMESTAMPTZ_OID = 1184;
const MIGRATION_LOCK = 0x706f7374;
const MAX_ATTEMPTS = 5;
/** A request that waits longer for a connection is answered 503, to be tried again. */
const CONNECT_WITHIN_MS = 10_000;
/** In milliseconds. Whoever waits for a row that another holds must not hold a connection for ever. */
const REQUEST_LIMITS = { lock_timeout: 5000, statement_timeout: 30_000, idle_in_transaction_session_timeout: 30_000 };

/** The PostgreSQL database: its repositories, its transactions, its migrations. */
export class Database {
  private constructor(
    /** The object-relational mapper, for administration's complex writes. */
    readonly orm: MikroORM,
    private readonly kysely: Kysely<Tables>,
    /** Repositories outside any transaction: each statement stands alone. */
    readonly repositories: Repositories,
  ) {}

  /** Prepares the pool; the first statement opens the first connection. */
  static async connect({ url, poolSize, isPatient = false }: DatabaseOptions): Promise<Database> {
    const orm = await MikroORM.init({
      clientUrl: url,
      entities: [...entities],
      pool: { min: 0, max: poolSize },
      driverOptions: {
        onPoolCreated: readMomentsAsIsoText,
        connectionTimeoutMillis: CONNECT_WITHIN_MS,
        ...(isPatient ? {} : REQUEST_LIMITS),
      },
      extensions: [Migrator],
      // Foreign keys are written in the migrations; the entities hold plain columns.
      schemaGenerator: { createForeignKeyConstraints: false },
      migrations: { migrationsList: migrations, snapshot: false, silent: true },
    });
    const kysely = orm.em.fork().getKysely<Tables>();
    return new Database(orm, kysely, new Repositories(kysely));
  }

  /**
   * Runs the work in one transaction, all or nothing. When PostgreSQL ends it for the sake of another (deadlock,
   * serialization failure) it is run again from the start, so the work must have no effect outside the database.
   */
  async transaction<Result>(work: (repositories: Repositories) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.kysely.transaction().execute(transaction => work(new Repositories(transaction)));
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !isRetryable(error)) throw error;
      }
    }
  }

  /** Brings the tables up to date. Several processes may start at once: one migrates, the others wait. */
  static async migrate(url: string): Promise<void> {
    const database = await Database.connect({ url, poolSize: 3, isPatient: true });
    try {
      await database.kysely.connection().execute(async connection => {
        await sql`select pg_advisory_lock(${MIGRATION_LOCK})`.execute(connection);
        await database.orm.migrator.up();
        // Closing the connection gives the lock back.
      });
    } finally {
      await database.close();
    }
  }

  /** Resolves when PostgreSQL answers. */
  async ping(): Promise<void> {
    await sql`select 1`.execute(this.kysely);
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    await this.orm.close();
  }
}

function readMomentsAsIsoText(pool: Pool): void {
  pool.on('connect', client => {
    client.setTypeParser(TIMESTAMPTZ_OID, text => new Date(text).toISOString());
  });
}
