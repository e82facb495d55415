import { Injectable } from '@nestjs/common';
import type { AccountId, AccountRow, EnterpriseId, Repositories } from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import { type Caller, causeOf } from '../http/caller.js';
import { DeprovisioningProblem } from '../http/deprovisioning-problem.js';
import { checkVersion } from '../http/entity-tag.js';
import { keepOneAdministrator } from '../http/keep-one-administrator.js';
import { requireLockedAccount } from '../http/require-account.js';
import { requireEnterprise, requireLastingEnterprise } from '../http/require-enterprise.js';
import type { Account } from './account.dto.js';
import { toAccount } from './account.mapper.js';

/**
 * Whether people may use the vendor's application, as far as administrators say. The events that tell of it go into the audit log
 * when they are published, like those of the directory.
 */
@Injectable()
export class AccountAccessService {
  constructor(private readonly transactions: AdminTransactions) {}

  /** Suspends an account and ends all its access. One that is suspended already stays as it is. */
  suspend(caller: Caller, enterpriseId: EnterpriseId, id: AccountId): Promise<Account> {
    return this.transactions.change(caller, async repositories => {
      await requireLastingEnterprise(repositories, enterpriseId);
      const row = await requireLockedAccount(repositories, enterpriseId, id);
      checkVersion(caller, row);
      if (row.state === 'suspended') return toAccount(row, caller);
      if (row.is_administrator) await keepOneAdministrator(repositories, enterpriseId, id);
      const after = { state: 'suspended', suspended_by: 'administrator' } as const;
      const updated = await repositories.accountAdministration.update(enterpriseId, id, after);
      const { sessionCount, personalAccessTokenCount } = await repositories.accounts.revokeAccess(enterpriseId, [id]);
      const told = { endedSessions: sessionCount, revokedPersonalAccess: personalAccessTokenCount };
      const change = { before: accessOf(row), after: accessOf(updated), ...told };
      const event = { accountId: id, type: 'account.suspended', change } as const;
      await repositories.accountEvents.append(enterpriseId, event, causeOf(caller));
      return toAccount(updated, caller);
    });
  }

  /**
   * Lets somebody in again. Sessions and tokens that an administrator revoked stay so; what a directory took that has no say any
   * more is given back.
   */
  reactivate(caller: Caller, enterpriseId: EnterpriseId, id: AccountId): Promise<Account> {
    return this.transactions.change(caller, async repositories => {
      await requireEnterprise(repositories, enterpriseId);
      const row = await requireLockedAccount(repositories, enterpriseId, id);
      checkVersion(caller, row);
      if (row.state === 'active') return toAccount(row, caller);
      if (await isKeptOut(repositories, row)) throw AdminProblem.suspendedByDirectory();
      if (row.suspended_by === 'directory') return this.giveBack(repositories, caller, row);
      const after = { state: 'active', suspended_by: null } as const;
      const updated = await repositories.accountAdministration.update(enterpriseId, id, after);
      await repositories.receipts.close(enterpriseId, id);
      const change = { before: accessOf(row), after: accessOf(updated) };
      const event = { accountId: id, type: 'account.reactivated', change } as const;
      await repositories.accountEvents.append(enterpriseId, event, causeOf(caller));
      await carryGroups(repositories, caller, row);
      return toAccount(updated, caller);
    });
  }

  private async giveBack(repositories: Repositories, caller: Caller, row: AccountRow): Promise<Account> {
    const restored = await repositories.holdRestores.restore(row.enterprise_id, [row.id], causeOf(caller));
    if (restored === 0) throw DeprovisioningProblem.nothingToRestore();
    return toAccount(await requireLockedAccount(repositories, row.enterprise_id, row.id), caller);
  }
}

/** The groups of somebody who was suspended may have changed. */
async function carryGroups(
  { carriedMemberships }: Repositories,
  caller: Caller,
  { enterprise_id: enterpriseId, connection_id: connectionId, directory_user_id: userId }: AccountRow,
): Promise<void> {
  if (!connectionId || !userId) return;
  await carriedMemberships.carryUsers({ enterpriseId, connectionId }, [userId], causeOf(caller));
}

function accessOf({ state, suspended_by: suspendedBy }: AccountRow) {
  return { state, suspendedBy: suspendedBy ?? null };
}

/**
 * Whether the directory keeps somebody out: as long as its connection is enabled, whom it suspended, and whom it deactivated since
 * an administrator suspended them.
 */
async function isKeptOut(
  { connections, directoryPages }: Repositories,
  { enterprise_id: enterpriseId, connection_id: connectionId, directory_user_id: directoryUserId, ...row }: AccountRow,
): Promise<boolean> {
  if (!connectionId || !directoryUserId) return false;
  const key = { enterpriseId, connectionId };
  if ((await connections.find(key))?.state !== 'enabled') return false;
  if (row.suspended_by === 'directory') return true;
  const user = await directoryPages.user(key, directoryUserId);
  return user?.state !== 'present' || !user.active;
}
