import { setTimeout as sleep } from 'node:timers/promises';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import { poolExecutor, type SharedConnections } from './executor.js';
import { gatheringSocket } from './gathering-socket.js';
import { migrations } from './migrations/index.js';
import { teachPlanner } from './migrations/teach-planner.js';
import { isRetryable, isUnavailable } from './postgres-error.js';
import { SharedConnection } from './shared-connection.js';
import { toIsoText } from './to-iso-text.js';
import type { ConnectionKey } from './repositories/connection-key.js';
import { Repositories } from './repositories/repositories.js';
import { BEGIN, runTransaction, type Work } from './run-transaction.js';
import { connectionLock } from './connection-lock.js';
import { entities } from './tables.js';

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
/** While one waits for the disk, the other works. Each commits by itself, so where the disk is slow the pool takes over. */
const PROMPT_WRITERS = { lanes: 2, depth: 4 };
const MAX_ATTEMPTS = 5;
/** How long a connection may be silent before the other side is asked whether it is still there. */
const KEEP_ALIVE_AFTER_MS = 10_000;
/** A statement that PostgreSQL has not ended by itself so long after its limit is not going to be answered. */
const GRACE_MS = 5000;
/** In milliseconds, more with every attempt: whoever had to give way lets the other finish. */
const BACK_OFF_MS = 10;
/** A request that waits longer for a connection is answered 503, to be tried again. */
const CONNECT_WITHIN_MS = 10_000;
/** While segments are counted, writes wait. */
const COUNT_WITHIN_MS = 200;
/** In milliseconds. Whoever waits for a row that another holds must not hold a connection for ever. */
const REQUEST_LIMITS = { lock_timeout: 5000, statement_timeout: 30_000, idle_in_transaction_session_timeout: 30_000 };

/**
 * Prepared plans outlive what they were made for: that of a table with a few rows is to read it all, and is kept while the table
 * grows, until it is analyzed. Every table is asked by the tenant, for which it has an index.
 */
const NO_SEQUENTIAL_SCANS = '-c enable_seqscan=off';

/** The PostgreSQL database: its repositories, its transactions, its migrations. */
export class Database {
  /** Repositories outside any transaction: each statement stands alone. */
  readonly repositories: Repositories;
  private readonly shared: SharedConnections;

  private constructor(
    /** The object-relational mapper, for administration's complex writes. */
    readonly orm: MikroORM,
    private readonly pool: Pool,
  ) {
    this.shared = {
      lookUps: new SharedConnection(pool),
      promptWrites: new SharedConnection(pool, PROMPT_WRITERS),
    };
    this.repositories = new Repositories(poolExecutor(pool, this.shared));
  }

  /** Prepares the pool; the first statement opens the first connection. */
  static async connect({ url, poolSize, isPatient = false }: DatabaseOptions): Promise<Database> {
    let pool: Pool | undefined;
    const orm = await MikroORM.init({
      clientUrl: url,
      entities: [...entities],
      // Besides those that look-ups and prompt writes share.
      pool: { min: 0, max: poolSize + 1 + PROMPT_WRITERS.lanes },
      driverOptions: {
        onPoolCreated: (created: Pool) => {
          pool = created;
          readMomentsAsIsoText(created);
        },
        connectionTimeoutMillis: CONNECT_WITHIN_MS,
        // Statements that do not depend on each other's results go out together.
        pipeline: true,
        // A timer for every statement that ends is not worth a few idle connections.
        idleTimeoutMillis: 0,
        stream: gatheringSocket,
        // A server that is gone without a word must not keep anybody waiting.
        keepAlive: true,
        keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
        ...(isPatient
          ? {}
          : {
              options: NO_SEQUENTIAL_SCANS,
              ...REQUEST_LIMITS,
              query_timeout: REQUEST_LIMITS.statement_timeout + GRACE_MS,
            }),
      },
      extensions: [Migrator],
      // Foreign keys are written in the migrations; the entities hold plain columns.
      // MikroORM knows no partitions, so the log of requests is made there, too.
      schemaGenerator: { createForeignKeyConstraints: false, skipTables: [/^scim_request_?/] },
      migrations: { migrationsList: migrations, snapshot: false, silent: true },
    });
    orm.em.fork().getKysely();
    if (!pool) throw new Error('MikroORM made no pool.');
    return new Database(orm, pool);
  }

  /**
   * Runs the work in one transaction, all or nothing. When PostgreSQL ends it for the sake of another (deadlock,
   * serialization failure) it is run again from the start, so the work must have no effect outside the database.
   *
   * Locks are taken in this order, so that nobody waits for each other: the lock of a connection's directory; the head of account
   * events; enterprises; connections; a preview or application; groups, directory users, accounts, receipts, each kind by id; a hold;
   * last the heads of audit logs, by enterprise.
   */
  transaction<Result>(work: Work<Result>): Promise<Result> {
    return this.attempt(BEGIN, work);
  }

  /**
   * A transaction that writes to a connection's directory. What `withConnectionAlone` changes of the connection comes
   * wholly before this transaction or after it. The lock is asked for along with `begin`, at no cost of its own.
   */
  writeDirectory<Result>(connection: ConnectionKey, work: Work<Result>): Promise<Result> {
    return this.attempt(`${BEGIN}; select pg_advisory_xact_lock_shared(${connectionLock(connection)})`, work);
  }

  /** A transaction during which nobody else writes to the connection's directory. Keep it short: all others wait. */
  withConnectionAlone<Result>(
    connection: ConnectionKey,
    work: Work<Result>,
    { waitMs = REQUEST_LIMITS.lock_timeout }: { readonly waitMs?: number } = {},
  ): Promise<Result> {
    return this.attempt(
      `${BEGIN}; set local lock_timeout = ${waitMs}; select pg_advisory_xact_lock(${connectionLock(connection)})`,
      work,
    );
  }

  /**
   * Brings the counts of a directory that has grown up to date. It waits for no long write: then the next list tries again.
   */
  async countSegments(connection: ConnectionKey, resourceType: 'User' | 'Group'): Promise<void> {
    const close = ({ directorySegments }: Repositories) => directorySegments.close(connection, resourceType);
    await this.withConnectionAlone(connection, close, { waitMs: COUNT_WITHIN_MS }).catch((error: unknown) => {
      if (!isUnavailable(error)) throw error;
    });
  }

  private async attempt<Result>(beginning: string, work: Work<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await runTransaction(this.pool, beginning, work);
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !isRetryable(error)) throw error;
        await sleep(Math.random() * BACK_OFF_MS * attempt);
      }
    }
  }

  /** Brings the tables up to date. Several processes may start at once: one migrates, the others wait. */
  static async migrate(url: string): Promise<void> {
    const database = await Database.connect({ url, poolSize: 3, isPatient: true });
    const client = await database.pool.connect();
    try {
      await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
      await database.orm.migrator.up();
      await teachPlanner(client);
    } finally {
      // Closing the connection gives the lock back.
      client.release(true);
      await database.close();
    }
  }

  /** Resolves when PostgreSQL answers. */
  async ping(): Promise<void> {
    await this.pool.query('select 1');
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    await Promise.all([this.shared.lookUps.close(), this.shared.promptWrites.close()]);
    await this.orm.close();
    // MikroORM closes only a pool that it has used itself.
    if (!this.pool.ending) await this.pool.end();
  }
}

function readMomentsAsIsoText(pool: Pool): void {
  pool.on('connect', client => {
    client.setTypeParser(TIMESTAMPTZ_OID, toIsoText);
  });
}
