import { sql } from 'kysely';
import type { ConnectionKeyState, ConnectionKeyUse } from '../entities/connection-key-pair.entity.js';
import type { ConnectionKeyPairId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import type { Row } from '../tables.js';
import { type ConnectionKey, keyColumns } from './connection-key.js';

/** A key pair of a connection, as it is stored. */
export type ConnectionKeyPairRow = Row<'connection_keys'>;

/** What is stored of a new key pair. */
export type NewConnectionKeyPair = Pick<ConnectionKeyPairRow, 'id' | 'certificate' | 'sealed_private_key'> & {
  readonly use: ConnectionKeyUse;
  readonly state: Exclude<ConnectionKeyState, 'retired'>;
};

/** Takes no row that somebody else is deleting: several processes may tidy up at once. */
const deleteRetired = statement<{ readonly count: number }>(
  'connection-key-pairs.delete-retired',
  `with gone as (
     delete from connection_keys where (enterprise_id, connection_id, id) in (
       select enterprise_id, connection_id, id from connection_keys
       where state = 'retired' and retired_at < $1 limit $2 for update skip locked)
     returning 1)
   select count(*)::int as count from gone`,
);

/** The keys of connections; their private halves are sealed. */
export class ConnectionKeyPairsRepository {
  constructor(private readonly db: Executor) {}

  /** All of a connection, oldest first. */
  list(connection: ConnectionKey): Promise<ConnectionKeyPairRow[]> {
    return this.db.kysely
      .selectFrom('connection_keys')
      .selectAll()
      .where(({ and }) => and(keyColumns(connection)))
      .orderBy('id')
      .execute();
  }

  /** Run it in a transaction that has locked the connection: each use has one key that is current, and one that is next. */
  insert(connection: ConnectionKey, pair: NewConnectionKeyPair): Promise<ConnectionKeyPairRow> {
    return this.db.kysely
      .insertInto('connection_keys')
      .values({
        ...keyColumns(connection),
        ...pair,
        activated_at: pair.state === 'current' ? sql<string>`now()` : null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** The next key takes the place of the present one, which must be retired first. */
  activate(connection: ConnectionKey, id: ConnectionKeyPairId): Promise<ConnectionKeyPairRow> {
    return this.update(connection, id)
      .set({ state: 'current', activated_at: sql<string>`now()` })
      .executeTakeFirstOrThrow();
  }

  retire(connection: ConnectionKey, id: ConnectionKeyPairId): Promise<ConnectionKeyPairRow> {
    return this.update(connection, id)
      .set({ state: 'retired', retired_at: sql<string>`now()` })
      .executeTakeFirstOrThrow();
  }

  /** Deletes a key for good. */
  async delete(connection: ConnectionKey, id: ConnectionKeyPairId): Promise<void> {
    await this.db.kysely
      .deleteFrom('connection_keys')
      .where(({ and }) => and({ ...keyColumns(connection), id }))
      .execute();
  }

  /** Deletes so many of what was retired before a moment. Gives how many it were. */
  async deleteRetired(before: Date, limit: number): Promise<number> {
    const [row] = await this.db.run(deleteRetired, [before, limit]);
    return row?.count ?? 0;
  }

  private update(connection: ConnectionKey, id: ConnectionKeyPairId) {
    return this.db.kysely
      .updateTable('connection_keys')
      .where(({ and }) => and({ ...keyColumns(connection), id }))
      .returningAll();
  }
}
