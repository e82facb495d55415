import { Injectable } from '@nestjs/common';
import { blockingWarnings, readWarnings } from '#libs/connection-health';
import { idpProfile } from '#libs/idp-profiles';
import {
  type ApplicationRow,
  type ConnectionKey,
  type ConnectionRow,
  Database,
  type Repositories,
} from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminSettings } from '../http/admin-settings.js';
import { AdminTransactions, type RecordHappening } from '../http/admin-transactions.js';
import { Applications } from '../http/applications.js';
import type { Caller } from '../http/caller.js';
import { checkVersion } from '../http/entity-tag.js';
import { requireConnection } from '../http/require-connection.js';
import { refuseWhileLeaving } from '../http/refuse-while-leaving.js';
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
    private readonly applications: Applications,
  ) {}

  async get(key: ConnectionKey): Promise<ProvisioningSettings> {
    const { repositories } = this.database;
    return this.answer(repositories, await requireConnection(repositories, key));
  }

  async update(caller: Caller, key: ConnectionKey, change: UpdateProvisioningSettings): Promise<ProvisioningSettings> {
    const begun = await this.transactions.change(caller, (repositories, record) =>
      this.change(caller, key, change, { repositories, record }),
    );
    if (begun) await this.applications.finish(key, begun);
    return this.get(key);
  }

  private async change(
    caller: Caller,
    key: ConnectionKey,
    change: UpdateProvisioningSettings,
    { repositories, record }: { readonly repositories: Repositories; readonly record: RecordHappening },
  ): Promise<ApplicationRow | undefined> {
    const row = await repositories.connections.findForUpdate(key);
    if (!row) throw AdminProblem.notFound();
    checkVersion(caller, row);
    const { mode } = change;
    const before = row.provisioning_mode;
    // Naming the mode makes an update wait for the connection's directory writes.
    if (mode === before) return undefined;
    await refuseWhileLeaving(repositories, key);
    const isFurther = goesFurther(mode, before);
    if (isFurther) await requireUnblockedProvisioning(repositories, row);
    await repositories.connections.update(key, { provisioningMode: mode });
    await record(key.enterpriseId, {
      action: 'provisioning.updated',
      target: { type: 'connection', id: row.id },
      before: { mode: before },
      after: { mode },
    });
    const takesEffect = isFurther && row.state === 'enabled' && row.paused === null;
    const purpose = { kind: 'mode', mode } as const;
    return takesEffect ? this.applications.begin(repositories, caller, key, { change, purpose }) : undefined;
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
