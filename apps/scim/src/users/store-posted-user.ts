import {
  type Database,
  type DirectoryUser,
  type DirectoryUserId,
  Last,
  type NamedIdentity,
  newUser,
  type Repositories,
  toBeWritten,
} from '#libs/persistence';
import { accountForNewcomer, decideCreate, effectOnNewcomer, planEffect, writeEffect } from '#libs/provisioning';
import {
  prepareUserName,
  replaceResource,
  type ScimAttributes,
  ScimError,
  type ScimUser,
  userResourceType,
} from '#libs/scim-protocol';
import type { TracedResource } from '../http/request-log/request-trace.js';
import type { ScimPrincipal } from '../http/scim-principal.js';

/**
 * Stores the user of a POST: as a new one, or as one who was inactive and comes back.
 * @param posted what the body says, with `active`
 * @throws ScimError `uniqueness` when an active user is named.
 */
export async function storePostedUser(
  database: Database,
  principal: ScimPrincipal,
  posted: ScimAttributes,
  body: unknown,
): Promise<DirectoryUser> {
  const newcomer = mayBeNewcomer(principal, posted) && (await storeNewcomer(database.repositories, principal, posted));
  if (newcomer) return newcomer;
  return database.writeDirectory(principal, repositories => storeKnown(repositories, principal, posted, body));
}

/**
 * Values that a connection's own extensions declare unique have to be looked for first; and whoever is to have no access must not be
 * signing in meanwhile.
 */
function mayBeNewcomer(principal: ScimPrincipal, { active }: ScimAttributes): boolean {
  return principal.userResourceType === userResourceType && active !== false;
}

/** Most people are new, and nothing has to be asked before they are stored: PostgreSQL stores them only if that is so. */
async function storeNewcomer(
  { directoryUsers }: Repositories,
  principal: ScimPrincipal,
  posted: ScimAttributes,
): Promise<DirectoryUser | undefined> {
  const { situation, cause } = principal;
  const user = toBeWritten(newUser(), posted);
  const account = accountForNewcomer(situation, user);
  const stored = await directoryUsers.insertNewcomer(principal, situation, user, account, cause);
  if (stored) {
    const effect = () => effectOnNewcomer(situation, user);
    principal.trace.resource = { ...traced(user), after: user.resource, effect };
  }
  return stored;
}

/** When somebody is known by the userName, the externalId or the login, they are looked at before anything is decided. */
async function storeKnown(
  repositories: Repositories,
  principal: ScimPrincipal,
  posted: ScimAttributes,
  body: unknown,
): Promise<Last<DirectoryUser>> {
  const { directoryUsers, accounts } = repositories;
  const { userName, externalId } = posted as ScimUser;
  const identity = { userNameKey: prepareUserName(userName), externalId };
  const [named, holder] = await Promise.all([
    directoryUsers.lockNamed(principal, identity),
    accounts.lockByLogin(principal, identity.userNameKey),
  ]);
  const decision = decideCreate(identity, named);
  if (decision.kind === 'conflict') {
    principal.trace.resource = traced(decision.user);
    throw alreadyThere(decision.user, identity);
  }
  if (decision.retires) await removeUser(repositories, principal, decision.retires.id, 'retired');
  if (decision.kind === 'restore') return restore(repositories, principal, decision.user, body);
  const after = toBeWritten(newUser(), posted);
  await repositories.uniqueValues.reserve(principal, principal.userResourceType, after);
  const effect = await planEffect(repositories, principal, { after }, decision.retires ? {} : { holder });
  principal.trace.resource = { ...traced(after), after: posted, effect: effect.effect };
  return stored(
    directoryUsers.insert(principal, after.id, posted, principal.userResourceType),
    writeEffect(repositories, principal, effect, principal.cause),
  );
}

/** Who comes back is as a PUT would have it, and active unless the body says otherwise. */
async function restore(
  repositories: Repositories,
  principal: ScimPrincipal,
  before: DirectoryUser,
  body: unknown,
): Promise<Last<DirectoryUser>> {
  const { tolerances, userResourceType } = principal;
  const returned = replaceResource({ ...before.resource, active: true }, body, userResourceType, tolerances);
  const resource = { active: true, ...returned };
  const after = toBeWritten(before, resource);
  await repositories.uniqueValues.reserve(principal, userResourceType, after);
  const effect = await planEffect(repositories, principal, { before, after });
  principal.trace.resource = { ...traced(after), before: before.resource, after: resource, effect: effect.effect };
  return stored(
    repositories.directoryUsers.restore(principal, before.id, resource, userResourceType),
    writeEffect(repositories, principal, effect, principal.cause),
  );
}

function traced({ id, userName }: DirectoryUser): TracedResource {
  return { type: 'User', id, name: userName };
}

/** The directory user as stored, once the effect on the account is stored, too: the last statements of a transaction. */
export function stored<User extends DirectoryUser | undefined>(
  written: Promise<User>,
  carried: Promise<unknown>,
): Last<User> {
  return new Last(Promise.all([written, carried]).then(([user]) => user));
}

/** Nobody who is gone is a member of anything. */
export async function removeUser(
  { directoryUsers, directoryMemberships }: Repositories,
  principal: ScimPrincipal,
  id: DirectoryUserId,
  state: 'retired' | 'deleted',
): Promise<void> {
  await Promise.all([directoryUsers.remove(principal, id, state), directoryMemberships.forgetMember(principal, id)]);
}

function alreadyThere({ id, userName, userNameKey }: DirectoryUser, posted: NamedIdentity): ScimError {
  const same = userNameKey === posted.userNameKey ? `userName "${userName}"` : `externalId "${posted.externalId}"`;
  return ScimError.uniqueness(
    `An active user with the ${same} exists already, with id ${id}. Update it instead of creating it.`,
  );
}
