import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg';

/**
 * A connection, or a few, shared by all requests that only have something short to say. Their statements queue in PostgreSQL,
 * one behind the other, so many go out in one write and come back in one read; waking a process for each costs more than its
 * work. Whatever could keep the others waiting does not belong here.
 */
export class SharedConnection {
  private readonly lanes: readonly Lane[];
  private readonly depth: number;

  /** @param depth how many statements may queue on each; more than that run on free connections of the pool */
  constructor(
    private readonly pool: Pool,
    { lanes = 1, depth = Infinity }: { readonly lanes?: number; readonly depth?: number } = {},
  ) {
    this.lanes = Array.from({ length: lanes }, () => new Lane(pool));
    this.depth = depth;
  }

  /** Runs a statement that is short and stands alone, where the fewest wait. */
  async query(config: QueryConfig): Promise<QueryResult> {
    const lane = this.lanes.reduce((least, other) => (other.waiting < least.waiting ? other : least));
    return lane.waiting < this.depth ? lane.query(config) : this.pool.query(config);
  }

  /** Gives what was taken back, for the pool to end it. */
  async close(): Promise<void> {
    await Promise.all(this.lanes.map(lane => lane.close()));
  }
}

class Lane {
  /** How many statements have no answer yet. */
  waiting = 0;
  private client: Promise<PoolClient> | undefined;

  constructor(private readonly pool: Pool) {}

  async query(config: QueryConfig): Promise<QueryResult> {
    this.waiting++;
    try {
      const client = await (this.client ??= this.open());
      return await client.query(config);
    } finally {
      this.waiting--;
    }
  }

  async close(): Promise<void> {
    const client = await this.client?.catch(() => undefined);
    this.client = undefined;
    client?.release();
  }

  /** A connection that is lost, or was not to be had, is asked for again by the next request. */
  private async open(): Promise<PoolClient> {
    try {
      const client = await this.pool.connect();
      const opened = this.client;
      const drop = (error?: Error): void => {
        if (this.client !== opened) return;
        this.client = undefined;
        client.release(error ?? true);
      };
      client.once('error', drop);
      client.once('end', () => drop());
      return client;
    } catch (error) {
      this.client = undefined;
      throw error;
    }
  }
}
