import type { AccountEventType } from '../entities/account-event.entity.js';
import type { AccountEventId, EnterpriseId } from '../entities/ids.js';
import type { Executor } from '../executor.js';
import type { PublishedEvent } from './account-events.repository.js';

/** Which events are asked for. */
export interface PublishedEventQuery {
  /** The position behind which they begin. */
  readonly after: string;
  readonly limit: number;
  /** Of all enterprises without it. */
  readonly enterpriseId?: EnterpriseId | undefined;
  /** All without it. */
  readonly types?: readonly AccountEventType[] | undefined;
}

/** Account events that have their position. Whoever has read up to one has missed none before it, however many write. */
export class PublishedEventsRepository {
  constructor(private readonly db: Executor) {}

  /** In the order of their positions. */
  async list({ after, limit, enterpriseId, types }: PublishedEventQuery): Promise<readonly PublishedEvent[]> {
    let query = this.db.kysely.selectFrom('account_events').selectAll().where('position', '>', after);
    if (enterpriseId !== undefined) query = query.where('enterprise_id', '=', enterpriseId);
    if (types !== undefined) query = query.where('type', 'in', [...types]);
    const rows = await query.orderBy('position').limit(limit).execute();
    return rows as readonly PublishedEvent[];
  }

  /** The event, or undefined when it has no position yet. */
  async find(enterpriseId: EnterpriseId, id: AccountEventId): Promise<PublishedEvent | undefined> {
    const row = await this.db.kysely
      .selectFrom('account_events')
      .selectAll()
      .where(({ and }) => and({ enterprise_id: enterpriseId, id }))
      .where('position', 'is not', null)
      .executeTakeFirst();
    return row as PublishedEvent | undefined;
  }
}
