import { Injectable } from '@nestjs/common';
import {
  type ConnectionChange,
  type ConnectionKey,
  type ConnectionRow,
  Database,
  type EnterpriseId,
  type Repositories,
} from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminSettings } from '../http/admin-settings.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { confirmDeletion, type DeleteConfirmation } from '../http/confirm-deletion.js';
import { checkVersion } from '../http/entity-tag.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { requireEnterprise, requireLastingEnterprise } from '../http/require-enterprise.js';
import type { Connection } from './connection-answer.dto.js';
import type { CreateConnection, SsoSettingsInput, SsoTestResult, UpdateConnection } from './connection.dto.js';
import { toConnection } from './connection.mapper.js';
import { changeState, type StateChange } from './change-state.js';

/** The connections of an enterprise and their states. */
@Injectable()
export class ConnectionsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
    private readonly settings: AdminSettings,
  ) {}

  async list(caller: Caller, enterpriseId: EnterpriseId, query: PageQuery): Promise<Page<Connection>> {
    const { repositories } = this.database;
    await requireEnterprise(repositories, enterpriseId);
    const read = repositories.connections.list.bind(repositories.connections, enterpriseId);
    return listPage(caller, query, read, row => this.answer(row));
  }

  create(caller: Caller, enterpriseId: EnterpriseId, { name, idpProfile }: CreateConnection): Promise<Connection> {
    return this.transactions.create(caller, async (repositories, record) => {
      await requireLastingEnterprise(repositories, enterpriseId);
      const row = await repositories.connections.insert(enterpriseId, { name, idpProfile });
      const target = { type: 'connection', id: row.id };
      await record(enterpriseId, { action: 'connection.created', target, after: { name, idpProfile } });
      return this.answer(row);
    });
  }

  async get(key: ConnectionKey): Promise<Connection> {
    return this.answer(found(await this.database.repositories.connections.find(key)));
  }

  update(caller: Caller, key: ConnectionKey, body: UpdateConnection): Promise<Connection> {
    return this.transactions.change(caller, async (repositories, record) => {
      const row = await lockedConnection(repositories, key, caller);
      const { before, after } = differenceOf(row, body);
      if (Object.keys(after).length === 0) return this.answer(row);
      const updated = await repositories.connections.update(key, after);
      const target = { type: 'connection', id: row.id };
      await record(key.enterpriseId, { action: 'connection.updated', target, before, after });
      return this.answer(updated);
    });
  }

  /** Sets how the identity provider signs people in; what was tested before counts no more. */
  configure(caller: Caller, key: ConnectionKey, body: SsoSettingsInput): Promise<Connection> {
    const { protocol, entityId, signOnUrl, certificates } = body;
    return this.change(caller, key, { action: 'configure', settings: { protocol, entityId, signOnUrl, certificates } });
  }

  /** Records a sign-in test that came back. */
  recordTest(
    caller: Caller,
    key: ConnectionKey,
    { fingerprint, missingAttributes }: SsoTestResult,
  ): Promise<Connection> {
    return this.change(caller, key, { action: 'test', fingerprint, missingAttributes });
  }

  switchTo(action: 'enable' | 'disable', caller: Caller, key: ConnectionKey): Promise<Connection> {
    return this.change(caller, key, { action });
  }

  async delete(caller: Caller, key: ConnectionKey, confirmation: DeleteConfirmation): Promise<void> {
    await this.transactions.change(caller, async (repositories, record) => {
      const enterprise = await requireEnterprise(repositories, key.enterpriseId);
      const row = await lockedConnection(repositories, key, caller);
      confirmDeletion(enterprise, confirmation);
      await changeState(repositories, row, { action: 'delete' }, record);
    });
  }

  private change(caller: Caller, key: ConnectionKey, change: StateChange): Promise<Connection> {
    return this.transactions.change(caller, async (repositories, record) => {
      const row = await lockedConnection(repositories, key, caller);
      return this.answer(await changeState(repositories, row, change, record));
    });
  }

  private answer(row: ConnectionRow): Connection {
    return toConnection(row, this.settings.scimBaseUrl({ connectionId: row.id }));
  }
}

/** The connection, which nobody else changes until the transaction ends, in the version that is meant. */
async function lockedConnection(
  { connections }: Repositories,
  key: ConnectionKey,
  caller: Caller,
): Promise<ConnectionRow> {
  const row = found(await connections.findForUpdate(key));
  checkVersion(caller, row);
  return row;
}

function found(row: ConnectionRow | undefined): ConnectionRow {
  if (!row) throw AdminProblem.notFound();
  return row;
}

/** Only what is different from now. */
function differenceOf(
  row: ConnectionRow,
  { name }: UpdateConnection,
): { readonly before: ConnectionChange; readonly after: ConnectionChange } {
  const isRenamed = typeof name === 'string' && name !== row.name;
  return { before: isRenamed ? { name: row.name } : {}, after: isRenamed ? { name } : {} };
}
