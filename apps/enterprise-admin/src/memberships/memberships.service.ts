import { Injectable } from '@nestjs/common';
import { type AccountId, Database, type EnterpriseId, type OrganizationId, type Repositories } from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import { type Caller, causeOf } from '../http/caller.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { masked } from '../http/masked.js';
import { requireAccount, requireLockedAccount } from '../http/require-account.js';
import { requireEnterprise } from '../http/require-enterprise.js';
import type { AccountOrganization, OrganizationMember } from './membership.dto.js';

/** Which account is in which organization of its enterprise. */
export interface Membership {
  readonly enterpriseId: EnterpriseId;
  readonly organizationId: OrganizationId;
  readonly accountId: AccountId;
}

/** The memberships of accounts in organizations. */
@Injectable()
export class MembershipsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
  ) {}

  async members(
    caller: Caller,
    enterpriseId: EnterpriseId,
    organizationId: OrganizationId,
    query: PageQuery,
  ): Promise<Page<OrganizationMember>> {
    const { repositories } = this.database;
    await requireEnterprise(repositories, enterpriseId);
    if (!(await repositories.organizations.find(enterpriseId, organizationId))) throw AdminProblem.notFound();
    return listPage(
      caller,
      query,
      keyset => repositories.organizationMemberships.members(enterpriseId, organizationId, keyset),
      ({ id, login, display_name: displayName, state }) => ({
        id,
        login: masked(caller, login),
        displayName: masked(caller, displayName ?? null),
        state,
      }),
    );
  }

  async organizations(
    caller: Caller,
    enterpriseId: EnterpriseId,
    accountId: AccountId,
    query: PageQuery,
  ): Promise<Page<AccountOrganization>> {
    const { repositories } = this.database;
    await requireAccount(repositories, enterpriseId, accountId);
    return listPage(
      caller,
      query,
      keyset => repositories.organizationMemberships.organizations(enterpriseId, accountId, keyset),
      ({ id, key, name }) => ({ id, key, name }),
    );
  }

  async add(caller: Caller, membership: Membership): Promise<void> {
    const { enterpriseId, organizationId, accountId } = membership;
    await this.transactions.change(caller, async (repositories, record) => {
      await requireBoth(repositories, membership);
      if (!(await repositories.organizationMemberships.add(enterpriseId, organizationId, accountId))) return;
      const change = { joinedOrganizations: [organizationId] };
      await tell(repositories, caller, membership, change);
      const target = { type: 'organization', id: organizationId };
      await record(enterpriseId, { action: 'organization.member_added', target, after: { accountId } });
    });
  }

  async remove(caller: Caller, membership: Membership): Promise<void> {
    const { enterpriseId, organizationId, accountId } = membership;
    await this.transactions.change(caller, async (repositories, record) => {
      await requireBoth(repositories, membership);
      if (!(await repositories.organizationMemberships.remove(enterpriseId, organizationId, accountId))) return;
      const change = { leftOrganizations: [organizationId] };
      await tell(repositories, caller, membership, change);
      const target = { type: 'organization', id: organizationId };
      await record(enterpriseId, { action: 'organization.member_removed', target, before: { accountId } });
    });
  }
}

async function tell(
  { accountEvents }: Repositories,
  caller: Caller,
  { enterpriseId, accountId }: Membership,
  change: object,
): Promise<void> {
  const event = { accountId, type: 'account.memberships_changed', change } as const;
  await accountEvents.append(enterpriseId, event, causeOf(caller));
}

/** The account is locked, so that its events have the order of its changes; the organization, so that it is not deleted meanwhile. */
async function requireBoth(
  repositories: Repositories,
  { enterpriseId, organizationId, accountId }: Membership,
): Promise<void> {
  await requireEnterprise(repositories, enterpriseId);
  await requireLockedAccount(repositories, enterpriseId, accountId);
  if (!(await repositories.organizations.findForUpdate(enterpriseId, organizationId))) throw AdminProblem.notFound();
}
