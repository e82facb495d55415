import type { AccountId, EnterpriseId, OrganizationId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import type { AccountRow } from './account-administration.repository.js';
import type { Cause } from './account-events.repository.js';
import { FIRST_ID, type Keyset } from './keyset.js';
import type { OrganizationRow } from './organizations.repository.js';

/** In the order everywhere. */
const lockMembers = statement(
  'organization-memberships.lock-members',
  `with locked as materialized (
     select a.id from accounts a
     where a.enterprise_id = $1 and a.id in (
       select m.account_id from organization_memberships m where m.enterprise_id = $1 and m.organization_id = $2
     )
     order by a.id for no key update
   )
   select count(*) from locked`,
);

const removeAll = statement<{ readonly count: number }>(
  'organization-memberships.remove-all',
  `with gone as (
     delete from organization_memberships where enterprise_id = $1 and organization_id = $2 returning account_id
   ), told as (
     insert into account_events (enterprise_id, id, account_id, type, actor, change, request_id)
     select $1, gen_random_uuid(), account_id, 'account.memberships_changed', $3::jsonb,
       jsonb_build_object('leftOrganizations', jsonb_build_array($2::uuid)), $4
     from gone
   )
   select count(*)::int as count from gone`,
);

/** Which accounts are in which organizations. */
export class OrganizationMembershipsRepository {
  constructor(private readonly db: Executor) {}

  /** The accounts of an organization, oldest first. */
  members(
    enterpriseId: EnterpriseId,
    organizationId: OrganizationId,
    { limit, after = FIRST_ID }: Keyset,
  ): Promise<AccountRow[]> {
    return this.db.kysely
      .selectFrom('organization_memberships as m')
      .innerJoin('accounts as a', join =>
        join.onRef('a.enterprise_id', '=', 'm.enterprise_id').onRef('a.id', '=', 'm.account_id'),
      )
      .selectAll('a')
      .where(({ and }) => and({ 'm.enterprise_id': enterpriseId, 'm.organization_id': organizationId }))
      .where('m.account_id', '>', after as AccountId)
      .orderBy('m.account_id')
      .limit(limit)
      .execute();
  }

  /** The organizations that an account is in, oldest first. */
  organizations(
    enterpriseId: EnterpriseId,
    accountId: AccountId,
    { limit, after = FIRST_ID }: Keyset,
  ): Promise<OrganizationRow[]> {
    return this.db.kysely
      .selectFrom('organization_memberships as m')
      .innerJoin('organizations as o', join =>
        join.onRef('o.enterprise_id', '=', 'm.enterprise_id').onRef('o.id', '=', 'm.organization_id'),
      )
      .selectAll('o')
      .where(({ and }) => and({ 'm.enterprise_id': enterpriseId, 'm.account_id': accountId }))
      .where('m.organization_id', '>', after as OrganizationId)
      .orderBy('m.organization_id')
      .limit(limit)
      .execute();
  }

  /** Gives whether the account was not in the organization before. */
  async add(enterpriseId: EnterpriseId, organizationId: OrganizationId, accountId: AccountId): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.db.kysely
      .insertInto('organization_memberships')
      .values({ enterprise_id: enterpriseId, organization_id: organizationId, account_id: accountId })
      .onConflict(conflict => conflict.doNothing())
      .executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows === 1n;
  }

  /** Gives whether the account was in the organization until now. */
  async remove(enterpriseId: EnterpriseId, organizationId: OrganizationId, accountId: AccountId): Promise<boolean> {
    const { numDeletedRows } = await this.db.kysely
      .deleteFrom('organization_memberships')
      .where(({ and }) => and({ enterprise_id: enterpriseId, organization_id: organizationId, account_id: accountId }))
      .executeTakeFirstOrThrow();
    return numDeletedRows > 0n;
  }

  /** Nobody else changes the accounts of an organization until the transaction ends. Call it before the organization is locked. */
  async lockMembers(enterpriseId: EnterpriseId, organizationId: OrganizationId): Promise<void> {
    await this.db.run(lockMembers, [enterpriseId, organizationId]);
  }

  /**
   * Takes every account out of an organization, however many there are, with the event that tells of each.
   * @returns how many were in it until now
   */
  async removeAll(
    enterpriseId: EnterpriseId,
    organizationId: OrganizationId,
    { actor, requestId }: Cause,
  ): Promise<number> {
    // Whoever came before the organization was locked, too. Its own statement: what was committed while it waited is seen.
    await this.lockMembers(enterpriseId, organizationId);
    const [removed] = await this.db.run(removeAll, [enterpriseId, organizationId, JSON.stringify(actor), requestId]);
    return removed?.count ?? 0;
  }
}
