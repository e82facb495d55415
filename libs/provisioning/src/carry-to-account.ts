import type {
  Account,
  AccountProfile,
  ConnectionKey,
  ConnectionState,
  DirectoryUser,
  ProvisioningMode,
  Repositories,
} from '#libs/persistence';
import { type AccountEffect, decideAccountEffect, type Wanted } from './account-effect.js';
import { isSameProfile, profileOf } from './profile-of.js';

/** The connection a change came through. */
export interface ProvisioningConnection extends ConnectionKey {
  readonly connectionState: ConnectionState;
  readonly provisioningMode: ProvisioningMode;
}

/** One change of one directory user. Without `before` it is new; `removed` says that `after` is its last state. */
export interface DirectoryChange {
  readonly before?: DirectoryUser;
  readonly after: DirectoryUser;
  readonly removed?: boolean;
}

/**
 * Carries a directory change to the person's account, in the transaction that wrote the change: either both are
 * stored or neither is.
 */
export async function carryToAccount(
  repositories: Repositories,
  connection: ProvisioningConnection,
  change: DirectoryChange,
): Promise<void> {
  if (saysTheSame(change)) return;
  const { after } = change;
  const profile = profileOf(after);
  const linked = change.before && (await repositories.accounts.lockLinked(connection, after.id));
  const holder = linked
    ? undefined
    : await repositories.accounts.lockByLogin(connection.enterpriseId, profile.loginKey);
  const effect = decideAccountEffect({
    connectionState: connection.connectionState,
    mode: connection.provisioningMode,
    wanted: wantedOf(change),
    externalId: after.externalId,
    linked,
    holder,
  });
  await write(repositories, connection, after, profile, effect);
}

/** A change that the account cannot show, such as a new title. */
function saysTheSame({ before, after, removed }: DirectoryChange): boolean {
  return (
    before !== undefined &&
    !removed &&
    before.active === after.active &&
    isSameProfile(profileOf(before), profileOf(after))
  );
}

function wantedOf({ after, removed }: DirectoryChange): Wanted {
  if (removed) return 'absent';
  return after.active ? 'active' : 'inactive';
}

async function write(
  repositories: Repositories,
  connection: ProvisioningConnection,
  user: DirectoryUser,
  profile: AccountProfile,
  effect: AccountEffect,
): Promise<void> {
  const { accounts } = repositories;
  const { enterpriseId } = connection;
  if ('freesLoginOf' in effect && effect.freesLoginOf)
    await accounts.update(enterpriseId, effect.freesLoginOf.id, { freesLogin: true });
  if (effect.kind === 'create') await accounts.insertLinked(connection, user.id, profile);
  if (effect.kind === 'change') {
    await accounts.update(enterpriseId, effect.account.id, {
      ...(effect.links && { link: { connection, directoryUserId: user.id } }),
      ...(effect.state && { state: effect.state }),
      ...(effect.updatesProfile && { profile: await obtainable(repositories, connection, profile, effect.account) }),
    });
  }
}

/**
 * The part of a profile that the account can have. A login that another person uses is left to them: the rest is taken
 * over and the conflict stays visible. One that only a suspended account of a person no longer there holds is freed.
 */
async function obtainable(
  { accounts }: Repositories,
  { enterpriseId }: ConnectionKey,
  profile: AccountProfile,
  account: Account,
): Promise<Partial<AccountProfile>> {
  if (profile.loginKey === account.loginKey) return profile;
  const holder = await accounts.lockByLogin(enterpriseId, profile.loginKey);
  if (!holder) return profile;
  if (holder.state === 'active' || !holder.link || holder.link.state === 'present')
    return { email: profile.email, displayName: profile.displayName };
  await accounts.update(enterpriseId, holder.id, { freesLogin: true });
  return profile;
}
