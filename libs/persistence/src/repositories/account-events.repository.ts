import { randomUUIDv7 as uuid } from 'node:crypto';
import type { AuditActor } from '../audit/audit-event.js';
import type { AccountEventType } from '../entities/account-event.entity.js';
import type { AccountId, EnterpriseId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import type { Row } from '../tables.js';

/** Who or what changes an account, and by which request. */
export interface Cause {
  readonly actor: AuditActor;
  readonly requestId: string | null;
}

/** What happens to an account, or to an enterprise as a whole. */
export interface NewAccountEvent {
  /** Null: the enterprise. */
  readonly accountId: AccountId | null;
  /** The directory user by which it happens. */
  readonly source?: { readonly connectionId: string; readonly directoryUserId: string | null };
  readonly type: AccountEventType;
  readonly change: object;
}

const append = statement(
  'account-events.append',
  `insert into account_events (enterprise_id, id, account_id, connection_id, directory_user_id, type, actor, change, request_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

/** An event that has its position, in which all are told of. */
export type PublishedEvent = Omit<Row<'account_events'>, 'position'> & { readonly position: string };

/** Nobody else publishes until the transaction ends. */
const lockHead = (waits: boolean) =>
  statement<{ readonly position: string }>(
    `account-events.lock-head${waits ? '' : '-if-free'}`,
    `select position from account_event_heads where id = 1 for update ${waits ? '' : 'skip locked'}`,
  );
const lockHeadInTurn = lockHead(true);
const lockHeadIfFree = lockHead(false);

/**
 * What is seen of one account is seen in the order in which it was changed: whoever changed it later waited for the lock. One
 * with a smaller sequence that commits later is of another account, and gets a later position.
 */
const listUnpublished = statement<Row<'account_events'>>(
  'account-events.list-unpublished',
  'select * from account_events where position is null order by sequence limit $1',
);

/** By ids that are given: of a list that it does not know PostgreSQL expects so little that it looks each event up. */
const publish = statement(
  'account-events.publish',
  `with head as (
     update account_event_heads set position = $1::bigint + cardinality($2::uuid[]) where id = 1
   )
   update account_events e set position = $1::bigint + u.n
   from unnest($2::uuid[], $3::uuid[]) with ordinality u (enterprise_id, id, n)
   where e.enterprise_id = u.enterprise_id and e.id = u.id`,
);

/** What happened to accounts and enterprises. An event is written in the transaction of the change; it is told of, and audited, right after. */
export class AccountEventsRepository {
  constructor(private readonly db: Executor) {}

  /** Writes an event, in the transaction that changes the account or the enterprise, which is locked. */
  async append(enterpriseId: EnterpriseId, event: NewAccountEvent, cause: Cause): Promise<void> {
    await this.db.run(append, [
      enterpriseId,
      uuid(),
      event.accountId,
      event.source?.connectionId ?? null,
      event.source?.directoryUserId ?? null,
      event.type,
      JSON.stringify(cause.actor),
      JSON.stringify(event.change),
      cause.requestId,
    ]);
  }

  /**
   * Gives events their position, the oldest first. Call it in a transaction, which is then the only one that does.
   * @param waits for whoever is at it, or gives nothing then
   * @returns those that got one, in its order
   */
  async publish(limit: number, { waits }: { readonly waits: boolean }): Promise<readonly PublishedEvent[]> {
    const [head] = await this.db.run(waits ? lockHeadInTurn : lockHeadIfFree, []);
    if (!head) return [];
    const events = await this.db.run(listUnpublished, [limit]);
    if (events.length === 0) return [];
    await this.db.run(publish, [head.position, events.map(event => event.enterprise_id), events.map(({ id }) => id)]);
    return events.map((event, index) => ({ ...event, position: String(BigInt(head.position) + BigInt(index + 1)) }));
  }
}
