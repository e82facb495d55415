import { Injectable } from '@nestjs/common';
import {
  type ConnectionKey,
  Database,
  type MappedGroup,
  type NamedMatch,
  type OrganizationId,
  type Repositories,
} from '#libs/persistence';
import { AdminTransactions, type RecordHappening } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { GroupMappingProblem } from '../http/group-mapping-problem.js';
import { listPage, type PageQuery } from '../http/list-page.js';
import { requireConnection } from '../http/require-connection.js';
import { requireUnblockedProvisioning } from '../http/require-unblocked-provisioning.js';
import { carry, isCarried, lockForMapping, requireConsent, requireWriteOfOrganizations } from './lock-for-mapping.js';
import type { AllGroupsMapped, MapAllGroups, MapAllPreview } from './map-all.dto.js';
import { type MatchOutcome, matchOutcome, matchOutcomes } from './match-outcome.js';
import { organizationKey } from './organization-key.js';

/** More are made in several requests; each has its event. */
const MAX_CREATED = 500;
const MAX_NAME_LENGTH = 200;

/** A group, and what becomes of it. */
type Match = NamedMatch & { readonly outcome: MatchOutcome };

/** Maps every group to the organization of its name. */
@Injectable()
export class MapAllService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
  ) {}

  async preview(
    caller: Caller,
    key: ConnectionKey,
    { createOrganizations, takesOver = false }: MapAllGroups,
    query: PageQuery,
  ): Promise<MapAllPreview> {
    const { repositories } = this.database;
    await requireConnection(repositories, key);
    const matches = await readMatches(repositories, key, createOrganizations);
    const mappings = toBeMapped(matches);
    const organizationIds = mappings.map(({ organizationId }) => organizationId);
    const unconsented = await repositories.groupMappings.unconsented(key.enterpriseId, organizationIds);
    const plan = await repositories.groupMappings.plan(key, mappings, takesOver);
    const planOf = ({ outcome, organizationId }: Match) =>
      (outcome === 'mapped' && organizationId && plan.get(organizationId)) || { added: 0, removed: 0 };
    const page = await listPage(
      caller,
      query,
      ({ limit, after = '' }) => Promise.resolve(matches.filter(({ id }) => id > after).slice(0, limit)),
      match => {
        const { id, groupName, organizationId, outcome } = match;
        const { added, removed } = planOf(match);
        return { groupId: id, groupName, organizationId, outcome, added, removed };
      },
    );
    const sum = (which: 'added' | 'removed') => matches.reduce((total, match) => total + planOf(match)[which], 0);
    return {
      ...countsOf(matches),
      needConsent: unconsented.size,
      added: sum('added'),
      removed: sum('removed'),
      ...page,
    };
  }

  mapAll(
    caller: Caller,
    key: ConnectionKey,
    { createOrganizations, takesOver }: MapAllGroups,
  ): Promise<AllGroupsMapped> {
    requireWriteOfOrganizations(caller, createOrganizations || takesOver);
    return this.transactions.change(caller, async (repositories, record) => {
      const row = await lockForMapping(repositories, key);
      await requireUnblockedProvisioning(repositories, row);
      const matches = await readMatches(repositories, key, createOrganizations);
      const mappings = toBeMapped(matches);
      await requireConsent(
        repositories,
        key,
        mappings.map(({ organizationId }) => organizationId),
        takesOver,
      );
      const all = [...mappings, ...(await createFor(repositories, key, matches, record))];
      await repositories.groupMappings.insert(key, all);
      const organizationIds = all.map(({ organizationId }) => organizationId);
      const change = await carry(repositories, caller, key, { organizationIds, takesOver });
      const counts = countsOf(matches);
      await record(key.enterpriseId, {
        action: 'group_mapping.mapped_all',
        target: { type: 'connection', id: key.connectionId },
        after: { createOrganizations, takesOver: takesOver ?? false, ...counts, ...change },
      });
      return { ...counts, carried: { isCarried: isCarried(row), ...change } };
    });
  }
}

async function readMatches(
  { groupMappings, organizations }: Repositories,
  key: ConnectionKey,
  createOrganizations: boolean,
): Promise<readonly Match[]> {
  const named = await groupMappings.namedMatches(key, await organizations.names(key.enterpriseId), { limit: null });
  return named.map(match => ({ ...match, outcome: matchOutcome(match, createOrganizations) }));
}

function toBeMapped(matches: readonly Match[]): readonly MappedGroup[] {
  return matches.flatMap(({ id, organizationId, outcome }) =>
    outcome === 'mapped' && organizationId ? [{ groupId: id, organizationId }] : [],
  );
}

function countsOf(matches: readonly Match[]): Readonly<Record<MatchOutcome, number>> {
  const counts = matchOutcomes.map(outcome => [outcome, matches.filter(match => match.outcome === outcome).length]);
  return Object.fromEntries(counts) as Record<MatchOutcome, number>;
}

/** Makes an organization for each group that gets one. */
async function createFor(
  { organizations }: Repositories,
  { enterpriseId }: ConnectionKey,
  matches: readonly Match[],
  record: RecordHappening,
): Promise<readonly MappedGroup[]> {
  const groups = matches.filter(({ outcome }) => outcome === 'created');
  if (groups.length > MAX_CREATED)
    throw GroupMappingProblem.refused(
      'too_many_organizations',
      `${groups.length} organizations would be made, and ${MAX_CREATED} are made at once. Map the groups that shall have one by themselves.`,
    );
  const taken = new Set((await organizations.names(enterpriseId)).map(({ key }) => key));
  const made: { groupId: NamedMatch['id']; organizationId: OrganizationId }[] = [];
  for (const { id: groupId, groupName } of groups) {
    const name = groupName.trim().slice(0, MAX_NAME_LENGTH);
    const key = organizationKey(name, taken);
    taken.add(key);
    const { id } = await organizations.insert(enterpriseId, { key, name });
    await record(enterpriseId, {
      action: 'organization.created',
      target: { type: 'organization', id },
      after: { key, name },
    });
    made.push({ groupId, organizationId: id });
  }
  return made;
}
