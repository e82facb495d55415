import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg';

/** A connection that many requests ask at once, and how many answers are still to come. */
interface Lane {
  client: Promise<PoolClient> | undefined;
  waiting: number;
}

const LANES = 2;

/**
 * A few connections shared by all requests that only look something small up. Their statements queue in PostgreSQL, one behind
 * the other, so many go out in one write and come back in one read; waking a process for each costs more than its work.
 * Whatever could keep the others waiting does not belong here.
 */
export class SharedLanes {
  private readonly lanes: readonly Lane[] = Array.from({ length: LANES }, () => ({ client: undefined, waiting: 0 }));

  constructor(private readonly pool: Pool) {}

  /** Runs a statement that is short and stands alone. */
  async query(config: QueryConfig): Promise<QueryResult> {
    const lane = this.lanes.reduce((best, other) => (other.waiting < best.waiting ? other : best));
    lane.waiting++;
    try {
      const client = await (lane.client ??= this.open(lane));
      return await client.query(config);
    } finally {
      lane.waiting--;
    }
  }

  /** Gives the connections back, for the pool to end them. */
  async close(): Promise<void> {
    for (const lane of this.lanes) {
      const client = await lane.client?.catch(() => undefined);
      lane.client = undefined;
      client?.release();
    }
  }

  /** A connection that is lost, or was not to be had, is asked for again by the next request. */
  private async open(lane: Lane): Promise<PoolClient> {
    try {
      const client = await this.pool.connect();
      const opened = lane.client;
      const drop = (error?: Error): void => {
        if (lane.client !== opened) return;
        lane.client = undefined;
        client.release(error ?? true);
      };
      client.once('error', drop);
      client.once('end', () => drop());
      return client;
    } catch (error) {
      lane.client = undefined;
      throw error;
    }
  }
}
