import { Injectable } from '@nestjs/common';
import { keyOf } from '#libs/connection-lifecycle';
import {
  type ConnectionKey,
  type ConnectionRow,
  Database,
  type EnterpriseId,
  type Repositories,
} from '#libs/persistence';
import { AdminTransactions, type RecordHappening } from '../http/admin-transactions.js';
import { Applications } from '../http/applications.js';
import type { Caller } from '../http/caller.js';
import { confirmDeletion, type DeleteConfirmation } from '../http/confirm-deletion.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { type PreviewedChange, purposeOfEnabling } from '../http/previewed-change.js';
import { refuseWhileLeaving } from '../http/refuse-while-leaving.js';
import { requireConnection } from '../http/require-connection.js';
import { requireEnterprise, requireLastingEnterprise } from '../http/require-enterprise.js';
import { checkTransition } from './check-transition.js';
import type { Connection, EnabledConnection } from './connection-answer.dto.js';
import { ConnectionAnswers } from './connection-answers.js';
import type { CreateConnection, UpdateConnection } from './connection.dto.js';
import { lockedConnection } from './locked-connection.js';

const auditActions = {
  enable: 'connection.enabled',
  disable: 'connection.disabled',
  delete: 'connection.deleted',
} as const;

/** The connections of an enterprise and their states. */
@Injectable()
export class ConnectionsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
    private readonly answers: ConnectionAnswers,
    private readonly applications: Applications,
  ) {}

  async list(caller: Caller, enterpriseId: EnterpriseId, query: PageQuery): Promise<Page<Connection>> {
    const { repositories } = this.database;
    await requireEnterprise(repositories, enterpriseId);
    const read = repositories.connections.list.bind(repositories.connections, enterpriseId);
    const { items, nextCursor } = await listPage(caller, query, read, row => row);
    return { items: await this.answers.answerAll(repositories, caller, items), nextCursor };
  }

  create(caller: Caller, enterpriseId: EnterpriseId, { name, idpProfile }: CreateConnection): Promise<Connection> {
    return this.transactions.create(caller, async (repositories, record) => {
      await requireLastingEnterprise(repositories, enterpriseId);
      const row = await repositories.connections.insert(enterpriseId, { name, idpProfile });
      const target = { type: 'connection', id: row.id };
      await record(enterpriseId, { action: 'connection.created', target, after: { name, idpProfile } });
      return this.answers.answer(repositories, caller, row);
    });
  }

  async get(caller: Caller, key: ConnectionKey): Promise<Connection> {
    const { repositories } = this.database;
    return this.answers.answer(repositories, caller, await requireConnection(repositories, key));
  }

  update(caller: Caller, key: ConnectionKey, change: UpdateConnection): Promise<Connection> {
    return this.transactions.change(caller, async (repositories, record) => {
      const row = await lockedConnection(repositories, key, caller);
      const { name, signInPolicy } = {
        name: change.name ?? row.name,
        signInPolicy: change.signInPolicy ?? row.sign_in_policy,
      };
      if (name === row.name && signInPolicy === row.sign_in_policy)
        return this.answers.answer(repositories, caller, row);
      const updated = await repositories.connections.update(key, { name, signInPolicy });
      await record(key.enterpriseId, {
        action: 'connection.updated',
        target: { type: 'connection', id: row.id },
        before: { name: row.name, signInPolicy: row.sign_in_policy },
        after: { name, signInPolicy },
      });
      return this.answers.answer(repositories, caller, updated);
    });
  }

  /** What was staged takes effect, once an administrator has looked at what that does. */
  async enable(caller: Caller, key: ConnectionKey, change: PreviewedChange): Promise<EnabledConnection> {
    const { answer, begun } = await this.transactions.change(caller, async (repositories, record) => {
      const row = await lockedConnection(repositories, key, caller);
      const updated = await changeState(repositories, row, 'enable', record);
      const purpose = purposeOfEnabling(updated);
      const application = await this.applications.begin(repositories, caller, key, { change, purpose });
      return { answer: await this.answers.answer(repositories, caller, updated), begun: application };
    });
    return Object.assign(answer, { application: await this.applications.finish(key, begun) });
  }

  disable(caller: Caller, key: ConnectionKey): Promise<Connection> {
    return this.transactions.change(caller, async (repositories, record) => {
      const row = await lockedConnection(repositories, key, caller);
      const updated = await changeState(repositories, row, 'disable', record);
      return this.answers.answer(repositories, caller, updated);
    });
  }

  async delete(caller: Caller, key: ConnectionKey, confirmation: DeleteConfirmation): Promise<void> {
    await this.transactions.change(caller, async (repositories, record) => {
      const enterprise = await requireEnterprise(repositories, key.enterpriseId);
      const row = await lockedConnection(repositories, key, caller);
      confirmDeletion(enterprise, confirmation);
      await changeState(repositories, row, 'delete', record);
      await repositories.domains.deleteAll(key);
    });
  }
}

async function changeState(
  repositories: Repositories,
  row: ConnectionRow,
  action: keyof typeof auditActions,
  record: RecordHappening,
): Promise<ConnectionRow> {
  const state = await checkTransition(repositories, row, action);
  // Leaving goes on while a connection is disabled.
  if (action !== 'disable') await refuseWhileLeaving(repositories, keyOf(row));
  const updated = await repositories.connections.update(keyOf(row), {
    state,
    ...(action === 'enable' && { paused: null }),
  });
  await record(row.enterprise_id, {
    action: auditActions[action],
    target: { type: 'connection', id: row.id },
    before: { state: row.state },
    after: { state },
  });
  return updated;
}
