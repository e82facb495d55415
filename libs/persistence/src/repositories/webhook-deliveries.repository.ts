import { sql } from 'kysely';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type { AccountEventId, AccountId, EnterpriseId, WebhookDeliveryId, WebhookEndpointId } from '../entities/ids.js';
import type { Executor } from '../executor.js';
import { statement } from '../executor.js';
import type { Row } from '../tables.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** One event on its way to one endpoint. */
export type WebhookDeliveryRow = Row<'webhook_deliveries'>;

/** Within it, events go out one after the other. Of no account: those of an enterprise; of none either: test events. */
export interface WebhookLane {
  readonly endpointId: WebhookEndpointId;
  readonly enterpriseId: EnterpriseId | null;
  readonly accountId: AccountId | null;
}

/** An event that is to go to an endpoint. */
export interface NewWebhookDelivery extends WebhookLane {
  readonly eventId: AccountEventId | null;
  readonly position: string | null;
  readonly type: string;
}

/** What became of an attempt. */
export interface DeliveryOutcome {
  readonly state: WebhookDeliveryRow['state'];
  readonly status: number | null;
  readonly error: string | null;
  readonly at: Date;
  readonly nextAttemptAt?: Date;
}

const lockHead = statement<{ readonly position: string; readonly until: string }>(
  'webhook-deliveries.lock-head',
  `select position, (select position from account_event_heads where id = 1) as until
   from webhook_heads where id = 1 for update skip locked`,
);
const isBehind = statement<{ readonly is_behind: boolean }>(
  'webhook-deliveries.is-behind',
  `select w.position < e.position as is_behind from webhook_heads w, account_event_heads e`,
);
const moveHead = statement('webhook-deliveries.move-head', 'update webhook_heads set position = $1 where id = 1');

const insertAll = statement(
  'webhook-deliveries.insert-all',
  `insert into webhook_deliveries (endpoint_id, id, event_enterprise_id, event_id, account_id, position, type)
   select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::bigint[], $7::text[])`,
);

/** What is, was and will be sent to webhook endpoints. */
export class WebhookDeliveriesRepository {
  constructor(private readonly db: Executor) {}

  /** Whether there are events that are not on their way yet. */
  async isBehind(): Promise<boolean> {
    const [heads] = await this.db.run(isBehind, []);
    return heads?.is_behind ?? false;
  }

  /**
   * How far events are on their way, and how far they could be. Call it in a transaction, which is then the only one that moves
   * them on.
   * @returns undefined while another is at it
   */
  async lockHead(): Promise<{ readonly position: string; readonly until: string } | undefined> {
    const [head] = await this.db.run(lockHead, []);
    return head;
  }

  async moveHead(position: string): Promise<void> {
    await this.db.run(moveHead, [position]);
  }

  /** Gives their ids, in the same order. */
  async insertAll(deliveries: readonly NewWebhookDelivery[]): Promise<readonly WebhookDeliveryId[]> {
    const ids = deliveries.map(() => uuid() as WebhookDeliveryId);
    await this.db.run(insertAll, [
      deliveries.map(({ endpointId }) => endpointId),
      ids,
      deliveries.map(({ enterpriseId }) => enterpriseId),
      deliveries.map(({ eventId }) => eventId),
      deliveries.map(({ accountId }) => accountId),
      deliveries.map(({ position }) => position),
      deliveries.map(({ type }) => type),
    ]);
    return ids;
  }

  /** The next of a lane; nothing behind it goes out before it has. */
  next({ endpointId, enterpriseId, accountId }: WebhookLane): Promise<WebhookDeliveryRow | undefined> {
    return this.db.kysely
      .selectFrom('webhook_deliveries')
      .selectAll()
      .where('endpoint_id', '=', endpointId)
      .where('event_enterprise_id', 'is not distinct from', enterpriseId)
      .where('account_id', 'is not distinct from', accountId)
      .where('state', '=', 'pending')
      .orderBy('position')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
  }

  /** Notes what became of an attempt. */
  async recordAttempt({ endpoint_id, id }: WebhookDeliveryRow, outcome: DeliveryOutcome): Promise<void> {
    await this.db.kysely
      .updateTable('webhook_deliveries')
      .set({
        state: outcome.state,
        attempts: sql<number>`attempts + 1`,
        last_status: outcome.status,
        last_error: outcome.error,
        last_attempt_at: outcome.at.toISOString(),
        ...(outcome.nextAttemptAt && { next_attempt_at: outcome.nextAttemptAt.toISOString() }),
      })
      .where(({ and }) => and({ endpoint_id, id }))
      .execute();
  }

  find(endpointId: WebhookEndpointId, id: WebhookDeliveryId): Promise<WebhookDeliveryRow | undefined> {
    return this.db.kysely
      .selectFrom('webhook_deliveries')
      .selectAll()
      .where(({ and }) => and({ endpoint_id: endpointId, id }))
      .executeTakeFirst();
  }

  /** Oldest first. */
  list(
    endpointId: WebhookEndpointId,
    state: WebhookDeliveryRow['state'] | undefined,
    { limit, after = FIRST_ID }: Keyset,
  ): Promise<WebhookDeliveryRow[]> {
    const query = this.db.kysely.selectFrom('webhook_deliveries').selectAll().where('endpoint_id', '=', endpointId);
    return (state === undefined ? query : query.where('state', '=', state))
      .where('id', '>', after as WebhookDeliveryId)
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /** Sends one again, from the first attempt on; gives it as it is then. */
  redeliver(endpointId: WebhookEndpointId, id: WebhookDeliveryId): Promise<WebhookDeliveryRow | undefined> {
    return this.db.kysely
      .updateTable('webhook_deliveries')
      .set({ state: 'pending', attempts: 0, next_attempt_at: sql<string>`now()` })
      .where(({ and }) => and({ endpoint_id: endpointId, id }))
      .returningAll()
      .executeTakeFirst();
  }

  /** The same of all that were given up, and were made at this moment or later; gives them. */
  redeliverDead(endpointId: WebhookEndpointId, since: Date): Promise<WebhookDeliveryRow[]> {
    return this.db.kysely
      .updateTable('webhook_deliveries')
      .set({ state: 'pending', attempts: 0, next_attempt_at: sql<string>`now()` })
      .where(({ and }) => and({ endpoint_id: endpointId, state: 'dead' }))
      .where('created_at', '>=', since.toISOString())
      .returningAll()
      .execute();
  }

  /** The lanes of an endpoint in which something waits. */
  async pendingLanes(endpointId: WebhookEndpointId): Promise<readonly WebhookLane[]> {
    const rows = await this.db.kysely
      .selectFrom('webhook_deliveries')
      .select(['event_enterprise_id', 'account_id'])
      .distinct()
      .where(({ and }) => and({ endpoint_id: endpointId, state: 'pending' }))
      .execute();
    return rows.map(({ event_enterprise_id, account_id }) => ({
      endpointId,
      enterpriseId: event_enterprise_id ?? null,
      accountId: account_id ?? null,
    }));
  }

  /** Forgets what was delivered before a moment; gives how many there were. */
  async forgetDelivered(before: Date): Promise<number> {
    const { numDeletedRows } = await this.db.kysely
      .deleteFrom('webhook_deliveries')
      .where('state', '=', 'delivered')
      .where('created_at', '<', before.toISOString())
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}
