import { Injectable } from '@nestjs/common';
import { type AccountId, type AccountRow, Database, type EnterpriseId } from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import type { AdminPrincipal, Caller } from '../http/caller.js';
import { keepOneAdministrator } from '../http/keep-one-administrator.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { masked } from '../http/masked.js';
import { requireLockedAccount } from '../http/require-account.js';
import { requireEnterprise, requireLastingEnterprise } from '../http/require-enterprise.js';
import type { Administrator } from './administrator.dto.js';

/** The accounts of those who administrate an enterprise. */
@Injectable()
export class AdministratorsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
  ) {}

  async list(caller: Caller, enterpriseId: EnterpriseId, query: PageQuery): Promise<Page<Administrator>> {
    const { repositories } = this.database;
    await requireEnterprise(repositories, enterpriseId);
    return listPage(
      caller,
      query,
      keyset => repositories.accountAdministration.listAdministrators(enterpriseId, keyset),
      row => toAdministrator(row, caller),
    );
  }

  add(caller: Caller, enterpriseId: EnterpriseId, id: AccountId): Promise<Administrator> {
    return this.transactions.change(caller, async (repositories, record) => {
      await requireLastingEnterprise(repositories, enterpriseId);
      const row = await requireLockedAccount(repositories, enterpriseId, id);
      if (row.is_administrator) return toAdministrator(row, caller);
      if (row.state !== 'active') throw AdminProblem.accountSuspended();
      const updated = await repositories.accountAdministration.update(enterpriseId, id, { is_administrator: true });
      await record(enterpriseId, {
        action: 'administrator.created',
        target: { type: 'administrator', id },
        after: { login: row.login },
      });
      return toAdministrator(updated, caller);
    });
  }

  /** The account stays. */
  async remove(caller: Caller, enterpriseId: EnterpriseId, id: AccountId): Promise<void> {
    await this.transactions.change(caller, async (repositories, record) => {
      await requireLastingEnterprise(repositories, enterpriseId);
      const row = await requireLockedAccount(repositories, enterpriseId, id);
      if (!row.is_administrator) return;
      if (row.state === 'active') await keepOneAdministrator(repositories, enterpriseId, id);
      await repositories.accountAdministration.update(enterpriseId, id, { is_administrator: false });
      await record(enterpriseId, {
        action: 'administrator.deleted',
        target: { type: 'administrator', id },
        before: { login: row.login },
      });
    });
  }
}

function toAdministrator(row: AccountRow, principal: AdminPrincipal): Administrator {
  const { id, login, state } = row;
  const isLinked = Boolean(row.directory_user_id);
  return { id, login: masked(principal, login), state, isLinked, isBreakGlass: state === 'active' && !isLinked };
}
