import type { DirectoryGroupId, DirectoryUserId, OrganizationId } from '../entities/ids.js';
import type { Executor } from '../executor.js';
import type { Cause } from './account-events.repository.js';
import {
  type CarriedMemberships,
  carryOrganizations,
  carryUsers,
  giveUsers,
  lockAccountsOfOrganizations,
  lockAccountsOfUsers,
  lockStructure,
  lockUsers,
  organizationsAbove,
} from './carried-memberships.statements.js';
import { type ConnectionKey, keyValues } from './connection-key.js';

/**
 * Memberships of organizations that directory groups give, directly or by being in one another. They are those of the source
 * `group`; what was given by hand is never touched. Nothing happens unless the connection is enabled, not paused, and in the mode
 * `users_and_groups`. Each account that changes gets an event.
 */
export class CarriedMembershipsRepository {
  constructor(private readonly db: Executor) {}

  /**
   * Gives directory users what the groups they are in now give, and takes what those no longer give. All statements are on their
   * way when it returns. Each sees what was committed before the locks of those before it were got.
   */
  async carryUsers(
    connection: ConnectionKey,
    userIds: readonly (DirectoryUserId | string)[],
    cause: Cause,
  ): Promise<CarriedMemberships> {
    return this.ofUsers(carryUsers, connection, userIds, cause);
  }

  /**
   * Gives directory users what their groups give, and takes nothing: what was restored in spite of the directory stays until it
   * says something new of them.
   */
  async giveUsers(
    connection: ConnectionKey,
    userIds: readonly DirectoryUserId[],
    cause: Cause,
  ): Promise<CarriedMemberships> {
    return this.ofUsers(giveUsers, connection, userIds, cause);
  }

  private async ofUsers(
    carry: typeof carryUsers,
    connection: ConnectionKey,
    userIds: readonly (DirectoryUserId | string)[],
    { actor, requestId }: Cause,
  ): Promise<CarriedMemberships> {
    if (userIds.length === 0) return nothing;
    const people = [...keyValues(connection), userIds];
    const [, , [carried]] = await Promise.all([
      this.db.run(lockUsers, people),
      this.db.run(lockAccountsOfUsers, people),
      this.db.run(carry, [...people, JSON.stringify(actor), requestId]),
    ]);
    return carried ?? nothing;
  }

  /**
   * The same for all who are, or no longer are, in a group that gives one of these organizations. Call it with the connection's
   * directory alone, or after {@link lockStructure}.
   */
  async carryOrganizations(
    connection: ConnectionKey,
    organizationIds: readonly OrganizationId[],
    { actor, requestId }: Cause,
  ): Promise<CarriedMemberships> {
    if (organizationIds.length === 0) return nothing;
    const places = [...keyValues(connection), organizationIds];
    const [, [carried]] = await Promise.all([
      this.db.run(lockAccountsOfOrganizations, places),
      this.db.run(carryOrganizations, [...places, JSON.stringify(actor), requestId]),
    ]);
    return carried ?? nothing;
  }

  /**
   * Nobody else changes which group is in which, nor who is in one, until the transaction ends.
   * @returns the organizations that are given by a group, or by one that it is in
   */
  async lockStructure(connection: ConnectionKey, groupId: DirectoryGroupId): Promise<readonly OrganizationId[]> {
    const [, above] = await Promise.all([
      this.db.run(lockStructure, [connection.connectionId]),
      this.db.run(organizationsAbove, [...keyValues(connection), groupId]),
    ]);
    return above.map(({ id }) => id);
  }
}

const nothing: CarriedMemberships = { joined: 0, left: 0 };
