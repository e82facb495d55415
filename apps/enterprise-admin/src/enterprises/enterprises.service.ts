import { Injectable } from '@nestjs/common';
import { Database, type EnterpriseId, type EnterpriseRow } from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { confirmDeletion, type DeleteConfirmation } from '../http/confirm-deletion.js';
import { checkVersion } from '../http/entity-tag.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { requireEnterprise, requireLastingEnterprise } from '../http/require-enterprise.js';
import type { CreateEnterprise, Enterprise, UpdateEnterprise } from './enterprise.dto.js';

/** The vendor's customers. */
@Injectable()
export class EnterprisesService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
  ) {}

  list(caller: Caller, query: PageQuery): Promise<Page<Enterprise>> {
    const { enterprises } = this.database.repositories;
    return listPage(caller, query, keyset => enterprises.list(caller.enterpriseId, keyset), toEnterprise);
  }

  create(caller: Caller, { key, name }: CreateEnterprise): Promise<Enterprise> {
    return this.transactions.create(caller, async ({ enterprises }, record) => {
      const id = await enterprises.insert({ key, name });
      const row = await enterprises.find(id);
      if (!row) throw new Error('The enterprise that was made is not there.');
      await record(id, { action: 'enterprise.created', target: { type: 'enterprise', id }, after: { key, name } });
      return toEnterprise(row);
    });
  }

  async get(enterpriseId: EnterpriseId): Promise<Enterprise> {
    return toEnterprise(await requireEnterprise(this.database.repositories, enterpriseId));
  }

  update(caller: Caller, enterpriseId: EnterpriseId, { name }: UpdateEnterprise): Promise<Enterprise> {
    return this.transactions.change(caller, async (repositories, record) => {
      const row = await requireLastingEnterprise(repositories, enterpriseId);
      checkVersion(caller, row);
      if (row.name === name) return toEnterprise(row);
      const updated = await repositories.enterprises.update(enterpriseId, { name });
      await record(enterpriseId, {
        action: 'enterprise.updated',
        target: { type: 'enterprise', id: enterpriseId },
        before: { name: row.name },
        after: { name },
      });
      return toEnterprise(updated);
    });
  }

  async delete(caller: Caller, enterpriseId: EnterpriseId, confirmation: DeleteConfirmation): Promise<void> {
    await this.transactions.change(caller, async (repositories, record) => {
      const row = await requireLastingEnterprise(repositories, enterpriseId);
      checkVersion(caller, row);
      confirmDeletion(row, confirmation);
      const { connections, apiKeys, enterprises } = repositories;
      if ((await connections.list(enterpriseId, { limit: 1 })).length > 0)
        throw AdminProblem.enterpriseHasConnections();
      await apiKeys.revokeAll(enterpriseId);
      await enterprises.update(enterpriseId, { deleted: true });
      await record(enterpriseId, {
        action: 'enterprise.deleted',
        target: { type: 'enterprise', id: enterpriseId },
        before: { key: row.key, name: row.name },
      });
    });
  }
}

function toEnterprise({ id, key, name, version, created_at, last_modified }: EnterpriseRow): Enterprise {
  return { id, key, name, version, createdAt: created_at, lastModified: last_modified };
}
