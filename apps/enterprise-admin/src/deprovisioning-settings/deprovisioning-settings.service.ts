import { Injectable } from '@nestjs/common';
import { Database, type EnterpriseId, type EnterpriseRow } from '#libs/persistence';
import { AdminTransactions } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { checkVersion } from '../http/entity-tag.js';
import { requireEnterprise, requireLastingEnterprise } from '../http/require-enterprise.js';
import type { DeprovisioningSettings, UpdateDeprovisioningSettings } from './deprovisioning-settings.dto.js';

/** How long accounts without access are kept, and how many at once are too many. */
@Injectable()
export class DeprovisioningSettingsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
  ) {}

  async get(enterpriseId: EnterpriseId): Promise<DeprovisioningSettings> {
    const row = await requireEnterprise(this.database.repositories, enterpriseId);
    return { ...settingsOf(row), version: row.version };
  }

  update(
    caller: Caller,
    enterpriseId: EnterpriseId,
    body: UpdateDeprovisioningSettings,
  ): Promise<DeprovisioningSettings> {
    return this.transactions.change(caller, async (repositories, record) => {
      const row = await requireLastingEnterprise(repositories, enterpriseId);
      checkVersion(caller, row);
      const before = settingsOf(row);
      const after = changed(before, body);
      if (JSON.stringify(after) === JSON.stringify(before)) return { ...before, version: row.version };
      const { version } = await repositories.enterprises.update(enterpriseId, {
        grace_days: after.graceDays,
        hold_accounts: after.holdAccounts,
        hold_percent: after.holdPercent,
        hold_window_minutes: after.holdWindowMinutes,
      });
      const target = { type: 'enterprise', id: enterpriseId };
      await record(enterpriseId, { action: 'deprovisioning.updated', target, before, after });
      return { ...after, version };
    });
  }
}

type Settings = Omit<DeprovisioningSettings, 'version'>;

function settingsOf(row: EnterpriseRow): Settings {
  return {
    graceDays: row.grace_days,
    holdAccounts: row.hold_accounts,
    holdPercent: row.hold_percent,
    holdWindowMinutes: row.hold_window_minutes,
  };
}

function changed(before: Settings, body: UpdateDeprovisioningSettings): Settings {
  return {
    graceDays: body.graceDays ?? before.graceDays,
    holdAccounts: body.holdAccounts ?? before.holdAccounts,
    holdPercent: body.holdPercent ?? before.holdPercent,
    holdWindowMinutes: body.holdWindowMinutes ?? before.holdWindowMinutes,
  };
}
