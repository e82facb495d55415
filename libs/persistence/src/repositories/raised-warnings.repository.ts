import { sql } from 'kysely';
import type { Executor } from '../executor.js';
import type { Row } from '../tables.js';
import { type ConnectionKey, keyColumns } from './connection-key.js';

/** A warning that something seen has raised, as it is stored. */
export type RaisedWarningRow = Pick<Row<'raised_warnings'>, 'code' | 'evidence' | 'created_at'>;

/** What was seen of a connection that somebody has to mend. */
export class RaisedWarningsRepository {
  constructor(private readonly db: Executor) {}

  list(connection: ConnectionKey): Promise<RaisedWarningRow[]> {
    return this.db.kysely
      .selectFrom('raised_warnings')
      .select(['code', 'evidence', 'created_at'])
      .where(({ and }) => and(keyColumns(connection)))
      .orderBy('code')
      .execute();
  }

  /** Raises a warning. One that is raised already keeps its moment and gets the newer evidence. */
  async raise(connection: ConnectionKey, code: string, evidence: object): Promise<void> {
    const stored = sql<object>`${JSON.stringify(evidence)}::jsonb`;
    await this.db.kysely
      .insertInto('raised_warnings')
      .values({ ...keyColumns(connection), code, evidence: stored })
      .onConflict(conflict =>
        conflict.columns(['enterprise_id', 'connection_id', 'code']).doUpdateSet({ evidence: stored }),
      )
      .execute();
  }

  /** What was seen says that nothing is wrong any more. */
  async clear(connection: ConnectionKey, code: string): Promise<void> {
    await this.db.kysely
      .deleteFrom('raised_warnings')
      .where(({ and }) => and({ ...keyColumns(connection), code }))
      .execute();
  }
}
