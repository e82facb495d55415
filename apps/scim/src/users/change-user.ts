import {
  type Database,
  type DirectoryUser,
  type DirectoryUserId,
  isUuid,
  type Last,
  type Repositories,
  toBeWritten,
} from '#libs/persistence';
import { type LookedUp, planEffect, planOnSeen, toSeenChange, writeEffect } from '#libs/provisioning';
import {
  type AttributePath,
  checkPrecondition,
  type Precondition,
  sameResource,
  type ScimAttributes,
  ScimError,
  userResourceType,
  writtenAttributes,
} from '#libs/scim-protocol';
import type { ScimPrincipal } from '../http/scim-principal.js';
import { stored } from './store-posted-user.js';

/** What a PUT or PATCH makes of a user. */
export interface UserChange {
  readonly id: string;
  readonly precondition: Precondition | undefined;
  /** Gives the resource that is to be, of the one that is. */
  readonly next: (current: ScimAttributes) => ScimAttributes;
}

/** A user as changed, and which attributes were set. */
export interface ChangedUser {
  readonly user: DirectoryUser;
  readonly written: readonly AttributePath[];
}

/**
 * Changes a user, and carries the effect to the account in the same transaction. Nearly always nobody else is at either, and what
 * was decided by what was seen is stored as it is, in one statement; else everything is locked, and decided anew.
 * @throws ScimError `notFound`, what the precondition and the change themselves throw
 */
export async function changeUser(
  database: Database,
  principal: ScimPrincipal,
  change: UserChange,
): Promise<ChangedUser> {
  return (await changeAsSeen(database, principal, change)) ?? changeLocked(database, principal, change);
}

/** What is to become of a user. */
interface NextUser {
  readonly after: DirectoryUser;
  /** RFC 7644 §3.5.2.1: what changes nothing leaves version and lastModified as they are. */
  readonly isSame: boolean;
}

function nextOf(principal: ScimPrincipal, before: DirectoryUser, { precondition, next }: UserChange): NextUser {
  principal.trace.resource = named(before);
  checkPrecondition(precondition, before.version);
  // "active" that was cleared stays what it was: taking a value away must never give a person access.
  const resource = { active: before.active, ...next(before.resource) };
  return sameResource(before.resource, resource)
    ? { after: before, isSame: true }
    : { after: toBeWritten(before, resource), isSame: false };
}

/** @returns undefined when it takes locks to tell what is to be done, or to do it */
async function changeAsSeen(
  database: Database,
  principal: ScimPrincipal,
  change: UserChange,
): Promise<ChangedUser | undefined> {
  // Values that a connection's own extensions declare unique have to be locked first.
  if (principal.userResourceType !== userResourceType) return undefined;
  const { seenUsers } = database.repositories;
  const { situation, cause } = principal;
  const seen = isUuid(change.id) ? await seenUsers.find(principal, change.id as DirectoryUserId) : undefined;
  if (!seen) return absent(change.id);
  const { user: before, account } = seen;
  const { after, isSame } = nextOf(principal, before, change);
  const planned = planOnSeen(principal, { before, after }, { ...situation, account });
  const toStore = planned && toSeenChange(after.resource, planned);
  if (!toStore) return undefined;
  if (isSame) return toStore.account ? undefined : { user: before, written: [] };
  const user = await seenUsers.change(principal, situation, seen, toStore, cause);
  if (!user) return undefined;
  principal.trace.resource = {
    ...named(before),
    before: before.resource,
    after: after.resource,
    effect: planned.effect,
  };
  return { user, written: writtenAttributes(before.resource, after.resource, principal.userResourceType) };
}

async function changeLocked(database: Database, principal: ScimPrincipal, change: UserChange): Promise<ChangedUser> {
  let written: readonly AttributePath[] = [];
  const user = await database.writeDirectory(principal, async repositories => {
    const [before, linked] = await Promise.all([
      lock(repositories, principal, change.id),
      lockLinked(repositories, principal, change.id),
    ]);
    const { after, isSame } = nextOf(principal, before, change);
    if (isSame) return repeat(repositories, principal, before, linked);
    const { resource } = after;
    written = writtenAttributes(before.resource, resource, principal.userResourceType);
    await repositories.uniqueValues.reserve(principal, principal.userResourceType, after);
    const effect = await planEffect(repositories, principal, { before, after }, linked);
    principal.trace.resource = { ...named(before), before: before.resource, after: resource, effect: effect.effect };
    return stored(
      repositories.directoryUsers.update(principal, before, resource, principal.userResourceType),
      writeEffect(repositories, principal, effect, principal.cause),
    );
  });
  return { user: user ?? absent(change.id), written };
}

/** The directory stays as it is; the account does not, when it is active in spite of it. */
async function repeat(
  repositories: Repositories,
  principal: ScimPrincipal,
  user: DirectoryUser,
  linked: LookedUp,
): Promise<Last<DirectoryUser | undefined>> {
  const effect = await planEffect(repositories, principal, { before: user, after: user }, linked);
  const { resource } = user;
  if (effect.writes.length > 0)
    principal.trace.resource = { ...named(user), before: resource, after: resource, effect: effect.effect };
  const found = repositories.directoryUsers.find(principal, user.id);
  return stored(found, writeEffect(repositories, principal, effect, principal.cause));
}

function named({ id, userName }: DirectoryUser) {
  return { type: 'User', id, name: userName } as const;
}

/** The account that a change may affect; looked up along with the directory user. */
export async function lockLinked({ accounts }: Repositories, principal: ScimPrincipal, id: string): Promise<LookedUp> {
  return isUuid(id) ? { linked: await accounts.lockLinked(principal, id as DirectoryUserId) } : {};
}

/** The present directory user, locked. @throws ScimError `notFound` */
export async function lock(repositories: Repositories, principal: ScimPrincipal, id: string): Promise<DirectoryUser> {
  const user = isUuid(id) ? await repositories.directoryUsers.lock(principal, id as DirectoryUserId) : undefined;
  return user ?? absent(id);
}

/** Another connection's user is the same 404 as none. */
export function absent(id: string): never {
  throw ScimError.notFound(
    `There is no user with the id "${id}" in this connection. Look the user up by userName and use the id that answers.`,
  );
}
