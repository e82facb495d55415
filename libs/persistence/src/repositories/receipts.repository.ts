import { randomUUIDv7 as uuid } from 'node:crypto';
import type { AccountId, EnterpriseId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import type { Cause } from './account-events.repository.js';

/** An account whose access is taken or given back, and the directory user by which. */
export interface ReceiptOf {
  readonly accountId: AccountId;
  readonly source: { readonly connectionId: string; readonly directoryUserId: string };
  /** What else the event tells of the account: the changed attributes before and after. */
  readonly change: object;
}

/**
 * All that hangs on an account is taken in one statement, and kept where it can be given back from. Sessions are not given
 * back: whoever returns signs in again.
 */
const open = statement(
  'receipts.open',
  `with receipt as (
     insert into receipts (enterprise_id, account_id, id, connection_id, directory_user_id, was_administrator, purge_after)
     select $1, $2, $3, $4, $5, a.is_administrator, now() + make_interval(days => e.grace_days)
     from enterprises e join accounts a on a.enterprise_id = e.id
     where e.id = $1 and a.id = $2
   ), sessions as (
     update account_sessions set revoked_at = now()
     where enterprise_id = $1 and account_id = $2 and revoked_at is null
     returning id
   ), tokens as (
     update personal_access_tokens set revoked_at = now(), receipt_id = $3
     where enterprise_id = $1 and account_id = $2 and revoked_at is null
     returning id
   ), gone as (
     delete from organization_memberships where enterprise_id = $1 and account_id = $2
     returning organization_id, source, created_at
   ), kept as (
     insert into receipt_memberships (enterprise_id, receipt_id, organization_id, account_id, source, created_at)
     select $1, $3, organization_id, $2, source, created_at from gone
   )
   insert into account_events (
     enterprise_id, id, account_id, connection_id, directory_user_id, receipt_id, type, actor, change, request_id
   )
   select $1, $6, $2, $4, $5, $3, 'account.suspended', $7::jsonb, $8::jsonb || jsonb_build_object(
       'endedSessions', (select count(*) from sessions),
       'revokedPersonalAccess', (select count(*) from tokens),
       'leftOrganizations', (select coalesce(jsonb_agg(organization_id order by organization_id), '[]') from gone)
     ), $9`,
);

/** An organization that is gone meanwhile is not made again, and a token that has expired stays revoked. */
const restore = statement(
  'receipts.restore',
  `with receipt as (
     update receipts set restored_at = now()
     where enterprise_id = $1 and account_id = $2 and restored_at is null and purged_at is null
     returning id
   ), back as (
     delete from receipt_memberships m using receipt r where m.enterprise_id = $1 and m.receipt_id = r.id
     returning m.organization_id, m.source, m.created_at
   ), memberships as (
     insert into organization_memberships (enterprise_id, organization_id, account_id, source, created_at)
     select $1, b.organization_id, $2, b.source, b.created_at from back b
     where exists (select from organizations o where o.enterprise_id = $1 and o.id = b.organization_id)
     on conflict do nothing
     returning organization_id
   ), tokens as (
     update personal_access_tokens t set revoked_at = null, receipt_id = null
     from receipt r
     where t.enterprise_id = $1 and t.account_id = $2 and t.receipt_id = r.id and t.expires_at > now()
     returning t.id
   )
   insert into account_events (
     enterprise_id, id, account_id, connection_id, directory_user_id, receipt_id, type, actor, change, request_id
   )
   select $1, $3, $2, $4, $5, (select id from receipt), 'account.reactivated', $6::jsonb, $7::jsonb || jsonb_build_object(
       'restoredPersonalAccess', (select count(*) from tokens),
       'joinedOrganizations', (select coalesce(jsonb_agg(organization_id order by organization_id), '[]') from memberships)
     ), $8`,
);

/** What was taken from accounts when the directory took their access. */
export class ReceiptsRepository {
  constructor(private readonly db: Executor) {}

  /**
   * Ends an account's sessions, revokes its personal access tokens and takes it out of its organizations, against a receipt, with
   * the event that tells of it. Call it in the transaction that suspends the account, which is locked.
   */
  async open(enterpriseId: EnterpriseId, { accountId, source, change }: ReceiptOf, cause: Cause): Promise<void> {
    await this.db.run(open, [
      enterpriseId,
      accountId,
      uuid(),
      source.connectionId,
      source.directoryUserId,
      uuid(),
      JSON.stringify(cause.actor),
      JSON.stringify(change),
      cause.requestId,
    ]);
  }

  /** Gives back what the open receipt keeps, if there is one, with the event that tells of it. */
  async restore(enterpriseId: EnterpriseId, { accountId, source, change }: ReceiptOf, cause: Cause): Promise<void> {
    await this.db.run(restore, [
      enterpriseId,
      accountId,
      uuid(),
      source.connectionId,
      source.directoryUserId,
      JSON.stringify(cause.actor),
      JSON.stringify(change),
      cause.requestId,
    ]);
  }
}
