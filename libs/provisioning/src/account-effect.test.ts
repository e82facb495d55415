import { describe, expect, it } from 'vitest';
import type { Account, LoginHolder } from '#libs/persistence';
import { type AccountEffect, decideAccountEffect, type Situation } from './account-effect.js';

const account = (given: Partial<Account> = {}): Account => ({
  id: 'account-1' as Account['id'],
  login: 'ava@example.com',
  loginKey: 'ava@example.com',
  email: null,
  displayName: null,
  state: 'active',
  suspendedBy: null,
  connectionId: null,
  directoryUserId: null,
  ...given,
});
const suspended = account({ state: 'suspended', suspendedBy: 'directory' });
const suspendedByHand = account({ state: 'suspended', suspendedBy: 'administrator' });
const holder = (given: Account, link?: LoginHolder['link']): LoginHolder => ({ ...given, link });
const gone = (externalId: string | null): LoginHolder['link'] => ({ state: 'deleted', externalId });

const effect = (given: Partial<Situation>): AccountEffect =>
  decideAccountEffect({
    state: 'enabled',
    mode: 'users',
    wanted: 'active',
    externalId: '00u-ava',
    linked: undefined,
    holder: undefined,
    ...given,
  });

describe('a person whose account is linked', () => {
  it.each<[string, Partial<Situation>, Partial<AccountEffect>]>([
    [
      'deactivated: suspended at once',
      { linked: account(), wanted: 'inactive' },
      { state: 'suspended', updates: 'profile' },
    ],
    [
      'deleted: suspended at once, the profile stays',
      { linked: account(), wanted: 'absent' },
      { state: 'suspended', updates: 'nothing' },
    ],
    ['deactivated again: nothing more to take away', { linked: suspended, wanted: 'inactive' }, { kind: 'change' }],
    [
      'reactivated: what the directory took it gives back',
      { linked: suspended, wanted: 'active' },
      { state: 'active' },
    ],
    [
      'deactivated in deprovision_only mode: suspended, the profile stays',
      { linked: account(), wanted: 'inactive', mode: 'deprovision_only' },
      { state: 'suspended', updates: 'nothing' },
    ],
    [
      'reactivated in deprovision_only mode: given back, the profile stays',
      { linked: suspended, mode: 'deprovision_only' },
      { state: 'active', updates: 'nothing' },
    ],
    [
      'back after the login went to somebody else: gets a login again in every mode',
      { linked: account({ loginKey: null }), mode: 'deprovision_only' },
      { updates: 'login' },
    ],
  ])('%s', (_, given, expected) => {
    expect(effect(given)).toMatchObject({ kind: 'change', links: false, ...expected });
  });

  it('suspended by an administrator: stays suspended, whatever the directory says', () => {
    expect(effect({ linked: suspendedByHand, wanted: 'active' })).not.toHaveProperty('state');
  });
});

describe('a person nobody is linked to', () => {
  it.each<[string, Partial<Situation>, AccountEffect]>([
    ['active, no account: one is made', {}, { kind: 'create' }],
    ['active, no account, users_and_groups: one is made', { mode: 'users_and_groups' }, { kind: 'create' }],
    [
      'active, no account, deprovision_only: none is made',
      { mode: 'deprovision_only' },
      { kind: 'none', because: 'nobody to act on' },
    ],
    ['inactive, no account: none is made', { wanted: 'inactive' }, { kind: 'none', because: 'nobody to act on' }],
    [
      'deleted before it was linked, an account with the login: linked and suspended',
      { wanted: 'absent', holder: holder(account()), mode: 'deprovision_only' },
      { kind: 'change', account: holder(account()), links: true, state: 'suspended', updates: 'nothing' },
    ],
    [
      'deleted, the login belongs to the account of another directory user: not touched',
      { wanted: 'absent', holder: holder(account(), { state: 'present', externalId: null }) },
      { kind: 'none', because: 'login belongs to another directory user' },
    ],
    [
      'deleted, the login was another person’s: not touched',
      { wanted: 'absent', holder: holder(account(), gone('00u-old')) },
      { kind: 'none', because: 'nobody to act on' },
    ],
    [
      'active, an account with the login: linked by the login attribute',
      { holder: holder(account()) },
      { kind: 'change', account: holder(account()), links: true, updates: 'profile' },
    ],
    [
      'inactive, an account with the login: linked and suspended',
      { wanted: 'inactive', holder: holder(account()), mode: 'deprovision_only' },
      { kind: 'change', account: holder(account()), links: true, state: 'suspended', updates: 'nothing' },
    ],
    [
      'active again after a DELETE, same externalId: the same account comes back',
      { holder: holder(suspended, gone('00u-ava')) },
      {
        kind: 'change',
        account: holder(suspended, gone('00u-ava')),
        links: true,
        state: 'active',
        updates: 'profile',
      },
    ],
    [
      'active again after a DELETE, no externalId on one side: the same account comes back',
      { holder: holder(suspended, gone(null)) },
      { kind: 'change', account: holder(suspended, gone(null)), links: true, state: 'active', updates: 'profile' },
    ],
    [
      'active after a DELETE of somebody with another externalId: a new account, the old one stays suspended',
      { holder: holder(suspended, gone('00u-old')) },
      { kind: 'create', freesLoginOf: holder(suspended, gone('00u-old')) },
    ],
    [
      'the same in deprovision_only mode: no account is made, but the login is no longer the old person’s',
      { holder: holder(suspended, gone('00u-old')), mode: 'deprovision_only' },
      { kind: 'release', freesLoginOf: holder(suspended, gone('00u-old')) },
    ],
    [
      'the login belongs to the account of another directory user: nobody is taken over',
      { holder: holder(account(), { state: 'present', externalId: null }) },
      { kind: 'none', because: 'login belongs to another directory user' },
    ],
  ])('%s', (_, given, expected) => {
    expect(effect(given)).toEqual(expected);
  });
});

it('a paused connection: accounts are not touched', () => {
  expect(effect({ state: 'paused', linked: account(), wanted: 'inactive' })).toEqual({
    kind: 'none',
    because: 'connection is paused',
  });
});

describe('a connection that is not enabled', () => {
  it.each(['draft', 'configured', 'tested', 'disabled', 'deleted'] as const)('%s: accounts are not touched', state => {
    expect(effect({ state, linked: account(), wanted: 'inactive' })).toEqual({
      kind: 'none',
      because: 'connection is not enabled',
    });
  });
});
