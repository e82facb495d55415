import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg';

/**
 * A connection shared by all requests that only look something small up. Their statements queue in PostgreSQL, one behind the
 * other, so many go out in one write and come back in one read; waking a process for each costs more than its work.
 * Whatever could keep the others waiting does not belong here.
 */
export class SharedConnection {
  private client: Promise<PoolClient> | undefined;

  constructor(private readonly pool: Pool) {}

  /** Runs a statement that is short and stands alone. */
  async query(config: QueryConfig): Promise<QueryResult> {
    const client = await (this.client ??= this.open());
    return client.query(config);
  }

  /** Gives the connection back, for the pool to end it. */
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
