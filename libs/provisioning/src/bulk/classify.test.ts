import { describe, expect, it } from 'vitest';
import type { ConnectionKey, DirectorySituation, ExaminedAccount } from '#libs/persistence';
import { classify, classifyLeaving, type Impact } from './classify.js';
import { decideFor } from './decide-for.js';
import { addToCounts, noCounts } from './impact-counts.js';
import { accountAfterLeaving } from './leave-page.js';

const connection = { enterpriseId: 'enterprise', connectionId: 'connection' } as ConnectionKey;

const account = (given: Partial<ExaminedAccount> = {}): ExaminedAccount => ({
  id: 'account' as ExaminedAccount['id'],
  login: 'ava@example.com',
  loginKey: 'ava@example.com',
  email: 'ava@example.com',
  displayName: 'Ava',
  state: 'active',
  suspendedBy: null,
  connectionId: null,
  directoryUserId: null,
  isAdministrator: false,
  ...given,
});

const user = (given: Partial<DirectorySituation['user']> = {}): DirectorySituation['user'] => ({
  id: 'user' as DirectorySituation['user']['id'],
  state: 'present',
  resource: { userName: 'ava@example.com', displayName: 'Ava' },
  userName: 'ava@example.com',
  userNameKey: 'ava@example.com',
  externalId: '00u-ava',
  active: true,
  version: 1,
  createdAt: '2026-11-24T09:30:00.000Z',
  lastModified: '2026-11-24T09:30:00.000Z',
  ...given,
});

type Given = Partial<DirectorySituation>;
const impactOf = (given: Given, mode: 'deprovision_only' | 'users' = 'users'): Impact =>
  classify(decideFor(connection, mode, { user: user(), linked: undefined, holder: undefined, ...given }));

const inactive = user({ active: false });
const renamed = user({ userName: 'ava.lind@example.com', userNameKey: 'ava.lind@example.com' });
const suspended = account({ state: 'suspended', suspendedBy: 'directory' });
const byHand = account({ state: 'suspended', suspendedBy: 'administrator' });
const linkedTo = (state: 'present' | 'deleted', externalId: string, given: Partial<ExaminedAccount> = {}) => ({
  ...account(given),
  link: { state, externalId },
});

describe('what enabling would do', () => {
  it.each<[string, Given, Partial<Impact>]>([
    ['somebody new: created, a seat', {}, { category: 'created', seatsTaken: 1, seatsFreed: 0 }],
    ['somebody new who is inactive: nothing', { user: inactive }, { category: 'unaffected', seatsTaken: 0 }],
    [
      'a login that is there: matched and linked',
      { holder: { ...account(), link: undefined } },
      { category: 'matched', detail: { links: true } },
    ],
    [
      'an account that is linked already: matched',
      { linked: account() },
      { category: 'matched', detail: { links: false } },
    ],
    [
      'a name that has changed: matched, and what changes',
      { linked: account({ displayName: 'Eva' }) },
      { category: 'matched', detail: { links: false, before: { displayName: 'Eva' }, after: { displayName: 'Ava' } } },
    ],
    [
      'inactive: deactivated, a seat',
      { user: inactive, linked: account() },
      { category: 'deactivated', seatsFreed: 1 },
    ],
    [
      'inactive and suspended already: matched',
      { user: inactive, linked: suspended },
      { category: 'matched', seatsFreed: 0 },
    ],
    [
      'gone: deactivated',
      { user: user({ state: 'deleted', active: false }), linked: account() },
      { category: 'deactivated' },
    ],
    ['back: reactivated, a seat', { linked: suspended }, { category: 'reactivated', seatsTaken: 1 }],
    [
      'suspended by an administrator: conflicting',
      { linked: byHand },
      { category: 'conflicting', detail: { links: false, reason: 'suspended_by_administrator' } },
    ],
    [
      'a login of another directory user: conflicting',
      { holder: linkedTo('present', '00u-ben') },
      { category: 'conflicting', account: undefined, detail: { reason: 'login_of_another_directory_user' } },
    ],
    [
      'a login that another person uses: conflicting',
      { user: renamed, linked: account(), holder: linkedTo('present', '00u-ben') },
      { category: 'conflicting', detail: { links: false, reason: 'login_taken' } },
    ],
    [
      'an address that was given to somebody else: created, a seat for a seat',
      { holder: linkedTo('deleted', '00u-ben') },
      {
        category: 'created',
        seatsTaken: 1,
        seatsFreed: 1,
        detail: { reason: 'login_recycled', accountThatHadIt: 'account' },
      },
    ],
  ])('%s', (_, given, expected) => {
    expect(impactOf(given)).toMatchObject(expected);
  });

  it.each<[string, Given, Impact['category']]>([
    ['somebody new: nothing', {}, 'unaffected'],
    [
      'an address that was given to somebody else: conflicting',
      { holder: linkedTo('deleted', '00u-ben') },
      'conflicting',
    ],
    ['inactive: deactivated', { user: inactive, linked: account() }, 'deactivated'],
  ])('in deprovision_only, %s', (_, given, category) => {
    expect(impactOf(given, 'deprovision_only').category).toBe(category);
  });
});

describe('what leaving SCIM would do', () => {
  it.each([
    ['local', account(), 'matched', 'active', null],
    ['local', suspended, 'matched', 'suspended', 'administrator'],
    ['jit', account(), 'matched', 'active', null],
    ['jit', suspended, 'matched', 'suspended', 'directory'],
    ['remove', account(), 'deactivated', 'suspended', 'directory'],
    ['remove', byHand, 'matched', 'suspended', 'administrator'],
  ] as const)('%s, %o: %s', (keep, given, category, state, suspendedBy) => {
    expect(classifyLeaving(given, keep).category).toBe(category);
    expect(accountAfterLeaving(given, keep)).toMatchObject({ state, suspendedBy, directoryUserId: null });
  });
});

it('counts administrators who lose or get back access, and seats', () => {
  const administrator = { isAdministrator: true };
  const counts = [
    impactOf({ user: inactive, linked: account(administrator) }),
    impactOf({ linked: { ...suspended, ...administrator } }),
    impactOf({ linked: account(administrator) }),
    impactOf({}),
  ].reduce(addToCounts, noCounts);
  expect(counts).toEqual({
    ...noCounts,
    deactivated: 1,
    reactivated: 1,
    matched: 1,
    created: 1,
    administratorsAffected: 2,
    seatsTaken: 2,
    seatsFreed: 1,
  });
});
