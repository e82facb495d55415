import type { LockedGroup, Repositories } from '#libs/persistence';
import type { ScimPrincipal } from '../http/scim-principal.js';
import type { MembersChange } from './change-members.js';

/**
 * Carries a change of members to the organizations that are given by the group, in its transaction.
 * @returns when those who came or went one by one are on their way, or when all are carried whom the group gives something
 */
export async function carryMembers(
  repositories: Repositories,
  principal: ScimPrincipal,
  { group, carries }: LockedGroup,
  { changed, ids }: MembersChange,
): Promise<{ readonly carried: Promise<unknown> }> {
  const { carriedMemberships } = repositories;
  if (!carries || changed === 0) return { carried: Promise.resolve() };
  if (ids) return { carried: carriedMemberships.carryUsers(principal, ids, principal.cause) };
  const above = await carriedMemberships.lockStructure(principal, group.id);
  await carriedMemberships.carryOrganizations(principal, above, principal.cause);
  return { carried: Promise.resolve() };
}
