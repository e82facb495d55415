import { sql } from 'kysely';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type { AuditActor } from '../audit/audit-event.js';
import type { ApplicationId, ImpactPreviewId } from '../entities/ids.js';
import type { Executor } from '../executor.js';
import type { Row } from '../tables.js';
import type { Cause } from './account-events.repository.js';
import { type ConnectionKey, keyColumns } from './connection-key.js';

/** An application, as it is stored. */
export type ApplicationRow = Row<'applications'>;

/** Carries what was staged to accounts: its progress. */
export class ApplicationsRepository {
  constructor(private readonly db: Executor) {}

  insert(
    connection: ConnectionKey,
    application: { readonly previewId: ImpactPreviewId; readonly total: number; readonly cause: Cause },
  ): Promise<ApplicationRow> {
    const { previewId, total, cause } = application;
    return this.db.kysely
      .insertInto('applications')
      .values({
        ...keyColumns(connection),
        id: uuid() as ApplicationId,
        preview_id: previewId,
        total,
        actor: JSON.stringify(cause.actor) as unknown as AuditActor,
        request_id: cause.requestId,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  find(connection: ConnectionKey, id: ApplicationId): Promise<ApplicationRow | undefined> {
    return this.selectOne(connection, id).executeTakeFirst();
  }

  /** Nobody else goes on with it until the transaction ends. */
  findForUpdate(connection: ConnectionKey, id: ApplicationId): Promise<ApplicationRow | undefined> {
    return this.selectOne(connection, id).forUpdate().executeTakeFirst();
  }

  /** What unlinks the accounts of a connection that is provisioned no more, while it is under way. */
  findLeaving(connection: ConnectionKey): Promise<ApplicationRow | undefined> {
    return this.db.kysely
      .selectFrom('applications as a')
      .innerJoin('impact_previews as p', join =>
        join
          .onRef('p.enterprise_id', '=', 'a.enterprise_id')
          .onRef('p.connection_id', '=', 'a.connection_id')
          .onRef('p.id', '=', 'a.preview_id'),
      )
      .selectAll('a')
      .where('a.enterprise_id', '=', connection.enterpriseId)
      .where('a.connection_id', '=', connection.connectionId)
      .where('a.state', '=', 'running')
      .where(sql<boolean>`p.purpose ->> 'kind' = 'leave'`)
      .executeTakeFirst();
  }

  async progress(
    connection: ConnectionKey,
    id: ApplicationId,
    progress: { readonly afterId: string | null; readonly examined: number; readonly changed: number },
  ): Promise<void> {
    const { afterId, examined, changed } = progress;
    await this.updateOne(connection, id).set({ after_id: afterId, examined, changed }).execute();
  }

  /** Whatever is under way of a connection goes no further. Call it while nobody writes to the connection's directory. */
  async endAll(connection: ConnectionKey, failure: string): Promise<void> {
    await this.db.kysely
      .updateTable('applications')
      .set(failed(failure))
      .where(({ and }) => and({ ...keyColumns(connection), state: 'running' }))
      .execute();
  }

  /** It goes no further, and says why; one that is over stays as it is. */
  async fail(connection: ConnectionKey, id: ApplicationId, failure: string): Promise<void> {
    await this.updateOne(connection, id).where('state', '=', 'running').set(failed(failure)).execute();
  }

  /** It is done; the connection remembers when. */
  async finish(connection: ConnectionKey, id: ApplicationId): Promise<void> {
    const now = new Date().toISOString();
    await this.updateOne(connection, id).set({ state: 'done', finished_at: now }).execute();
    await this.db.kysely
      .updateTable('connections')
      .set({ applied_at: now })
      .where(({ and }) => and({ enterprise_id: connection.enterpriseId, id: connection.connectionId }))
      .execute();
  }

  private selectOne(connection: ConnectionKey, id: ApplicationId) {
    return this.db.kysely
      .selectFrom('applications')
      .selectAll()
      .where(({ and }) => and({ ...keyColumns(connection), id }));
  }

  private updateOne(connection: ConnectionKey, id: ApplicationId) {
    return this.db.kysely.updateTable('applications').where(({ and }) => and({ ...keyColumns(connection), id }));
  }
}

function failed(failure: string) {
  return { state: 'failed' as const, failure, finished_at: new Date().toISOString() };
}
