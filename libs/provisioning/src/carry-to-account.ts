import type {
  Account,
  AccountProfile,
  ConnectionKey,
  ConnectionSituation,
  DirectoryUser,
  LoginHolder,
  Repositories,
} from '#libs/persistence';
import { type AccountEffect, decideAccountEffect, type Wanted } from './account-effect.js';
import { isSameProfile, profileOf } from './profile-of.js';

/** One change of one directory user. Without `before` it is new; `removed` says that `after` is its last state. */
export interface DirectoryChange {
  readonly before?: DirectoryUser;
  readonly after: DirectoryUser;
  readonly removed?: boolean;
}

/** An account that a change may affect, locked, and the situation of its connection. */
type Found<Holder extends Account> = ConnectionSituation & { readonly account: Holder | undefined };

/** What the caller has looked up already, along with other statements of the transaction. */
export interface LookedUp {
  /** By the directory user, for a change of one that exists. */
  readonly linked?: Found<Account>;
  /** By the login, for one that is new. */
  readonly holder?: Found<LoginHolder>;
}

/**
 * Carries a directory change to the person's account, in the transaction that wrote the change: either both are
 * stored or neither is.
 * @returns what was decided
 */
export async function carryToAccount(
  repositories: Repositories,
  connection: ConnectionKey,
  change: DirectoryChange,
  lookedUp: LookedUp = {},
): Promise<AccountEffect> {
  if (saysTheSame(change)) return { kind: 'none', because: 'nothing that an account shows' };
  const { linked, holder } = await lookUp(repositories, connection, change, lookedUp);
  const { state, mode } = holder ?? linked ?? nowhere();
  const effect = decideAccountEffect({
    state,
    mode,
    wanted: wantedOf(change),
    externalId: change.after.externalId,
    linked: linked?.account,
    holder: holder?.account,
  });
  await write(repositories, connection, change.after, effect);
  return effect;
}

/** The account that is linked, and only when there is none the one that has the login. */
async function lookUp(
  repositories: Repositories,
  connection: ConnectionKey,
  change: DirectoryChange,
  lookedUp: LookedUp,
): Promise<LookedUp> {
  const linked =
    change.before && (lookedUp.linked ?? (await repositories.accounts.lockLinked(connection, change.after.id)));
  if (linked?.account) return { linked };
  const holder = lookedUp.holder ?? (await lockHolder(repositories, connection, change));
  return { ...(linked && { linked }), holder };
}

function nowhere(): never {
  throw new Error('A connection has no situation.');
}

/**
 * The account whose login is the userName. A rename finds the account under the old name first: whoever is renamed and
 * deactivated at once must not keep the account that nobody had linked yet.
 */
async function lockHolder(
  { accounts }: Repositories,
  connection: ConnectionKey,
  { before, after }: DirectoryChange,
): Promise<Found<LoginHolder>> {
  if (before && before.userNameKey !== after.userNameKey) {
    const earlier = await accounts.lockByLogin(connection, before.userNameKey);
    if (earlier.account && !earlier.account.link) return earlier;
  }
  return accounts.lockByLogin(connection, after.userNameKey);
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
  connection: ConnectionKey,
  user: DirectoryUser,
  effect: AccountEffect,
): Promise<void> {
  const { accounts } = repositories;
  const { enterpriseId } = connection;
  const profile = profileOf(user);
  if ('freesLoginOf' in effect && effect.freesLoginOf)
    await accounts.update(enterpriseId, effect.freesLoginOf, { freesLogin: true, ...leaving(effect.freesLoginOf) });
  if (effect.kind === 'create') await accounts.insertLinked(connection, user.id, profile);
  if (effect.kind === 'change') {
    await accounts.update(enterpriseId, effect.account, {
      ...(effect.links && { link: { connection, directoryUserId: user.id } }),
      ...(effect.state && { state: effect.state }),
      profile: await profileToWrite(repositories, connection, profile, effect),
    });
  }
}

/** Whoever gives up a login to another person has left; what the directory took while it was not enabled is taken now. */
function leaving({ state }: Account): { readonly state?: 'suspended' } {
  return state === 'active' ? { state: 'suspended' } : {};
}

/** What is written of a profile: as much as the mode allows and the account can have. */
async function profileToWrite(
  repositories: Repositories,
  connection: ConnectionKey,
  profile: AccountProfile,
  { account, updates }: Extract<AccountEffect, { kind: 'change' }>,
): Promise<Partial<AccountProfile>> {
  if (updates === 'nothing') return {};
  const { login, loginKey, ...rest } = profile;
  const hasLogin = loginKey === account.loginKey || (await obtainsLogin(repositories, connection, loginKey));
  return { ...(hasLogin && { login, loginKey }), ...(updates === 'profile' && rest) };
}

/**
 * Whether an account may take a login. One that another person uses is left to them;
 * one that only a suspended account of a person no longer there holds is freed.
 */
async function obtainsLogin({ accounts }: Repositories, connection: ConnectionKey, loginKey: string): Promise<boolean> {
  const { account: holder } = await accounts.lockByLogin(connection, loginKey);
  if (!holder) return true;
  if (holder.state === 'active' || !holder.link || holder.link.state === 'present') return false;
  await accounts.update(connection.enterpriseId, holder, { freesLogin: true });
  return true;
}
