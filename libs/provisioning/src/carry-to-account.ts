import type {
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
      profile: await profileToWrite(repositories, connection, profile, effect),
    });
  }
}

/** What is written of a profile: as much as the mode allows and the account can have. */
async function profileToWrite(
  repositories: Repositories,
  connection: ProvisioningConnection,
  profile: AccountProfile,
  { account, updates }: Extract<AccountEffect, { kind: 'change' }>,
): Promise<Partial<AccountProfile>> {
  if (updates === 'nothing') return {};
  const { login, loginKey, ...rest } = profile;
  const hasLogin = loginKey === account.loginKey || (await obtainsLogin(repositories, connection, loginKey));
  return { ...(hasLogin && { login, loginKey }), ...(updates === 'profile' && rest) };
}

/**
 * Whether an account may take a login. One that another person uses is left to them, and the conflict stays visible;
 * one that only a suspended account of a person no longer there holds is freed.
 */
async function obtainsLogin(
  { accounts }: Repositories,
  { enterpriseId }: ConnectionKey,
  loginKey: string,
): Promise<boolean> {
  const holder = await accounts.lockByLogin(enterpriseId, loginKey);
  if (!holder) return true;
  if (holder.state === 'active' || !holder.link || holder.link.state === 'present') return false;
  await accounts.update(enterpriseId, holder.id, { freesLogin: true });
  return true;
}
