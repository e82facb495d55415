import { Injectable } from '@nestjs/common';
import { Database, type EnterpriseId, type OrganizationId, type OrganizationRow } from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import { type Caller, causeOf } from '../http/caller.js';
import { checkVersion } from '../http/entity-tag.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { requireEnterprise, requireLastingEnterprise } from '../http/require-enterprise.js';
import type { CreateOrganization, Organization, UpdateOrganization } from './organization.dto.js';

/** The parts of an enterprise. */
@Injectable()
export class OrganizationsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
  ) {}

  async list(caller: Caller, enterpriseId: EnterpriseId, query: PageQuery): Promise<Page<Organization>> {
    const { repositories } = this.database;
    await requireEnterprise(repositories, enterpriseId);
    const read = repositories.organizations.list.bind(repositories.organizations, enterpriseId);
    return listPage(caller, query, read, toOrganization);
  }

  create(caller: Caller, enterpriseId: EnterpriseId, { key, name }: CreateOrganization): Promise<Organization> {
    return this.transactions.create(caller, async (repositories, record) => {
      await requireLastingEnterprise(repositories, enterpriseId);
      const row = await repositories.organizations.insert(enterpriseId, { key, name });
      const target = { type: 'organization', id: row.id };
      await record(enterpriseId, { action: 'organization.created', target, after: { key, name } });
      return toOrganization(row);
    });
  }

  async get(enterpriseId: EnterpriseId, id: OrganizationId): Promise<Organization> {
    const { repositories } = this.database;
    await requireEnterprise(repositories, enterpriseId);
    return toOrganization(found(await repositories.organizations.find(enterpriseId, id)));
  }

  update(
    caller: Caller,
    enterpriseId: EnterpriseId,
    id: OrganizationId,
    { name }: UpdateOrganization,
  ): Promise<Organization> {
    return this.transactions.change(caller, async (repositories, record) => {
      await requireEnterprise(repositories, enterpriseId);
      const row = found(await repositories.organizations.findForUpdate(enterpriseId, id));
      checkVersion(caller, row);
      if (row.name === name) return toOrganization(row);
      const updated = await repositories.organizations.update(enterpriseId, id, { name });
      await record(enterpriseId, {
        action: 'organization.updated',
        target: { type: 'organization', id },
        before: { name: row.name },
        after: { name },
      });
      return toOrganization(updated);
    });
  }

  async delete(caller: Caller, enterpriseId: EnterpriseId, id: OrganizationId): Promise<void> {
    await this.transactions.change(caller, async (repositories, record) => {
      await requireEnterprise(repositories, enterpriseId);
      // No group gives a membership of it while it goes.
      await repositories.groupMappings.lockDirectories(enterpriseId);
      // Accounts before their organization, as everywhere.
      await repositories.organizationMemberships.lockMembers(enterpriseId, id);
      const row = found(await repositories.organizations.findForUpdate(enterpriseId, id));
      checkVersion(caller, row);
      await repositories.groupMappings.removeOfOrganization(enterpriseId, id);
      const memberCount = await repositories.organizationMemberships.removeAll(enterpriseId, id, causeOf(caller));
      await repositories.organizations.delete(enterpriseId, id);
      await record(enterpriseId, {
        action: 'organization.deleted',
        target: { type: 'organization', id },
        before: { key: row.key, name: row.name, memberCount },
      });
    });
  }
}

function found(row: OrganizationRow | undefined): OrganizationRow {
  if (!row) throw AdminProblem.notFound();
  return row;
}

function toOrganization({ id, key, name, version, created_at, last_modified }: OrganizationRow): Organization {
  return { id, key, name, version, createdAt: created_at, lastModified: last_modified };
}
