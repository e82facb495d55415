import { type DirectoryGroup, isUuid, type MembersChanged, type NewMember, type Repositories } from '#libs/persistence';
import { type GroupMember, type MemberStep, type ResolvedFilter, ScimError } from '#libs/scim-protocol';
import type { ScimPrincipal } from '../http/scim-principal.js';

const NAMED_AT_MOST = 10;

/** A group that is locked, and what stands before its endpoint in `$ref`. */
interface GroupToChange {
  readonly id: DirectoryGroup['id'];
  readonly baseUrl: string;
}

/** What has become of the members of a group. */
export interface MembersChange {
  readonly changed: number;
  /** Who came or went; undefined when that is not known one by one, or when groups are among them. */
  readonly ids: readonly string[] | undefined;
}

/**
 * Carries out what a request does to the members of a group that is locked, step by step, each as one statement.
 * @throws ScimError `invalidValue` naming the members that are neither a user nor another group of the connection, unless
 * the IdP profile skips them; `noTarget`
 */
export async function changeMembers(
  repositories: Repositories,
  principal: ScimPrincipal,
  group: GroupToChange,
  steps: readonly MemberStep[],
): Promise<MembersChange> {
  const changes: MembersChange[] = [];
  for (const step of steps) changes.push(await changeBy(step, repositories, principal, group));
  return together(changes);
}

function together(changes: readonly MembersChange[]): MembersChange {
  const effective = changes.filter(({ changed }) => changed > 0);
  return {
    changed: effective.reduce((sum, { changed }) => sum + changed, 0),
    ids: effective.every(({ ids }) => ids) ? effective.flatMap(({ ids = [] }) => ids) : undefined,
  };
}

/** Who is in a group is in those that it is in, too; so it is not enough to know which group came or went. */
function oneByOne({ changed, hasGroups }: MembersChanged, ids: readonly string[]): MembersChange {
  return { changed, ids: hasGroups ? undefined : ids };
}

async function changeBy(
  step: MemberStep,
  repositories: Repositories,
  principal: ScimPrincipal,
  group: GroupToChange,
): Promise<MembersChange> {
  const { directoryMemberships } = repositories;
  switch (step.kind) {
    case 'change': {
      const named = step.remove.filter(isUuid);
      const removed = await directoryMemberships.remove(principal, group.id, named);
      return together([oneByOne(removed, named), await add(repositories, principal, group, step.add)]);
    }
    case 'replaceAll': {
      const added = await add(repositories, principal, group, step.members);
      const keeps = step.members.map(({ value }) => value).filter(isUuid);
      const { changed } = await directoryMemberships.removeOthers(principal, group.id, keeps);
      return together([added, { changed, ids: undefined }]);
    }
    case 'removeWhere':
      return removeWhere(repositories, principal, group, step.filter);
    case 'replaceWhere': {
      const removed = await removeWhere(repositories, principal, group, step.filter);
      if (removed.changed === 0 && !step.createsUnmatched)
        throw ScimError.noTarget('No member of the group matches the filter in the path.');
      return together([removed, await add(repositories, principal, group, [step.member])]);
    }
  }
}

async function removeWhere(
  { directoryMemberships }: Repositories,
  principal: ScimPrincipal,
  group: GroupToChange,
  filter: ResolvedFilter,
): Promise<MembersChange> {
  const removed = await directoryMemberships.removeWhere(principal, group.id, filter, group.baseUrl);
  return oneByOne(removed, removed.ids);
}

async function add(
  { directoryMemberships }: Repositories,
  principal: ScimPrincipal,
  group: GroupToChange,
  members: readonly GroupMember[],
): Promise<MembersChange> {
  const strangers = members.map(({ value }) => value).filter(value => !isUuid(value));
  const candidates = members.filter(({ value }) => isUuid(value)).map(toNewMember);
  const { unknown, ...added } = await directoryMemberships.add(principal, group.id, candidates);
  const missing = [...strangers, ...unknown];
  if (missing.length > 0 && !principal.tolerances.skipsUnknownMembers) throw unknownMembers(missing);
  return oneByOne(
    added,
    candidates.map(({ id }) => id),
  );
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
