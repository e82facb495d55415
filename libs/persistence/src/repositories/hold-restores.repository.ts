import type { AccountId, EnterpriseId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import type { Row } from '../tables.js';
import type { Cause } from './account-events.repository.js';
import { affectedAccounts, lostOrganizations } from './affected-accounts.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** The time within which people lost access. */
export interface HoldSpan {
  readonly since: string;
  /** Without it until now. */
  readonly until: string | null;
}

/** Somebody who lost access. */
export type AffectedAccount = Pick<
  Row<'accounts'>,
  'id' | 'login' | 'display_name' | 'state' | 'is_administrator' | 'directory_user_id'
> & { readonly is_restorable: boolean };

/** Somebody who lost access, locked; and who that is in which directory. */
export type LockedAccount = Pick<Row<'accounts'>, 'id' | 'connection_id' | 'directory_user_id'>;

/** How many lost access, and how many of them can get it back. */
export interface AffectedCounts {
  readonly affected: number;
  readonly restorable: number;
}

const until = (place: string): string => `coalesce(${place}::timestamptz, 'infinity')`;

const SPAN = affectedAccounts('$2::timestamptz', until('$3'));

/**
 * Who has given the login up to another person cannot use the account any more: it is not given back. Neither is what was taken later,
 * when the directory said again, after the decision, that somebody has left.
 */
const restorable = (
  end: string,
): string => `a.state = 'suspended' and a.suspended_by = 'directory' and a.login_key is not null and exists (
  select from receipts o
  where o.enterprise_id = a.enterprise_id and o.account_id = a.id and o.restored_at is null and o.purged_at is null
    and o.created_at <= ${end}
)`;

const count = statement<AffectedCounts>(
  'hold-restores.count',
  `with span as (${SPAN})
   select count(*)::int as affected, count(*) filter (where ${restorable(until('$3'))})::int as restorable
   from span left join accounts a on a.enterprise_id = $1 and a.id = span.account_id`,
);

const page = statement<AffectedAccount>(
  'hold-restores.page',
  `with span as materialized (${SPAN})
   select a.id, a.login, a.display_name, a.state, a.is_administrator, a.directory_user_id, ${restorable(until('$3'))} as is_restorable
   from span join accounts a on a.enterprise_id = $1 and a.id = span.account_id
   where span.account_id > $4 order by a.id limit $5`,
);

const lockNext = statement<LockedAccount>(
  'hold-restores.lock-next',
  `with span as materialized (${SPAN})
   select a.id, a.connection_id, a.directory_user_id
   from span join accounts a on a.enterprise_id = $1 and a.id = span.account_id
   where span.account_id > $4 order by a.id limit $5 for update of a`,
);

/** `receipts.restore`, for many, whose accounts become active with it. */
const restore = statement<{ readonly restored: number }>(
  'hold-restores.restore',
  `with account as (
     update accounts a set state = 'active', suspended_by = null, version = a.version + 1, last_modified = now()
     where a.enterprise_id = $1 and a.id = any ($2::uuid[]) and ${restorable(until('$5'))}
     returning a.id
   ), receipt as (
     update receipts r set restored_at = now() from account a
     where r.enterprise_id = $1 and r.account_id = a.id and r.restored_at is null and r.purged_at is null
     returning r.id, r.account_id, r.connection_id, r.directory_user_id
   ), back as (
     delete from receipt_memberships m using receipt r where m.enterprise_id = $1 and m.receipt_id = r.id
     returning m.account_id, m.organization_id, m.source, m.created_at
   ), memberships as (
     insert into organization_memberships (enterprise_id, organization_id, account_id, source, created_at)
     select $1, b.organization_id, b.account_id, b.source, b.created_at from back b
     where exists (select from organizations o where o.enterprise_id = $1 and o.id = b.organization_id)
     on conflict do nothing
     returning account_id, organization_id
   ), tokens as (
     update personal_access_tokens t set revoked_at = null, receipt_id = null from receipt r
     where t.enterprise_id = $1 and t.account_id = r.account_id and t.receipt_id = r.id and t.expires_at > now()
     returning t.account_id
   ), told as (
     insert into account_events (
       enterprise_id, id, account_id, connection_id, directory_user_id, receipt_id, type, actor, change, request_id
     )
     select $1, gen_random_uuid(), r.account_id, r.connection_id, r.directory_user_id, r.id, 'account.reactivated', $3::jsonb,
       jsonb_build_object(
         'before', jsonb_build_object('state', 'suspended'),
         'after', jsonb_build_object('state', 'active'),
         'restoredPersonalAccess', coalesce(t.restored, 0),
         'joinedOrganizations', coalesce(m.organizations, '[]')
       ), $4
     from receipt r
     left join (select account_id, count(*) as restored from tokens group by 1) t on t.account_id = r.account_id
     left join (
       select account_id, jsonb_agg(organization_id order by organization_id) as organizations from memberships group by 1
     ) m on m.account_id = r.account_id
     returning account_id
   )
   select count(*)::int as restored from told`,
);

/**
 * The organizations that people were taken out of because they are in a group no longer. What happened to a membership last
 * counts: who came back meanwhile, or was taken out by an administrator since, is left alone.
 */
const restoreOrganizations = statement(
  'hold-restores.restore-organizations',
  `with changed as (
     select e.account_id, c.organization_id::uuid as organization_id, e.sequence,
       c.has_left and e.at <= $4::timestamptz and ${lostOrganizations('e')} as is_lost
     from account_events e
     cross join lateral (
       select jsonb_array_elements_text(e.change -> 'leftOrganizations') as organization_id, true as has_left
       union all
       select jsonb_array_elements_text(e.change -> 'joinedOrganizations'), false
     ) c
     where e.enterprise_id = $1 and e.account_id = any ($2::uuid[]) and e.type = 'account.memberships_changed'
       and e.at >= $3::timestamptz
   ), last as (
     select distinct on (account_id, organization_id) * from changed order by account_id, organization_id, sequence desc
   ), memberships as (
     insert into organization_memberships (enterprise_id, organization_id, account_id, source)
     select $1, l.organization_id, l.account_id, 'group' from last l
     join accounts a on a.enterprise_id = $1 and a.id = l.account_id and a.state = 'active'
     join organizations o on o.enterprise_id = $1 and o.id = l.organization_id
     where l.is_lost
     on conflict do nothing
     returning account_id, organization_id
   )
   insert into account_events (enterprise_id, id, account_id, type, actor, change, request_id)
   select $1, gen_random_uuid(), account_id, 'account.memberships_changed', $5::jsonb,
     jsonb_build_object('joinedOrganizations', jsonb_agg(organization_id order by organization_id)), $6
   from memberships group by account_id`,
);

/** Who lost access within a hold, and how it is given back: whole pages in one statement each. */
export class HoldRestoresRepository {
  constructor(private readonly db: Executor) {}

  async count(enterpriseId: EnterpriseId, { since, until }: HoldSpan): Promise<AffectedCounts> {
    const [counted] = await this.db.run(count, [enterpriseId, since, until]);
    return counted ?? { affected: 0, restorable: 0 };
  }

  page(
    enterpriseId: EnterpriseId,
    { since, until }: HoldSpan,
    { limit, after = FIRST_ID }: Keyset,
  ): Promise<readonly AffectedAccount[]> {
    return this.db.run(page, [enterpriseId, since, until, after, limit]);
  }

  /** Locks the next accounts, in the order of their ids. */
  lockNext(
    enterpriseId: EnterpriseId,
    { since, until }: HoldSpan,
    { limit, after = FIRST_ID }: Keyset,
  ): Promise<readonly LockedAccount[]> {
    return this.db.run(lockNext, [enterpriseId, since, until, after, limit]);
  }

  /**
   * Makes locked accounts active and gives back what their open receipts keep, with the events that tell of it.
   * @param until what was taken later is not given back
   * @returns how many could be restored
   */
  async restore(
    enterpriseId: EnterpriseId,
    accountIds: readonly AccountId[],
    cause: Cause,
    until: string | null = null,
  ): Promise<number> {
    const [{ restored } = { restored: 0 }] = await this.db.run(restore, [
      enterpriseId,
      accountIds,
      JSON.stringify(cause.actor),
      cause.requestId,
      until,
    ]);
    return restored;
  }

  /** Takes locked accounts back into the organizations that they lost with a group, with the events that tell of it. */
  async restoreOrganizations(
    enterpriseId: EnterpriseId,
    accountIds: readonly AccountId[],
    { since, until }: HoldSpan & { readonly until: string },
    cause: Cause,
  ): Promise<void> {
    const values = [enterpriseId, accountIds, since, until, JSON.stringify(cause.actor), cause.requestId];
    await this.db.run(restoreOrganizations, values);
  }
}
