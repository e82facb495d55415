import type { CarriedMemberships, ConnectionKey, ConnectionRow, OrganizationId, Repositories } from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { type Caller, causeOf } from '../http/caller.js';
import { GroupMappingProblem } from '../http/group-mapping-problem.js';
import type { CarriedChange } from './group-mapping.dto.js';

/**
 * The connection whose mappings change: nobody else changes it, and its identity provider writes nothing, until the transaction ends.
 * @throws AdminProblem `not_found`
 */
export async function lockForMapping(repositories: Repositories, key: ConnectionKey): Promise<ConnectionRow> {
  const row = await repositories.connections.findForUpdate(key);
  if (!row) throw AdminProblem.notFound();
  await repositories.groupMappings.lockDirectory(key);
  return row;
}

/** Whether what groups say counts at the moment. */
export function isCarried({ state, paused, provisioning_mode: mode }: ConnectionRow): boolean {
  return state === 'enabled' && !paused && mode === 'users_and_groups';
}

/**
 * Somebody has to say what becomes of members who were added by hand.
 * @throws AdminProblem `consent_needed`
 */
export async function requireConsent(
  { groupMappings }: Repositories,
  { enterpriseId }: ConnectionKey,
  organizationIds: readonly OrganizationId[],
  takesOver: boolean | undefined,
): Promise<void> {
  if (takesOver !== undefined) return;
  const unconsented = await groupMappings.unconsented(enterpriseId, organizationIds);
  if (unconsented.size === 0) return;
  const members = [...unconsented.values()].reduce((sum, count) => sum + count);
  throw GroupMappingProblem.refused(
    'consent_needed',
    `${members} memberships were added by hand. Say with "takesOver" whether groups take them over (true) or they stay (false); the preview shows whom that concerns.`,
  );
}

/**
 * Who may set provisioning up adds people to organizations by it. Making organizations, and taking out whom others added by hand, is
 * more.
 * @throws AdminProblem `forbidden`
 */
export function requireWriteOfOrganizations({ permissions }: Caller, isNeeded: boolean | undefined): void {
  if (isNeeded && !permissions.has('organizations:write'))
    throw AdminProblem.forbidden(
      'To make organizations, and to take over members who were added by hand, the permission "organizations:write" is needed, too.',
    );
}

/** Takes over if that was said, and lets the groups give and take. Call it when the mappings are as they shall be. */
export async function carry(
  { groupMappings, carriedMemberships }: Repositories,
  caller: Caller,
  key: ConnectionKey,
  {
    organizationIds,
    takesOver = false,
  }: { readonly organizationIds: readonly OrganizationId[]; readonly takesOver?: boolean | undefined },
): Promise<CarriedMemberships & Pick<CarriedChange, 'takenOver'>> {
  const takenOver = takesOver ? await groupMappings.takeOver(key, organizationIds) : 0;
  return { ...(await carriedMemberships.carryOrganizations(key, organizationIds, causeOf(caller))), takenOver };
}
