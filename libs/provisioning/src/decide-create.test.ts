import { describe, expect, it } from 'vitest';
import type { DirectoryUser } from '#libs/persistence';
import { decideCreate } from './decide-create.js';

const key = 'ava@example.com';
const record = (given: Partial<DirectoryUser>): DirectoryUser => ({
  id: 'user-1' as DirectoryUser['id'],
  state: 'present',
  resource: {},
  userName: key,
  userNameKey: key,
  externalId: null,
  active: false,
  version: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  lastModified: '2026-01-01T00:00:00.000Z',
  ...given,
});

describe('a POST of a user', () => {
  it('makes a new person when nobody is named', () => {
    expect(decideCreate({ userNameKey: key, externalId: 'a' }, [])).toEqual({ kind: 'create' });
  });

  it('is a conflict when an active user has the userName, whatever the externalId', () => {
    const user = record({ active: true, externalId: 'a' });
    for (const externalId of ['a', 'b', undefined])
      expect(decideCreate({ userNameKey: key, externalId }, [user])).toEqual({ kind: 'conflict', user });
  });

  it('is a conflict when an active user has the externalId under another userName', () => {
    const user = record({ active: true, externalId: 'a', userNameKey: 'other@example.com' });
    expect(decideCreate({ userNameKey: key, externalId: 'a' }, [user])).toEqual({ kind: 'conflict', user });
  });

  it.each([
    ['the same externalId', 'a', 'a'],
    ['no externalId in the record', null, 'a'],
    ['no externalId in the request', 'a', undefined],
    ['no externalId at all', null, undefined],
  ])('brings the inactive holder of the userName back: %s', (_, stored, posted) => {
    const user = record({ externalId: stored });
    expect(decideCreate({ userNameKey: key, externalId: posted }, [user])).toEqual({ kind: 'restore', user });
  });

  it('makes a new person when the inactive holder has another externalId: addresses are recycled', () => {
    const user = record({ externalId: 'a' });
    expect(decideCreate({ userNameKey: key, externalId: 'b' }, [user])).toEqual({ kind: 'create', retires: user });
  });

  it('brings the person with the externalId back under a new userName', () => {
    const user = record({ externalId: 'a', userNameKey: 'old@example.com' });
    expect(decideCreate({ userNameKey: key, externalId: 'a' }, [user])).toEqual({ kind: 'restore', user });
  });

  it('brings the person with the externalId back and retires another who holds the userName', () => {
    const other = record({ id: 'user-2' as DirectoryUser['id'], externalId: 'b' });
    const user = record({ externalId: 'a', userNameKey: 'old@example.com' });
    expect(decideCreate({ userNameKey: key, externalId: 'a' }, [other, user])).toEqual({
      kind: 'restore',
      user,
      retires: other,
    });
  });

  it('brings a retired person back by externalId', () => {
    const user = record({ state: 'retired', externalId: 'a' });
    expect(decideCreate({ userNameKey: key, externalId: 'a' }, [user])).toEqual({ kind: 'restore', user });
  });

  it('never brings a person back for a request without externalId that names another userName', () => {
    const user = record({ userNameKey: 'old@example.com' });
    expect(decideCreate({ userNameKey: key, externalId: undefined }, [user])).toEqual({ kind: 'create' });
  });
});
