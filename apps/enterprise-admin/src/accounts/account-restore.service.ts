import { Injectable } from '@nestjs/common';
import type { AccountId, AccountRow, EnterpriseId, Repositories } from '#libs/persistence';
import { AdminTransactions } from '../http/admin-transactions.js';
import { type Caller, causeOf } from '../http/caller.js';
import { DeprovisioningProblem } from '../http/deprovisioning-problem.js';
import { checkVersion } from '../http/entity-tag.js';
import { requireLockedAccount } from '../http/require-account.js';
import { requireLastingEnterprise } from '../http/require-enterprise.js';
import type { Account } from './account.dto.js';
import { toAccount } from './account.mapper.js';
import type { RestoreAccount } from './write-account.dto.js';

/** Gives single accounts back what a directory took. */
@Injectable()
export class AccountRestoreService {
  constructor(private readonly transactions: AdminTransactions) {}

  restore(caller: Caller, enterpriseId: EnterpriseId, id: AccountId, { reason }: RestoreAccount): Promise<Account> {
    return this.transactions.change(caller, async (repositories, record) => {
      await requireLastingEnterprise(repositories, enterpriseId);
      checkVersion(caller, await requireLockedAccount(repositories, enterpriseId, id));
      const restored = await repositories.holdRestores.restore(enterpriseId, [id], causeOf(caller));
      if (restored === 0) throw DeprovisioningProblem.nothingToRestore();
      await record(enterpriseId, { action: 'account.restored', target: { type: 'account', id }, after: { reason } });
      const row = await requireLockedAccount(repositories, enterpriseId, id);
      await giveGroups(repositories, caller, row);
      return toAccount(row, caller);
    });
  }
}

/** The person may have come into other groups meanwhile. What was given back stays, whatever they say. */
async function giveGroups(
  { carriedMemberships }: Repositories,
  caller: Caller,
  { enterprise_id: enterpriseId, connection_id: connectionId, directory_user_id: userId }: AccountRow,
): Promise<void> {
  if (!connectionId || !userId) return;
  await carriedMemberships.giveUsers({ enterpriseId, connectionId }, [userId], causeOf(caller));
}
