import type { Account, AccountProfile, ConnectionKey, DirectoryUser, LoginHolder } from '#libs/persistence';
import type { AccountEffect } from './account-effect.js';
import { profileOf } from './profile-of.js';
import type { AccountWrite } from './write-effect.js';

/** Whether an account may take a login, and from whom. */
export interface LoginToTake {
  readonly free: boolean;
  readonly holder?: Account;
}

/**
 * Whether a login that an account has may go to another. One that another person uses is left to them; one that only a
 * suspended account of a person no longer there holds is freed.
 */
export function loginToTake(holder: LoginHolder | undefined): LoginToTake {
  if (!holder) return { free: true };
  return { free: holder.state !== 'active' && holder.link !== undefined && holder.link.state !== 'present', holder };
}

/** Whether an effect may give the account another login. */
export function wantsLogin(user: Pick<DirectoryUser, 'userNameKey'>, effect: AccountEffect): boolean {
  return effect.kind === 'change' && effect.updates !== 'nothing' && user.userNameKey !== effect.account.loginKey;
}

/** What is to be written of accounts for an effect, in this order. */
export function accountWrites(
  connection: ConnectionKey,
  user: DirectoryUser,
  effect: AccountEffect,
  login: LoginToTake,
): readonly AccountWrite[] {
  const profile = profileOf(user);
  const directoryUserId = user.id;
  const writes: AccountWrite[] = [];
  if ('freesLoginOf' in effect && effect.freesLoginOf) writes.push(freeing(effect.freesLoginOf, user));
  if (effect.kind === 'create') writes.push({ kind: 'insert', directoryUserId, profile });
  if (effect.kind === 'change') {
    const { account, links, state } = effect;
    const takes = wantsLogin(user, effect) && login.free;
    if (takes && login.holder)
      writes.push({ kind: 'update', directoryUserId, account: login.holder, change: { freesLogin: true } });
    const link = links ? { link: { connection, directoryUserId } } : {};
    const change = { ...link, ...(state && { state }), profile: profileToWrite(profile, effect, takes) };
    writes.push({ kind: 'update', directoryUserId, account, change });
  }
  return writes;
}

/** Whoever gives up a login to another person has left; what the directory took while it was not enabled is taken now. */
function freeing(account: Account, { id }: DirectoryUser): AccountWrite {
  const leaving = account.state === 'active' ? { state: 'suspended' as const } : {};
  return { kind: 'update', directoryUserId: id, account, change: { freesLogin: true, ...leaving } };
}

/** What is written of a profile: as much as the mode allows and the account can have. */
function profileToWrite(
  { login, loginKey, ...rest }: AccountProfile,
  { account, updates }: Extract<AccountEffect, { kind: 'change' }>,
  takesLogin: boolean,
): Partial<AccountProfile> {
  if (updates === 'nothing') return {};
  const keepsLogin = loginKey === account.loginKey;
  return { ...((takesLogin || keepsLogin) && { login, loginKey }), ...(updates === 'profile' && rest) };
}
