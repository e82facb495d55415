import type {
  Account,
  AccountProfile,
  ConnectionKey,
  ConnectionSituation,
  DirectoryUser,
  DirectoryUserId,
  LoginHolder,
  Repositories,
} from '#libs/persistence';
import { type AccountEffect, decideAccountEffect, type Wanted } from './account-effect.js';
import { accountWrites, loginToTake, wantsLogin } from './account-writes.js';
import { isSameProfile, profileOf } from './profile-of.js';
import type { AccountWrite } from './write-effect.js';

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

/** A decided effect, and what is to be written for it. */
export interface PlannedEffect {
  readonly effect: AccountEffect;
  readonly writes: readonly AccountWrite[];
  /** Whose groups have to be asked again; nobody unless groups give memberships. */
  readonly returning: readonly DirectoryUserId[];
}

/**
 * Decides what a directory change means for the person's account, and locks the accounts it touches, in the transaction
 * that writes the change.
 */
export async function planEffect(
  repositories: Repositories,
  connection: ConnectionKey,
  change: DirectoryChange,
  lookedUp: LookedUp = {},
): Promise<PlannedEffect> {
  if (await leavesAccountsAlone(repositories, connection, change, lookedUp)) return unchanged;
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
  const writes = await writesFor(repositories, connection, change.after, effect);
  return { effect, writes, returning: returningBy(change, mode, writes) };
}

/**
 * Decides what a directory change means for the account that is linked, without a lock and without looking anything else up.
 * @returns undefined when more has to be looked up: then {@link planEffect} tells
 */
export function planOnSeen(
  connection: ConnectionKey,
  change: DirectoryChange,
  linked: Found<Account>,
): PlannedEffect | undefined {
  if (saysTheSame(change) && (change.after.active || linked.account?.state !== 'active')) return unchanged;
  const { account, state, mode } = linked;
  if (!account && state === 'enabled') return undefined;
  const { externalId } = change.after;
  const wanted = wantedOf(change);
  const effect = decideAccountEffect({ state, mode, wanted, externalId, linked: account, holder: undefined });
  if (wantsLogin(change.after, effect)) return undefined;
  const writes = accountWrites(connection, change.after, effect, { free: true });
  return { effect, writes, returning: returningBy(change, mode, writes) };
}

/** Decides what a directory user means for the account that was linked to it just now, by hand. */
export async function planLinked(
  repositories: Repositories,
  connection: ConnectionKey,
  user: DirectoryUser,
): Promise<PlannedEffect> {
  const { account, ...situation } = await repositories.accounts.lockLinked(connection, user.id);
  const wanted = wantedOf({ after: user });
  const { externalId } = user;
  const effect = decideAccountEffect({ ...situation, wanted, externalId, linked: account, holder: undefined });
  const writes = await writesFor(repositories, connection, user, effect);
  return { effect, writes, returning: situation.mode === 'users_and_groups' ? [user.id] : [] };
}

const unchanged: PlannedEffect = {
  effect: { kind: 'none', because: 'nothing that an account shows' },
  writes: [],
  returning: [],
};

function returningBy(
  change: DirectoryChange,
  mode: ConnectionSituation['mode'],
  writes: readonly AccountWrite[],
): readonly DirectoryUserId[] {
  return mode === 'users_and_groups' && (isBack(change) || writes.some(arrives)) ? [change.after.id] : [];
}

/** What the groups say now counts for them, not what they said before. */
function isBack({ before, after, removed = false }: DirectoryChange): boolean {
  return !removed && after.active && before?.active === false;
}

/** The account is this person's from now on, or active again. */
function arrives(write: AccountWrite): boolean {
  return write.kind === 'insert' || write.change.link !== undefined || write.change.state === 'active';
}

/**
 * Decides, without looking anything up, what becomes of somebody of whom nothing was known.
 * @returns what the account is made of; undefined when none is made
 */
export function accountForNewcomer(situation: ConnectionSituation, user: DirectoryUser): AccountProfile | undefined {
  return effectOnNewcomer(situation, user).kind === 'create' ? profileOf(user) : undefined;
}

/** What is decided of somebody of whom nothing was known. */
export function effectOnNewcomer(situation: ConnectionSituation, user: DirectoryUser): AccountEffect {
  return decideAccountEffect({
    ...situation,
    wanted: wantedOf({ after: user }),
    externalId: user.externalId,
    linked: undefined,
    holder: undefined,
  });
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
  const found = holder.account ? holder : await lockNobody(repositories, connection, change, holder);
  return { ...(linked && { linked }), holder: found };
}

/** Whoever is to have no access may be signing in at this moment, for the first time: the account is made before this, or not at all. */
async function lockNobody(
  repositories: Repositories,
  connection: ConnectionKey,
  change: DirectoryChange,
  nobody: Found<LoginHolder>,
): Promise<Found<LoginHolder>> {
  if (wantedOf(change) === 'active') return nobody;
  await repositories.accounts.lockLogin(connection.enterpriseId, change.after.userNameKey);
  return lockHolder(repositories, connection, change);
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

/**
 * Whether accounts show nothing of a change. When the directory says again that somebody is inactive who was let in meanwhile, by a
 * restored hold or an administrator, they do: whoever has left must not keep access because it had been said before.
 */
async function leavesAccountsAlone(
  { accounts }: Repositories,
  connection: ConnectionKey,
  change: DirectoryChange,
  { linked }: LookedUp,
): Promise<boolean> {
  if (!saysTheSame(change)) return false;
  if (change.after.active) return true;
  const { account } = linked ?? (await accounts.lockLinked(connection, change.after.id));
  return account?.state !== 'active';
}

function wantedOf({ after, removed }: DirectoryChange): Wanted {
  if (removed) return 'absent';
  return after.active ? 'active' : 'inactive';
}

async function writesFor(
  repositories: Repositories,
  connection: ConnectionKey,
  user: DirectoryUser,
  effect: AccountEffect,
): Promise<readonly AccountWrite[]> {
  const login = wantsLogin(user, effect)
    ? loginToTake((await repositories.accounts.lockByLogin(connection, user.userNameKey)).account)
    : { free: true };
  return accountWrites(connection, user, effect, login);
}
