import { Injectable } from '@nestjs/common';
import { type AccountId, type AccountRow, Database, type EnterpriseId } from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import type { AdminPrincipal, Caller } from '../http/caller.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { masked } from '../http/masked.js';
import { requireEnterprise } from '../http/require-enterprise.js';
import type { Account, AccountLink } from './account.dto.js';

/** The people of an enterprise as the vendor's application knows them. */
@Injectable()
export class AccountsService {
  constructor(private readonly database: Database) {}

  async list(caller: Caller, enterpriseId: EnterpriseId, query: PageQuery): Promise<Page<Account>> {
    const { repositories } = this.database;
    await requireEnterprise(repositories, enterpriseId);
    return listPage(
      caller,
      query,
      keyset => repositories.directoryPages.accounts(enterpriseId, keyset),
      row => toAccount(row, caller),
    );
  }

  async get(caller: Caller, enterpriseId: EnterpriseId, id: AccountId): Promise<Account> {
    const { repositories } = this.database;
    await requireEnterprise(repositories, enterpriseId);
    const row = await repositories.directoryPages.account(enterpriseId, id);
    if (!row) throw AdminProblem.notFound();
    return toAccount(row, caller);
  }
}

function toAccount(row: AccountRow, principal: AdminPrincipal): Account {
  const { id, login, email, display_name: displayName, state, version } = row;
  return {
    id,
    login: masked(principal, login),
    email: masked(principal, email ?? null),
    displayName: masked(principal, displayName ?? null),
    state,
    suspendedBy: row.suspended_by ?? null,
    link: linkOf(row),
    version,
    createdAt: row.created_at,
    lastModified: row.last_modified,
  };
}

function linkOf({ connection_id: connectionId, directory_user_id: directoryUserId }: AccountRow): AccountLink | null {
  return connectionId && directoryUserId ? { connectionId, directoryUserId } : null;
}
