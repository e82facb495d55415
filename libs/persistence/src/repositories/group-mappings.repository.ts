import {
  type DirectoryGroupId,
  type EnterpriseId,
  type GroupMappingId,
  newId,
  type OrganizationId,
} from '../entities/ids.js';
import type { Executor } from '../executor.js';
import { type ConnectionKey, keyValues } from './connection-key.js';
import { groupNameKey } from './directory-group.js';
import {
  type GroupMappingRow,
  insertMappings,
  lockDirectories,
  lockDirectory,
  mappingById,
  mappingPage,
  type NamedMatch,
  namedMatches,
  planCounts,
  type PlannedChange,
  type PlannedMember,
  planPage,
  removeMapping,
  removeOfOrganization,
  takeOver,
  unconsented,
} from './group-mappings.statements.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** A group that is, or is to be, mapped to an organization. */
export interface MappedGroup {
  readonly groupId: DirectoryGroupId;
  readonly organizationId: OrganizationId;
}

/** How many people mappings would add to organizations, remove from them, and leave in them for want of knowing them. */
export type MembershipPlan = Readonly<Record<PlannedChange, number>>;

/** Which directory groups give which organizations, per connection. */
export class GroupMappingsRepository {
  constructor(private readonly db: Executor) {}

  /** Nobody else writes to the connection's directory until the transaction ends: what SCIM carries follows the mappings as they are. */
  async lockDirectory({ connectionId }: ConnectionKey): Promise<void> {
    await this.db.run(lockDirectory, [connectionId]);
  }

  /** The same for every connection of an enterprise. */
  async lockDirectories(enterpriseId: EnterpriseId): Promise<void> {
    await this.db.run(lockDirectories, [enterpriseId]);
  }

  async list(connection: ConnectionKey, { limit, after = FIRST_ID }: Keyset): Promise<readonly GroupMappingRow[]> {
    return this.db.run(mappingPage, [...keyValues(connection), after, limit]);
  }

  async find(connection: ConnectionKey, id: GroupMappingId): Promise<GroupMappingRow | undefined> {
    const [row] = await this.db.run(mappingById, [...keyValues(connection), id]);
    return row;
  }

  /** Makes mappings; one that is there stays. @returns the ids of those that are new */
  async insert(connection: ConnectionKey, mappings: readonly MappedGroup[]): Promise<readonly GroupMappingId[]> {
    const rows = await this.db.run(insertMappings, [
      ...keyValues(connection),
      mappings.map(() => newId<GroupMappingId>()),
      mappings.map(({ groupId }) => groupId),
      mappings.map(({ organizationId }) => organizationId),
    ]);
    return rows.map(({ id }) => id);
  }

  async remove(connection: ConnectionKey, id: GroupMappingId): Promise<void> {
    await this.db.run(removeMapping, [...keyValues(connection), id]);
  }

  /** Unmaps all groups from an organization. Call it after {@link lockDirectories}. */
  async removeOfOrganization(enterpriseId: EnterpriseId, organizationId: OrganizationId): Promise<void> {
    await this.db.run(removeOfOrganization, [enterpriseId, organizationId]);
  }

  /** Those of the organizations that no group is mapped to, and that have members who were added by hand: how many. */
  async unconsented(
    enterpriseId: EnterpriseId,
    organizationIds: readonly OrganizationId[],
  ): Promise<ReadonlyMap<OrganizationId, number>> {
    const rows = await this.db.run(unconsented, [enterpriseId, organizationIds]);
    return new Map(rows.map(({ id, members }) => [id, members]));
  }

  /** Makes the groups the only source of the memberships of people whom the directory knows. @returns how many */
  async takeOver(connection: ConnectionKey, organizationIds: readonly OrganizationId[]): Promise<number> {
    const [row] = await this.db.run(takeOver, [...keyValues(connection), organizationIds]);
    return row?.taken ?? 0;
  }

  /** What mappings would change, per organization. */
  async plan(
    connection: ConnectionKey,
    mappings: readonly MappedGroup[],
    takesOver: boolean,
  ): Promise<ReadonlyMap<OrganizationId, MembershipPlan>> {
    const rows = await this.db.run(planCounts, planValues(connection, mappings, takesOver));
    const byOrganization = Map.groupBy(rows, ({ organizationId }) => organizationId);
    return new Map(
      [...byOrganization].map(([id, changes]) => [
        id,
        { ...nobody, ...Object.fromEntries(changes.map(({ change, count }) => [change, count])) },
      ]),
    );
  }

  /** Whom one mapping would add, remove and leave. */
  async plannedMembers(
    connection: ConnectionKey,
    mapping: MappedGroup,
    takesOver: boolean,
    { limit, after = FIRST_ID }: Keyset,
  ): Promise<readonly PlannedMember[]> {
    return this.db.run(planPage, [...planValues(connection, [mapping], takesOver), after, limit]);
  }

  /** The groups of a connection, each with the organization whose name is the same in the form in which names of groups are compared. */
  async namedMatches(
    connection: ConnectionKey,
    organizations: readonly { readonly id: OrganizationId; readonly name: string }[],
    { limit, after = FIRST_ID }: { readonly limit: number | null; readonly after?: string },
  ): Promise<readonly NamedMatch[]> {
    const keys = organizations.map(({ name }) => groupNameKey(name));
    const ids = organizations.map(({ id }) => id);
    return this.db.run(namedMatches, [...keyValues(connection), keys, ids, after, limit]);
  }
}

const nobody: MembershipPlan = { added: 0, removed: 0, stays: 0 };

function planValues(
  connection: ConnectionKey,
  mappings: readonly MappedGroup[],
  takesOver: boolean,
): readonly unknown[] {
  const organizations = mappings.map(({ organizationId }) => organizationId);
  return [
    ...keyValues(connection),
    [...new Set(organizations)],
    mappings.map(({ groupId }) => groupId),
    organizations,
    takesOver,
  ];
}
