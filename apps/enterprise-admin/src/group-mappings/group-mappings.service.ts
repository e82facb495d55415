import { Injectable } from '@nestjs/common';
import {
  type ConnectionKey,
  Database,
  type GroupMappingId,
  type PlannedMember as PlannedMemberRow,
} from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import type { AdminPrincipal, Caller } from '../http/caller.js';
import { GroupMappingProblem } from '../http/group-mapping-problem.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { masked } from '../http/masked.js';
import { requireConnection } from '../http/require-connection.js';
import { requireUnblockedProvisioning } from '../http/require-unblocked-provisioning.js';
import type {
  CreateGroupMapping,
  GroupMapping,
  GroupMappingPreview,
  NewGroupMapping,
  PlannedMember,
} from './group-mapping.dto.js';
import { carry, isCarried, lockForMapping, requireConsent, requireWriteOfOrganizations } from './lock-for-mapping.js';

/** Which directory groups give which organizations. */
@Injectable()
export class GroupMappingsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
  ) {}

  async list(caller: Caller, key: ConnectionKey, query: PageQuery): Promise<Page<GroupMapping>> {
    const { repositories } = this.database;
    await requireConnection(repositories, key);
    return listPage(
      caller,
      query,
      keyset => repositories.groupMappings.list(key, keyset),
      row => row,
    );
  }

  async preview(
    caller: Caller,
    key: ConnectionKey,
    { groupId, organizationId, takesOver = false }: CreateGroupMapping,
    query: PageQuery,
  ): Promise<GroupMappingPreview> {
    const { repositories } = this.database;
    const { groupMappings } = repositories;
    const row = await requireConnection(repositories, key);
    if (!(await repositories.directoryPages.group(key, groupId))) throw AdminProblem.notFound();
    if (!(await repositories.organizations.find(key.enterpriseId, organizationId))) throw AdminProblem.notFound();
    const mapping = { groupId, organizationId };
    const unconsented = await groupMappings.unconsented(key.enterpriseId, [organizationId]);
    const plan = await groupMappings.plan(key, [mapping], takesOver);
    const page = await listPage(
      caller,
      query,
      keyset => groupMappings.plannedMembers(key, mapping, takesOver, keyset),
      member => toPlannedMember(member, caller),
    );
    const { added, removed, stays } = plan.get(organizationId) ?? { added: 0, removed: 0, stays: 0 };
    return { isCarried: isCarried(row), needsConsent: unconsented.size > 0, added, removed, stays, ...page };
  }

  create(
    caller: Caller,
    key: ConnectionKey,
    { groupId, organizationId, takesOver }: CreateGroupMapping,
  ): Promise<NewGroupMapping> {
    requireWriteOfOrganizations(caller, takesOver);
    return this.transactions.create(caller, async (repositories, record) => {
      const { groupMappings } = repositories;
      const row = await lockForMapping(repositories, key);
      await requireUnblockedProvisioning(repositories, row);
      if (!(await repositories.directoryPages.group(key, groupId))) throw AdminProblem.notFound();
      // Nobody is added by hand, or taken out, between the question and the answer.
      if (!(await repositories.organizations.findForUpdate(key.enterpriseId, organizationId)))
        throw AdminProblem.notFound();
      await requireConsent(repositories, key, [organizationId], takesOver);
      const [id] = await groupMappings.insert(key, [{ groupId, organizationId }]);
      const made = id && (await groupMappings.find(key, id));
      if (!made) throw GroupMappingProblem.refused('group_mapped', 'The group is mapped to this organization already.');
      const change = await carry(repositories, caller, key, { organizationIds: [organizationId], takesOver });
      await record(key.enterpriseId, {
        action: 'group_mapping.created',
        target: { type: 'group_mapping', id: made.id },
        after: { connectionId: key.connectionId, groupId, organizationId, takesOver: takesOver ?? false, ...change },
      });
      return { ...made, carried: { isCarried: isCarried(row), ...change } };
    });
  }

  /** Also while provisioning is blocked: it gives nobody anything. */
  async delete(caller: Caller, key: ConnectionKey, id: GroupMappingId): Promise<void> {
    await this.transactions.change(caller, async (repositories, record) => {
      await lockForMapping(repositories, key);
      const row = await repositories.groupMappings.find(key, id);
      if (!row) throw AdminProblem.notFound();
      await repositories.groupMappings.remove(key, id);
      const { groupId, organizationId } = row;
      const { left } = await carry(repositories, caller, key, { organizationIds: [organizationId] });
      await record(key.enterpriseId, {
        action: 'group_mapping.deleted',
        target: { type: 'group_mapping', id },
        before: { connectionId: key.connectionId, groupId, organizationId },
        after: { left },
      });
    });
  }
}

function toPlannedMember({ id, login, displayName, change }: PlannedMemberRow, caller: AdminPrincipal): PlannedMember {
  return { accountId: id, login: masked(caller, login), displayName: masked(caller, displayName), change };
}
