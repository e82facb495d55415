import { Injectable } from '@nestjs/common';
import {
  type ApplicationId,
  type ApplicationRow,
  type ConnectionKey,
  type ConnectionRow,
  type ConnectionState,
  Database,
  type Repositories,
} from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions, type RecordHappening } from '../http/admin-transactions.js';
import type { Application } from '../http/application.dto.js';
import { Applications } from '../http/applications.js';
import type { Caller } from '../http/caller.js';
import { checkVersion } from '../http/entity-tag.js';
import { type PreviewedChange, purposeOfEnabling } from '../http/previewed-change.js';
import { refuseWhileLeaving } from '../http/refuse-while-leaving.js';
import { requireConnection } from '../http/require-connection.js';
import { endCredentials } from './end-credentials.js';
import type { LeaveScim, PauseProvisioning, ProvisioningState } from './provisioning.dto.js';

/** A change, and what it has begun. */
interface Begun {
  readonly row: ConnectionRow;
  readonly application: ApplicationRow;
}

/** Whether directory changes take effect, and the end of them. */
@Injectable()
export class ProvisioningService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
    private readonly applications: Applications,
  ) {}

  pause(caller: Caller, key: ConnectionKey, { traffic }: PauseProvisioning): Promise<ProvisioningState> {
    return this.transactions.change(caller, async (repositories, record) => {
      const row = await connectionIn(repositories, key, caller, { states: ['enabled'], to: 'pause' });
      await refuseWhileLeaving(repositories, key);
      if (row.paused === traffic) return answer(row, null);
      const updated = await repositories.connections.update(key, { paused: traffic });
      await repositories.applications.endAll(key, 'Provisioning was paused meanwhile.');
      await recordPause(record, key, 'provisioning.paused', { before: row.paused ?? null, after: traffic });
      return answer(updated, null);
    });
  }

  async resume(caller: Caller, key: ConnectionKey, change: PreviewedChange): Promise<ProvisioningState> {
    const begun = await this.transactions.change(caller, async (repositories, record) => {
      const before = await connectionIn(repositories, key, caller, { states: ['enabled'], to: 'resume' });
      await refuseWhileLeaving(repositories, key);
      if (before.paused === null)
        throw AdminProblem.transitionRefused('The connection is not paused.', {
          guard: 'paused',
          clickPath: CLICK_PATH,
        });
      // Nobody writes to the directory from here on: what was staged is what the preview is compared with.
      const row = await repositories.connections.update(key, { paused: null });
      const purpose = purposeOfEnabling(row);
      const application = await this.applications.begin(repositories, caller, key, { change, purpose });
      await recordPause(record, key, 'provisioning.resumed', { before: before.paused ?? null, after: null });
      return { row, application };
    });
    return this.finish(key, begun);
  }

  async leave(caller: Caller, key: ConnectionKey, change: LeaveScim): Promise<ProvisioningState> {
    const { keep } = change;
    const begun = await this.transactions.change(caller, async (repositories, record) => {
      await connectionIn(repositories, key, caller, { states: ['enabled', 'disabled'], to: 'leave SCIM' });
      if (keep === 'remove') await keepBreakGlass(repositories, key);
      const row = await repositories.connections.update(key, { paused: null });
      const purpose = { kind: 'leave', keep } as const;
      const application = await this.applications.begin(repositories, caller, key, { change, purpose });
      await endCredentials(repositories, key, record);
      const target = { type: 'connection', id: key.connectionId };
      await record(key.enterpriseId, { action: 'provisioning.ended', target, after: { keep } });
      return { row, application };
    });
    return this.finish(key, begun);
  }

  async getApplication(key: ConnectionKey, id: ApplicationId): Promise<Application> {
    await requireConnection(this.database.repositories, key);
    return this.applications.get(key, id);
  }

  private async finish(key: ConnectionKey, { row, application }: Begun): Promise<ProvisioningState> {
    return answer(row, await this.applications.finish(key, application));
  }
}

const CLICK_PATH = 'Connection › Provisioning';

function answer({ paused, version }: ConnectionRow, application: Application | null): ProvisioningState {
  return { paused: paused ?? null, application, version };
}

/**
 * The connection, which nobody else changes until the transaction ends.
 * @throws AdminProblem `not_found`, `version_mismatch`, `transition_refused`
 */
async function connectionIn(
  { connections }: Repositories,
  key: ConnectionKey,
  caller: Caller,
  { states, to }: { readonly states: readonly ConnectionState[]; readonly to: string },
): Promise<ConnectionRow> {
  const row = await connections.findForUpdate(key);
  if (!row) throw AdminProblem.notFound();
  checkVersion(caller, row);
  if (states.includes(row.state)) return row;
  const detail = `A connection that is ${row.state} cannot be asked to ${to}: it must be ${states.join(' or ')}.`;
  throw AdminProblem.transitionRefused(detail, { guard: 'state', clickPath: CLICK_PATH });
}

/**
 * Somebody must get into the administration of the enterprise when everybody of the connection is suspended. The enterprise is locked,
 * so that the last other way in does not go at the same time.
 * @throws AdminProblem `transition_refused`
 */
async function keepBreakGlass({ enterprises }: Repositories, { enterpriseId }: ConnectionKey): Promise<void> {
  await enterprises.findForUpdate(enterpriseId);
  if (await enterprises.hasBreakGlass(enterpriseId)) return;
  const detail =
    'Everybody of the connection would be suspended, and nobody could administrate the enterprise. Make an API key with the role "enterprise_admin" first.';
  const clickPath = 'Enterprise › Administrators › API keys › New key';
  throw AdminProblem.transitionRefused(detail, { guard: 'break_glass', clickPath });
}

async function recordPause(
  record: RecordHappening,
  { enterpriseId, connectionId }: ConnectionKey,
  action: 'provisioning.paused' | 'provisioning.resumed',
  { before, after }: { readonly before: string | null; readonly after: string | null },
): Promise<void> {
  const target = { type: 'connection', id: connectionId };
  await record(enterpriseId, { action, target, before: { paused: before }, after: { paused: after } });
}
