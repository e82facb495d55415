import type { AccountId, EnterpriseId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import type { Cause } from './account-events.repository.js';

const OPEN = 'r.restored_at is null and r.purged_at is null';

const nextEnterprise = statement<{ readonly id: EnterpriseId }>(
  'purges.next-enterprise',
  `select r.enterprise_id as id from receipts r
   where r.purge_after <= now() and ${OPEN} and ($1::uuid is null or r.enterprise_id > $1)
     and not exists (select from holds h where h.enterprise_id = r.enterprise_id and h.ended_at is null)
   order by r.enterprise_id limit 1`,
);

const lockAdministrator = statement(
  'purges.lock-administrator',
  `select from accounts where enterprise_id = $1 and is_administrator and state = 'active' limit 1 for share skip locked`,
);

/**
 * The account is locked before the receipt, as everywhere. Who is being changed at this moment is left for the next time; who was
 * changed a moment ago is looked at again, as the row is then.
 */
const lockDue = statement<{ readonly id: AccountId }>(
  'purges.lock-due',
  `select a.id from accounts a
   join receipts r on r.enterprise_id = a.enterprise_id and r.account_id = a.id
   where r.enterprise_id = $1 and r.purge_after <= now() and ${OPEN}
     and a.state = 'suspended' and a.suspended_by = 'directory' and (not a.is_administrator or $3)
   order by r.purge_after
   limit $2
   for update of a, r skip locked`,
);

/** Of the person nothing is left but what identity providers told, which they delete themselves, and the log. */
const purge = statement(
  'purges.purge',
  `with receipt as (
     update receipts r set purged_at = now()
     where r.enterprise_id = $1 and r.account_id = any ($2::uuid[]) and ${OPEN}
     returning r.id, r.account_id, r.connection_id, r.directory_user_id
   ), memberships as (
     delete from receipt_memberships m using receipts r
     where r.enterprise_id = $1 and r.account_id = any ($2::uuid[]) and m.enterprise_id = $1 and m.receipt_id = r.id
   )
   insert into account_events (
     enterprise_id, id, account_id, connection_id, directory_user_id, receipt_id, type, actor, change, request_id
   )
   select $1, gen_random_uuid(), r.account_id, r.connection_id, r.directory_user_id, r.id, 'account.purged', $3::jsonb,
     '{}', $4
   from receipt r`,
);

const deletions = ['personal_access_tokens', 'account_sessions', 'organization_memberships'].map(table =>
  statement(
    `purges.delete-${table}`,
    `delete from ${table} where enterprise_id = $1 and account_id = any ($2::uuid[])`,
  ),
);

const deleteAccounts = statement(
  'purges.delete-accounts',
  'delete from accounts where enterprise_id = $1 and id = any ($2::uuid[])',
);

/** What is left of accounts whose grace time is over. */
export class PurgesRepository {
  constructor(private readonly db: Executor) {}

  /** The enterprise behind the given one, by id, in which an account is due and purging does not stand still. */
  async nextEnterprise(after: EnterpriseId | undefined): Promise<EnterpriseId | undefined> {
    const [next] = await this.db.run(nextEnterprise, [after ?? null]);
    return next?.id;
  }

  /** Locks accounts that are due; administrators only while another one is active, who stays so until the transaction ends. */
  async lockDue(enterpriseId: EnterpriseId, limit: number): Promise<readonly AccountId[]> {
    const hasAdministrator = (await this.db.run(lockAdministrator, [enterpriseId])).length > 0;
    const due = await this.db.run(lockDue, [enterpriseId, limit, hasAdministrator]);
    return due.map(({ id }) => id);
  }

  /** Deletes locked accounts and all that hangs on them, with the event that tells of each. */
  async purge(
    enterpriseId: EnterpriseId,
    accountIds: readonly AccountId[],
    { actor, requestId }: Cause,
  ): Promise<void> {
    await this.db.run(purge, [enterpriseId, accountIds, JSON.stringify(actor), requestId]);
    for (const deletion of [...deletions, deleteAccounts]) await this.db.run(deletion, [enterpriseId, accountIds]);
  }
}
