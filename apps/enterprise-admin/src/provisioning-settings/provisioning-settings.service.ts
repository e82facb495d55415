import { Injectable } from '@nestjs/common';
import { blockingWarnings, readWarnings } from '#libs/connection-health';
import { idpProfile } from '#libs/idp-profiles';
import { type ConnectionKey, type ConnectionRow, Database, type Repositories } from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminSettings } from '../http/admin-settings.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { checkVersion } from '../http/entity-tag.js';
import { requireConnection } from '../http/require-connection.js';
import { requireUnblockedProvisioning } from '../http/require-unblocked-provisioning.js';
import { goesFurther } from './goes-further.js';
import type { ProvisioningSettings, UpdateProvisioningSettings } from './provisioning-settings.dto.js';

/** How far the directory changes of a connection may go, and what an administrator enters at the identity provider. */
@Injectable()
export class ProvisioningSettingsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
    private readonly settings: AdminSettings,
  ) {}

  async get(key: ConnectionKey): Promise<ProvisioningSettings> {
    const { repositories } = this.database;
    return this.answer(repositories, await requireConnection(repositories, key));
  }

  update(caller: Caller, key: ConnectionKey, { mode }: UpdateProvisioningSettings): Promise<ProvisioningSettings> {
    return this.transactions.change(caller, async (repositories, record) => {
      const row = await repositories.connections.findForUpdate(key);
      if (!row) throw AdminProblem.notFound();
      checkVersion(caller, row);
      const before = row.provisioning_mode;
      // Naming the mode makes an update wait for the connection's directory writes.
      if (mode === before) return this.answer(repositories, row);
      if (goesFurther(mode, before)) await requireUnblockedProvisioning(repositories, row);
      const updated = await repositories.connections.update(key, { provisioningMode: mode });
      await record(key.enterpriseId, {
        action: 'provisioning.updated',
        target: { type: 'connection', id: row.id },
        before: { mode: before },
        after: { mode },
      });
      return this.answer(repositories, updated);
    });
  }

  private async answer(repositories: Repositories, row: ConnectionRow): Promise<ProvisioningSettings> {
    const key = { connectionId: row.id };
    const blocking = blockingWarnings(await readWarnings(repositories, row));
    return {
      mode: row.provisioning_mode,
      scimBaseUrl: `${this.settings.scimBaseUrl(key)}${idpProfile(row.idp_profile).scimBaseUrlSuffix}`,
      userIdAttribute: 'userName',
      tokenEndpoint: this.settings.tokenEndpoint(key),
      isBlocked: blocking.length > 0,
      blockedBy: blocking.map(({ code }) => code),
      version: row.version,
    };
  }
}
