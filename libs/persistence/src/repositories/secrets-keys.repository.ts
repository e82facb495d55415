import { sql } from 'kysely';
import type { Executor } from '../executor.js';
import type { Row } from '../tables.js';

/** The keys that have sealed secrets of this database. */
export class SecretsKeysRepository {
  constructor(private readonly db: Executor) {}

  /** Nobody else looks at them or adds one until the transaction ends. */
  async lock(): Promise<void> {
    await sql`lock table secrets_keys in share row exclusive mode`.execute(this.db.kysely);
  }

  list(): Promise<Pick<Row<'secrets_keys'>, 'id' | 'canary'>[]> {
    return this.db.kysely
      .selectFrom('secrets_keys')
      .select(['id', 'canary'])
      .orderBy('created_at')
      .orderBy('id')
      .execute();
  }

  async insert(id: string, canary: string): Promise<void> {
    await this.db.kysely.insertInto('secrets_keys').values({ id, canary }).execute();
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.db.kysely
      .deleteFrom('secrets_keys')
      .where('id', 'in', [...ids])
      .execute();
  }
}
