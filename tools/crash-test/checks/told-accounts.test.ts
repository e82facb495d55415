import { expect, it } from 'vitest';
import type { AccountEventDocument } from '#libs/account-events';
import { findDisorder, tellAccounts } from './told-accounts.ts';

let position = 0;
const event = (accountId: string, change: object, given: Partial<AccountEventDocument> = {}): AccountEventDocument => ({
  id: `event-${++position}`,
  type: 'account.updated',
  at: '2026-11-26T09:00:00.000Z',
  position,
  enterpriseId: 'enterprise',
  accountId,
  connectionId: null,
  directoryUserId: null,
  actor: { kind: 'system' },
  change,
  requestId: null,
  ...given,
});

it('tells the state, the login and the organizations of an account from its events', () => {
  const accounts = tellAccounts([
    event('ava', { after: { login: 'ava@example.com', state: 'active' } }),
    event('bo', { after: { login: 'bo@example.com', state: 'active' } }),
    event('ava', { joinedOrganizations: ['b', 'a'] }),
    event('ava', { before: { state: 'active' }, after: { state: 'suspended' }, leftOrganizations: ['a', 'b'] }),
    event('ava', { before: { login: 'ava@example.com' }, after: { login: 'lind@example.com' } }),
    event('ava', { after: { state: 'active' }, joinedOrganizations: ['b'] }),
  ]);
  expect(Object.fromEntries(accounts)).toEqual({
    ava: { state: 'active', login: 'lind@example.com', organizations: ['b'] },
    bo: { state: 'active', login: 'bo@example.com', organizations: [] },
  });
});

it('finds what came before an earlier event of the same account', () => {
  const [first, other, second, third] = [event('ava', {}), event('bo', {}), event('ava', {}), event('ava', {})];
  expect(findDisorder([other, first, second, third])).toEqual([]);
  expect(findDisorder([third, first, other, second])).toEqual([first, second]);
});
