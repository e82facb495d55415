import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { workerDatabaseUrl } from '../../../../tools/testing/worker-database.js';
import { Database } from '../database.js';
import type { DirectoryUserId } from '../entities/ids.js';
import { newConnection } from '../resource-filter/test/directory-fixture.js';
import type { AccountChange, ConnectionSituation } from './accounts.repository.js';
import type { ConnectionKey } from './connection-key.js';
import { type DirectoryUser, newUser, toBeWritten } from './directory-user.js';
import type { SeenChange, SeenUser } from './seen-users.repository.js';

const asSeen: ConnectionSituation = { state: 'enabled', mode: 'users_and_groups' };
const cause = { actor: { kind: 'system', id: 'test' }, requestId: 'request' } as const;

let database: Database;
let connection: ConnectionKey;
let people = 0;
let seen: SeenUser;

beforeAll(async () => {
  database = await Database.connect({ url: await workerDatabaseUrl(), poolSize: 3 });
  connection = await newConnection(database, 'seen');
});
afterAll(() => database.close());

beforeEach(async () => {
  const userName = `seen${++people}@example.com`;
  const user = toBeWritten(newUser(), { userName, active: true });
  const profile = { login: userName, loginKey: user.userNameKey, email: userName, displayName: 'Ada' };
  await database.repositories.directoryUsers.insertNewcomer(connection, asSeen, user, profile, cause);
  seen = await find(user.id);
});

async function find(id: DirectoryUserId): Promise<SeenUser> {
  const found = await database.repositories.seenUsers.find(connection, id);
  if (!found) throw new Error('The user is not there.');
  return found;
}

/** What deactivates a user. */
const deactivation = ({ user }: SeenUser): SeenChange => ({
  resource: { ...user.resource, active: false },
  account: { change: { state: 'suspended' }, updated: undefined, stateChange: { after: { state: 'suspended' } } },
});

const change = (to = deactivation(seen), situation = asSeen): Promise<DirectoryUser | undefined> =>
  database.repositories.seenUsers.change(connection, situation, seen, to, cause);

const administer = (by: AccountChange): Promise<void> =>
  database.transaction(({ accounts }) => accounts.update(connection.enterpriseId, accountOf(seen), by));

function accountOf({ account }: SeenUser): NonNullable<SeenUser['account']> {
  if (!account) throw new Error('The user has no account.');
  return account;
}

const events = async (): Promise<readonly unknown[]> => {
  const rows: { type: string }[] = await database.orm.em
    .fork()
    .execute('select type from account_events where account_id = ? order by sequence', [accountOf(seen).id]);
  return rows.map(({ type }) => type);
};

it('finds the user with the account, as those do who lock them', async () => {
  const { id } = seen.user;
  const { version, ...account } = accountOf(seen);
  const locked = await database.transaction(async ({ directoryUsers, accounts }) => ({
    user: await directoryUsers.lock(connection, id),
    account: (await accounts.lockLinked(connection, id)).account,
  }));
  expect(locked).toEqual({ user: { ...seen.user, isInGroups: undefined }, account });
  expect(version).toBe(1);
});

it('stores the user, the account, the receipt and the event, and gives the user as it is read afterwards', async () => {
  const stored = await change();
  const found = await find(seen.user.id);
  expect(found.user).toEqual(stored);
  expect(found.user).toMatchObject({ active: false, version: 2 });
  expect(found.account).toMatchObject({ state: 'suspended', suspendedBy: 'directory', version: 2 });
  expect(await events()).toEqual(['account.created', 'account.suspended']);
});

it('stores another profile, and the event that tells of it', async () => {
  const userName = `other${people}@example.com`;
  const resource = { ...seen.user.resource, userName, title: 'Countess' };
  const profile = { email: userName };
  const stored = await change({
    resource,
    account: { change: { profile }, updated: { after: profile }, stateChange: undefined },
  });
  const found = await find(seen.user.id);
  expect(found.user).toEqual(stored);
  expect(found.user).toMatchObject({ userName, resource });
  expect(found.account).toMatchObject({ email: userName, state: 'active', version: 2 });
  expect(await events()).toEqual(['account.created', 'account.updated']);
});

it('leaves the account alone when nothing is to become of it', async () => {
  await change({ resource: { ...seen.user.resource, title: 'Countess' } });
  expect((await find(seen.user.id)).account).toEqual(seen.account);
});

it.each<ConnectionSituation>([
  { state: 'paused', mode: 'users_and_groups' },
  { state: 'enabled', mode: 'users' },
])('stores nothing when the connection is no longer as it was seen: %o', async situation => {
  expect(await change(deactivation(seen), situation)).toBeUndefined();
  expect(await find(seen.user.id)).toEqual(seen);
});

it('stores nothing when the user is no longer as seen, or gone', async () => {
  await change({ resource: { ...seen.user.resource, title: 'Countess' } });
  const other = await find(seen.user.id);
  expect(await change()).toBeUndefined();
  expect(await find(seen.user.id)).toEqual(other);
  seen = other;
  await database.repositories.directoryUsers.remove(connection, seen.user.id, 'deleted');
  expect(await change()).toBeUndefined();
  expect(await events()).toEqual(['account.created']);
});

it.each<[string, (user: SeenUser) => SeenChange]>([
  ['to be suspended', deactivation],
  ['to be left alone', ({ user }) => ({ resource: { ...user.resource, title: 'Countess' } })],
])('stores nothing, of the user neither, when the account that was %s is no longer as seen', async (_what, to) => {
  await administer({ profile: { displayName: 'Augusta' } });
  expect(await change(to(seen))).toBeUndefined();
  expect((await find(seen.user.id)).user).toEqual(seen.user);
});

it('stores nothing when another user has the userName', async () => {
  const before = seen.user;
  const taken = `seen${people + 1}@example.com`;
  await database.repositories.directoryUsers.insert(connection, newUser().id, { userName: taken, active: true });
  expect(await change({ resource: { ...before.resource, userName: taken } })).toBeUndefined();
  people++;
});

it('waits neither for one who has the connection alone nor for one who has the user or the account', async () => {
  const { id } = seen.user;
  const blocked: (DirectoryUser | undefined)[] = [];
  await database.withConnectionAlone(connection, async ({ directoryUsers }) => {
    // Its answer says that the transaction has begun and has the lock.
    await directoryUsers.find(connection, id);
    blocked.push(await change());
  });
  await database.transaction(async ({ directoryUsers }) => {
    await directoryUsers.lock(connection, id);
    blocked.push(await change());
  });
  await database.transaction(async ({ accounts }) => {
    await accounts.lockLinked(connection, id);
    blocked.push(await change());
  });
  expect(blocked).toEqual([undefined, undefined, undefined]);
  expect(await find(id)).toEqual(seen);
  expect(await change()).toMatchObject({ version: 2 });
});

it("neither finds nor changes another connection's user", async () => {
  const { seenUsers } = database.repositories;
  const other = await newConnection(database, 'not-seen');
  expect(await seenUsers.find(other, seen.user.id)).toBeUndefined();
  expect(await seenUsers.change(other, asSeen, seen, deactivation(seen), cause)).toBeUndefined();
  expect(await find(seen.user.id)).toEqual(seen);
});
