import { sql } from 'kysely';
import type { Executor } from '../executor.js';
import type { Row } from '../tables.js';

/** Which request of whom: the id of the API key or setup session, the SHA-256 of its Idempotency-Key, and of what it asks. */
export interface IdempotentRequestKey {
  readonly actorId: string;
  readonly key: string;
  readonly requestHash: Buffer;
}

/** What a request made, when it came before. */
export type IdempotentRequestRow = Row<'idempotent_requests'>;

/** Requests that were carried out and are not to be carried out twice; remembered for a day. */
export class IdempotentRequestsRepository {
  constructor(private readonly db: Executor) {}

  /** The same request, if it was carried out. Run it in a transaction: the same request of somebody quicker is waited for. */
  async find({ actorId, key }: IdempotentRequestKey): Promise<IdempotentRequestRow | undefined> {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`idempotent ${actorId} ${key}`}, 0))`.execute(
      this.db.kysely,
    );
    await this.db.kysely
      .deleteFrom('idempotent_requests')
      .where('actor_id', '=', actorId)
      .where('created_at', '<', sql<string>`now() - interval '1 day'`)
      .execute();
    return this.db.kysely
      .selectFrom('idempotent_requests')
      .selectAll()
      .where(({ and }) => and({ actor_id: actorId, key }))
      .executeTakeFirst();
  }

  async insert(
    { actorId, key, requestHash }: IdempotentRequestKey,
    { resourceId, answer }: { readonly resourceId: string; readonly answer: object | null },
  ): Promise<void> {
    await this.db.kysely
      .insertInto('idempotent_requests')
      .values({
        actor_id: actorId,
        key,
        request_hash: requestHash,
        resource_id: resourceId,
        answer: answer === null ? null : sql<object>`${JSON.stringify(answer)}::jsonb`,
      })
      .execute();
  }
}
