import type { Pool, PoolClient } from 'pg';
import { clientExecutor } from './executor.js';
import { Repositories } from './repositories/repositories.js';

/** What is locked is read as it is then, whatever the database's default is. */
export const BEGIN = 'begin isolation level read committed';

/**
 * What a transaction gives when its last statements are on their way and nothing depends on their results any more: the
 * commit goes out with them, and fails if one of them does.
 */
export class Last<Result> {
  constructor(readonly result: Promise<Result>) {}
}

/** The work of a transaction; run again from the start when the transaction is, so without effect outside the database. */
export type Work<Result> = (repositories: Repositories) => Promise<Result | Last<Result>>;

/**
 * Runs the work in one transaction, once: all of it is stored or nothing.
 * @param beginning SQL without parameters that begins it; one message, which PostgreSQL answers at once.
 */
export async function runTransaction<Result>(pool: Pool, beginning: string, work: Work<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    const begin = client.query(beginning);
    // The first statements of the work go along, and fail if the beginning does.
    const [begun, worked] = await Promise.allSettled([begin, work(new Repositories(clientExecutor(client, begin)))]);
    valueOf(begun);
    const { result } = lastOf(valueOf(worked));
    await untilSent(result);
    const [written, committed] = await Promise.allSettled([result, client.query('commit')]);
    const value = valueOf(written);
    // After a failed statement that somebody caught, PostgreSQL answers "commit" with a rollback.
    if (valueOf(committed).command !== 'COMMIT')
      throw new Error('The transaction was rolled back: one of its statements had failed.');
    return value;
  } catch (error) {
    broken = await rollback(client);
    throw error;
  } finally {
    client.release(broken);
  }
}

/** More than any chain of promises between a statement and the result of a transaction has links. */
const SETTLING_TURNS = 16;

/**
 * What fails before it is sent fails nothing in PostgreSQL, and the commit would store the rest. So the commit waits until such
 * a failure has come through; all that was sent in this turn goes out after that, the commit with it.
 * @throws what failed
 */
async function untilSent(result: Promise<unknown>): Promise<void> {
  let failure: { readonly reason: unknown } | undefined;
  result.catch((reason: unknown) => {
    failure = { reason };
  });
  for (let turn = 0; turn < SETTLING_TURNS && !failure; turn++) await Promise.resolve();
  if (failure) throw failure.reason;
}

function lastOf<Result>(worked: Result | Last<Result>): Last<Result> {
  return worked instanceof Last ? worked : new Last(Promise.resolve(worked));
}

function valueOf<Value>(settled: PromiseSettledResult<Value>): Value {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

/** A connection on which not even a rollback works is not given back to the pool. */
async function rollback(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
