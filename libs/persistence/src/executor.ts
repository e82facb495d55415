import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import type { SharedConnection } from './shared-connection.js';
import type { Tables } from './tables.js';

/** A statement whose text never changes: PostgreSQL parses and plans it once per connection. Made by {@link statement}. */
export interface Statement<Result> {
  readonly name: string;
  readonly text: string;
  /** Many are sent on one connection (`SharedConnections`) when they run outside any transaction. */
  readonly shares?: keyof SharedConnections;
  /** Never there; it says what the rows are. */
  readonly row?: Result;
}

/** Declares a statement; its values are bound as `$1`, `$2`, … */
export function statement<Result>(name: string, text: string): Statement<Result> {
  return { name, text };
}

/** Declares a statement that looks something small up by its key, with few and small rows. */
export function lookUp<Result>(name: string, text: string): Statement<Result> {
  return { name, text, shares: 'lookUps' };
}

/** Declares a statement that stores something small, as a transaction of its own, and gives up rather than wait for others. */
export function promptWrite<Result>(name: string, text: string): Statement<Result> {
  return { name, text, shares: 'promptWrites' };
}

/** Where statements run: the pool, each alone, or the transaction under way. */
export interface Executor {
  /** For statements whose text depends on the request. */
  readonly kysely: Kysely<Tables>;
  run<Result>(statement: Statement<Result>, values: readonly unknown[]): Promise<readonly Result[]>;
}

/** The connections that statements of one kind share. */
export interface SharedConnections {
  readonly lookUps: SharedConnection;
  readonly promptWrites: SharedConnection;
}

/** Runs each statement on any free connection of the pool, or on one of those that its kind shares. */
export function poolExecutor(pool: Pool, shared: SharedConnections): Executor {
  return {
    kysely: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }),
    async run<Result>({ name, text, shares }: Statement<Result>, values: readonly unknown[]) {
      const { rows } = await (shares ? shared[shares] : pool).query({ name, text, values: values as unknown[] });
      return rows as readonly Result[];
    },
  };
}

/**
 * Runs every statement on one connection, on which a transaction begins.
 * @param begin what the beginning came to. If it has failed, nothing more is run: it would be outside of any transaction.
 */
export function clientExecutor(client: PoolClient, begin: Promise<unknown>): Executor {
  let kysely: Kysely<Tables> | undefined;
  let failure: { readonly reason: unknown } | undefined;
  begin.catch((reason: unknown) => {
    failure = { reason };
  });
  return {
    get kysely() {
      return (kysely ??= new Kysely<Tables>({ dialect: new PostgresDialect({ pool: onlyClient(client) }) }));
    },
    async run<Result>({ name, text, shares }: Statement<Result>, values: readonly unknown[]) {
      if (shares === 'promptWrites') throw new Error(`"${name}" is a transaction of its own.`);
      if (failure) throw failure.reason;
      const { rows } = await client.query({ name, text, values: values as unknown[] });
      return rows as readonly Result[];
    },
  };
}

/** A pool of the one connection that a transaction runs on; giving it back is the transaction's business. */
function onlyClient(client: PoolClient): PostgresPool {
  const lent = { query: client.query.bind(client), release: () => undefined } as unknown as PostgresPoolClient;
  return { options: {}, connect: () => Promise.resolve(lent), end: () => Promise.resolve() };
}
