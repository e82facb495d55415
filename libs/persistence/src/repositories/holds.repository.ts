import { sql } from 'kysely';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type { AuditActor } from '../audit/audit-event.js';
import type { EnterpriseId, HoldId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import type { Row } from '../tables.js';
import type { Cause } from './account-events.repository.js';
import { lostOrganizations } from './affected-accounts.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** A hold, as it is stored. */
export type HoldRow = Row<'holds'>;

/** How many accounts lost access lately, and since when. */
export interface Deprovisioned {
  readonly accounts: number;
  /** ISO 8601; null when nobody did. */
  readonly since: string | null;
}

/** From when on losses of access count: those before the last decision upon a hold are settled by it. */
const WINDOW = `greatest(
  now() - make_interval(mins => e.hold_window_minutes),
  (select max(h.decided_at) from holds h where h.enterprise_id = e.id)
)`;

const countDeprovisioned = statement<{ readonly accounts: number; readonly since: string | null }>(
  'holds.count-deprovisioned',
  `with scope as materialized (select ${WINDOW} as since from enterprises e where e.id = $1),
   lost as (
     select r.account_id, r.created_at as at from receipts r, scope
     where r.enterprise_id = $1 and r.created_at > scope.since and r.restored_at is null
     union all
     select e.account_id, e.at from account_events e, scope where ${lostOrganizations('e')} and e.at > scope.since
   )
   select count(distinct account_id)::int as accounts, min(at) as since from lost`,
);

/** Two indexes, one for each kind of account. */
const countActive = statement<{ readonly accounts: number }>(
  'holds.count-active',
  `select (
     (select count(*) from accounts where enterprise_id = $1 and state = 'active' and directory_user_id is not null)
     + (select count(*) from accounts where enterprise_id = $1 and state = 'active' and directory_user_id is null)
   )::int as accounts`,
);

const lockEnterprise = statement('holds.lock-enterprise', 'select from enterprises where id = $1 for no key update');

/** Mass-change holds: while there is one, nothing is purged. */
export class HoldsRepository {
  constructor(private readonly db: Executor) {}

  /** Until the transaction ends nobody opens or ends a hold, and nobody purges. A deleted enterprise is locked, too. */
  async lockEnterprise(enterpriseId: EnterpriseId): Promise<void> {
    await this.db.run(lockEnterprise, [enterpriseId]);
  }

  /** Counts who lost access within the enterprise's window and has not got it back. */
  async countDeprovisioned(enterpriseId: EnterpriseId): Promise<Deprovisioned> {
    const [counted] = await this.db.run(countDeprovisioned, [enterpriseId]);
    return counted ?? { accounts: 0, since: null };
  }

  async countActive(enterpriseId: EnterpriseId): Promise<number> {
    const [counted] = await this.db.run(countActive, [enterpriseId]);
    return counted?.accounts ?? 0;
  }

  findOpen(enterpriseId: EnterpriseId): Promise<HoldRow | undefined> {
    return this.db.kysely
      .selectFrom('holds')
      .selectAll()
      .where('enterprise_id', '=', enterpriseId)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
  }

  insert(
    enterpriseId: EnterpriseId,
    hold: { readonly accounts: number; readonly of_accounts: number; readonly since: string },
  ): Promise<HoldRow> {
    return this.db.kysely
      .insertInto('holds')
      .values({ enterprise_id: enterpriseId, id: uuid() as HoldId, ...hold })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  list(enterpriseId: EnterpriseId, { limit, after = FIRST_ID }: Keyset): Promise<HoldRow[]> {
    return this.db.kysely
      .selectFrom('holds')
      .selectAll()
      .where('enterprise_id', '=', enterpriseId)
      .where('id', '>', after as HoldId)
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  find(enterpriseId: EnterpriseId, id: HoldId): Promise<HoldRow | undefined> {
    return this.selectOne(enterpriseId, id).executeTakeFirst();
  }

  /** Nobody else decides upon it until the transaction ends. */
  findForUpdate(enterpriseId: EnterpriseId, id: HoldId): Promise<HoldRow | undefined> {
    return this.selectOne(enterpriseId, id).forUpdate().executeTakeFirst();
  }

  private selectOne(enterpriseId: EnterpriseId, id: HoldId) {
    return this.db.kysely
      .selectFrom('holds')
      .selectAll()
      .where(({ and }) => and({ enterprise_id: enterpriseId, id }));
  }

  /** Those on whose restoring a process may have died, of all enterprises. */
  listUnfinished(): Promise<HoldRow[]> {
    return this.db.kysely
      .selectFrom('holds')
      .selectAll()
      .where('ended_at', 'is', null)
      .where('decided_at', 'is not', null)
      .orderBy('enterprise_id')
      .limit(100)
      .execute();
  }

  /** Says what becomes of a hold. One that is resumed ends with that; one that is restored ends when everybody is back. */
  decide(
    enterpriseId: EnterpriseId,
    id: HoldId,
    { outcome, reason }: { readonly outcome: NonNullable<HoldRow['outcome']>; readonly reason: string },
    { actor, requestId }: Cause,
  ): Promise<HoldRow> {
    return this.db.kysely
      .updateTable('holds')
      .set({
        outcome,
        reason,
        actor: JSON.stringify(actor) as unknown as AuditActor,
        request_id: requestId,
        decided_at: sql<string>`now()`,
        ...(outcome === 'resumed' && { ended_at: sql<string>`now()` }),
      })
      .where(({ and }) => and({ enterprise_id: enterpriseId, id }))
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** Purging goes on. Gives the hold, unless it has ended before. */
  end(enterpriseId: EnterpriseId, id: HoldId): Promise<HoldRow | undefined> {
    return this.db.kysely
      .updateTable('holds')
      .set({ ended_at: sql<string>`now()` })
      .where(({ and }) => and({ enterprise_id: enterpriseId, id }))
      .where('ended_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
  }
}
