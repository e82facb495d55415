import { Injectable } from '@nestjs/common';
import { type AccountId, type AccountRow, Database, type EnterpriseId, loginKeyOf } from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import { type Caller, causeOf } from '../http/caller.js';
import { checkVersion } from '../http/entity-tag.js';
import { listPage, type Page } from '../http/list-page.js';
import { requireAccount, requireLockedAccount } from '../http/require-account.js';
import { refuseUnlessPersonalDataIsSeen } from '../http/masked.js';
import { requireEnterprise, requireLastingEnterprise } from '../http/require-enterprise.js';
import type { Account } from './account.dto.js';
import { toAccount } from './account.mapper.js';
import type { AccountQuery, CreateAccount, UpdateAccount } from './write-account.dto.js';

/** The people of an enterprise as the vendor's application knows them. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
  ) {}

  async list(caller: Caller, enterpriseId: EnterpriseId, query: AccountQuery): Promise<Page<Account>> {
    const { repositories } = this.database;
    await requireEnterprise(repositories, enterpriseId);
    const { state, login, isLinked } = query;
    if (login !== undefined) refuseUnlessPersonalDataIsSeen(caller, 'login');
    const filter = { state, isLinked, loginKey: login === undefined ? undefined : loginKeyOf(login) };
    return listPage(
      caller,
      query,
      keyset => repositories.accountAdministration.list(enterpriseId, filter, keyset),
      row => toAccount(row, caller),
    );
  }

  /** Makes a local account: the directory has no say in it until it is linked to one of its people. */
  create(caller: Caller, enterpriseId: EnterpriseId, body: CreateAccount): Promise<Account> {
    return this.transactions.create(caller, async (repositories, record) => {
      await requireLastingEnterprise(repositories, enterpriseId);
      const { login, email = null, displayName = null } = body;
      const profile = { login, loginKey: loginKeyOf(login), email, displayName };
      const row = await repositories.accountAdministration.insertLocal(enterpriseId, profile);
      const target = { type: 'account', id: row.id };
      const after = { login, email, displayName };
      await record(enterpriseId, { action: 'account.created', target, after });
      const event = { accountId: row.id, type: 'account.created', change: { after } } as const;
      await repositories.accountEvents.append(enterpriseId, event, causeOf(caller));
      return toAccount(row, caller);
    });
  }

  async get(caller: Caller, enterpriseId: EnterpriseId, id: AccountId): Promise<Account> {
    return toAccount(await requireAccount(this.database.repositories, enterpriseId, id), caller);
  }

  update(caller: Caller, enterpriseId: EnterpriseId, id: AccountId, body: UpdateAccount): Promise<Account> {
    return this.transactions.change(caller, async (repositories, record) => {
      await requireEnterprise(repositories, enterpriseId);
      const row = await requireLockedAccount(repositories, enterpriseId, id);
      checkVersion(caller, row);
      if (row.directory_user_id) throw AdminProblem.accountManagedByDirectory();
      const before = profileOf(row);
      const { email = before.email, displayName = before.displayName } = body;
      if (email === before.email && displayName === before.displayName) return toAccount(row, caller);
      const change = { email, display_name: displayName };
      const updated = await repositories.accountAdministration.update(enterpriseId, id, change);
      const target = { type: 'account', id };
      const after = { email, displayName };
      await record(enterpriseId, { action: 'account.updated', target, before, after });
      const event = { accountId: id, type: 'account.updated', change: { before, after } } as const;
      await repositories.accountEvents.append(enterpriseId, event, causeOf(caller));
      return toAccount(updated, caller);
    });
  }
}

function profileOf({ email, display_name: displayName }: AccountRow) {
  return { email: email ?? null, displayName: displayName ?? null };
}
