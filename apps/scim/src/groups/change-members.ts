import { type DirectoryGroup, isUuid, type NewMember, type Repositories } from '#libs/persistence';
import { type GroupMember, type MemberStep, ScimError } from '#libs/scim-protocol';
import type { ScimPrincipal } from '../http/scim-principal.js';

const NAMED_AT_MOST = 10;

/** A group that is locked, and what stands before its endpoint in `$ref`. */
interface GroupToChange {
  readonly id: DirectoryGroup['id'];
  readonly baseUrl: string;
}

/**
 * Carries out what a request does to the members of a group that is locked, step by step, each as one statement.
 * @returns how many memberships have changed
 * @throws ScimError `invalidValue` naming the members that are neither a user nor another group of the connection, unless
 * the IdP profile skips them; `noTarget`
 */
export async function changeMembers(
  repositories: Repositories,
  principal: ScimPrincipal,
  group: GroupToChange,
  steps: readonly MemberStep[],
): Promise<number> {
  let changed = 0;
  for (const step of steps) changed += await changeBy(step, repositories, principal, group);
  return changed;
}

async function changeBy(
  step: MemberStep,
  repositories: Repositories,
  principal: ScimPrincipal,
  group: GroupToChange,
): Promise<number> {
  const { directoryMemberships } = repositories;
  switch (step.kind) {
    case 'change': {
      const removed = await directoryMemberships.remove(principal, group.id, step.remove.filter(isUuid));
      return removed + (await add(repositories, principal, group, step.add));
    }
    case 'replaceAll': {
      const added = await add(repositories, principal, group, step.members);
      const keeps = step.members.map(({ value }) => value).filter(isUuid);
      return added + (await directoryMemberships.removeOthers(principal, group.id, keeps));
    }
    case 'removeWhere':
      return directoryMemberships.removeWhere(principal, group.id, step.filter, group.baseUrl);
    case 'replaceWhere': {
      const removed = await directoryMemberships.removeWhere(principal, group.id, step.filter, group.baseUrl);
      if (removed === 0 && !step.createsUnmatched)
        throw ScimError.noTarget('No member of the group matches the filter in the path.');
      return removed + (await add(repositories, principal, group, [step.member]));
    }
  }
}

async function add(
  { directoryMemberships }: Repositories,
  principal: ScimPrincipal,
  group: GroupToChange,
  members: readonly GroupMember[],
): Promise<number> {
  const strangers = members.map(({ value }) => value).filter(value => !isUuid(value));
  const candidates = members.filter(({ value }) => isUuid(value)).map(toNewMember);
  const { changed, unknown } = await directoryMemberships.add(principal, group.id, candidates);
  const missing = [...strangers, ...unknown];
  if (missing.length > 0 && !principal.tolerances.skipsUnknownMembers) throw unknownMembers(missing);
  return changed;
}

function toNewMember({ value, display }: GroupMember): NewMember {
  return { id: value, display: display ?? null };
}

function unknownMembers(missing: readonly string[]): ScimError {
  const named = missing.slice(0, NAMED_AT_MOST).map(id => `"${id}"`);
  const others = missing.length > NAMED_AT_MOST ? ` and ${missing.length - NAMED_AT_MOST} more` : '';
  return ScimError.invalidValue(
    `No user or other group of this connection has the id ${named.join(', ')}${others}. Provision the members first, then add them to the group.`,
  );
}
