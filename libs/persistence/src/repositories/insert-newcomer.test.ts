import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { workerDatabaseUrl } from '../../../../tools/testing/worker-database.js';
import { Database } from '../database.js';
import type { Statement } from '../executor.js';
import { kyselyOf, newConnection } from '../resource-filter/test/directory-fixture.js';
import type { AccountProfile, ConnectionSituation } from './accounts.repository.js';
import type { ConnectionKey } from './connection-key.js';
import { type DirectoryUser, newUser, toBeWritten } from './directory-user.js';
import { DirectoryUsersRepository } from './directory-users.repository.js';

const asSeen: ConnectionSituation = { state: 'enabled', mode: 'users_and_groups' };

const cause = { actor: { kind: 'system', id: 'test' }, requestId: null } as const;

let database: Database;
let connection: ConnectionKey;
let people = 0;

beforeAll(async () => {
  database = await Database.connect({ url: await workerDatabaseUrl(), poolSize: 3 });
  connection = await newConnection(database, 'newcomers');
});
afterAll(() => database.close());

const somebody = (named: { userName?: string; externalId?: string } = {}): DirectoryUser =>
  toBeWritten(newUser(), { userName: `newcomer${++people}@example.com`, active: true, ...named });

const accountOf = ({ userName, userNameKey }: DirectoryUser): AccountProfile => ({
  login: userName,
  loginKey: userNameKey,
  email: userName,
  displayName: 'Ada',
});

const insert = (user: DirectoryUser, situation = asSeen): Promise<DirectoryUser | undefined> =>
  database.repositories.directoryUsers.insertNewcomer(connection, situation, user, accountOf(user), cause);

const isStored = async ({ id }: DirectoryUser): Promise<boolean> =>
  (await database.repositories.directoryUsers.find(connection, id)) !== undefined;

/** A session of somebody else's. */
async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: await workerDatabaseUrl() });
  await client.connect();
  return client;
}

it('stores the user and the account, as they are read afterwards', async () => {
  const user = somebody({ externalId: 'e-1' });
  const stored = await insert(user);
  const found = await database.repositories.directoryUsers.find(connection, user.id, { wantsGroups: false });
  const { account } = await database.transaction(({ accounts }) => accounts.lockLinked(connection, user.id));
  expect(found).toEqual(stored);
  expect(account).toMatchObject({ login: user.userName, displayName: 'Ada', state: 'active' });
});

it('stores no account when none is given', async () => {
  const user = somebody();
  await database.repositories.directoryUsers.insertNewcomer(connection, asSeen, user, undefined, cause);
  const { account } = await database.transaction(({ accounts }) => accounts.lockLinked(connection, user.id));
  expect([await isStored(user), account]).toEqual([true, undefined]);
});

it.each([
  ['has the userName', { userName: 'Taken@example.com' }, { userName: 'taken@example.com' }],
  ['has the externalId', { externalId: 'taken' }, { externalId: 'taken' }],
])('stores nothing when somebody %s', async (_what, first, second) => {
  await insert(somebody(first));
  const user = somebody(second);
  expect([await insert(user), await isStored(user)]).toEqual([undefined, false]);
});

it('stores nothing when somebody who was retired has the externalId', async () => {
  const before = somebody({ externalId: 'retired' });
  await insert(before);
  await database.repositories.directoryUsers.remove(connection, before.id, 'retired');
  expect(await insert(somebody({ externalId: 'retired' }))).toBeUndefined();
});

it('stores nothing when an account has the login', async () => {
  const other = await database.repositories.enterprises.insertConnection(connection.enterpriseId, {
    name: 'Other',
    idpProfile: 'generic',
    state: 'enabled',
    provisioningMode: 'users',
  });
  const holder = somebody({ userName: 'holder@example.com' });
  await database.repositories.directoryUsers.insertNewcomer(
    other,
    { state: 'enabled', mode: 'users' },
    holder,
    accountOf(holder),
    cause,
  );
  const user = somebody({ userName: 'HOLDER@example.com' });
  expect([await insert(user), await isStored(user)]).toEqual([undefined, false]);
});

it.each<ConnectionSituation>([
  { state: 'disabled', mode: 'users_and_groups' },
  { state: 'enabled', mode: 'users' },
])('stores nothing when the connection is no longer as it was seen: %o', async situation => {
  const user = somebody();
  expect([await insert(user, situation), await isStored(user)]).toEqual([undefined, false]);
});

it('waits neither for one who has the connection alone nor for one with the same externalId', async () => {
  const [first, second] = [somebody(), somebody({ externalId: 'busy' })];
  await database.withConnectionAlone(connection, async ({ directoryUsers }) => {
    // Its answer says that the transaction has begun and has the lock.
    await directoryUsers.find(connection, first.id);
    expect(await insert(first)).toBeUndefined();
  });
  await database.writeDirectory(connection, async ({ directoryUsers }) => {
    await directoryUsers.lockNamed(connection, { userNameKey: 'busy@example.com', externalId: 'busy' });
    expect(await insert(second)).toBeUndefined();
  });
  expect([await insert(first), await insert(second)]).toEqual([expect.anything(), expect.anything()]);
});

it('stores nothing where transactions do not see what is committed meanwhile', async () => {
  const client = await connect();
  await client.query('set default_transaction_isolation = serializable');
  const strict = new DirectoryUsersRepository({
    kysely: kyselyOf(database),
    run: async <Row>({ text }: Statement<Row>, values: readonly unknown[]) =>
      (await client.query(text, [...values])).rows as Row[],
  });
  const user = somebody();
  const stored = await strict.insertNewcomer(connection, asSeen, user, accountOf(user), cause);
  await client.end();
  expect([stored, await isStored(user)]).toEqual([undefined, false]);
});

it('is counted in the segment that covers the id, as for a clock that runs late', async () => {
  const late = newUser();
  await database.writeDirectory(connection, async ({ directoryUsers }) => {
    await Promise.all(
      Array.from({ length: 600 }, () => newUser()).map(({ id }) =>
        directoryUsers.insert(connection, id, { userName: `${id}@example.com`, active: true }),
      ),
    );
  });
  await database.countSegments(connection, 'User');
  const total = async () => (await database.repositories.directorySegments.locate(connection, 'User', 1)).totalResults;
  const before = await total();
  await insert({ ...somebody(), id: late.id });
  expect(await total()).toBe(before + 1);
});

it('has its locks before it looks, so that what others commit meanwhile is seen', async () => {
  const [blocking, asking] = await Promise.all([connect(), connect()]);
  await blocking.query('begin; lock table accounts in access exclusive mode');
  const inserting = insert(somebody({ externalId: 'looking' }));
  const isLocked = async () => {
    const { rows } = await asking.query(`
      select from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database()
      where l.locktype = 'advisory' and l.mode = 'ExclusiveLock' and l.granted`);
    return rows.length > 0;
  };
  await expect.poll(isLocked, { interval: 2, timeout: 1000 }).toBe(true);
  await blocking.query('rollback');
  await inserting;
  await Promise.all([blocking.end(), asking.end()]);
});

it('gives up, rather than keep others waiting, when somebody is about to take the login', async () => {
  const other = await connect();
  const user = somebody();
  await other.query('begin');
  await other.query('insert into accounts (enterprise_id, id, login, login_key) values ($1, $2, $3, $3)', [
    connection.enterpriseId,
    user.id,
    user.userName,
  ]);
  expect(await insert(user)).toBeUndefined();
  const second = insert(user);
  await other.query('commit');
  expect([await second, await isStored(user)]).toEqual([undefined, false]);
  await other.end();
});

it('is no part of another transaction', async () => {
  const user = somebody();
  const inside = database.transaction(({ directoryUsers }) =>
    directoryUsers.insertNewcomer(connection, asSeen, user, undefined, cause),
  );
  await expect(inside).rejects.toThrow('a transaction of its own');
});

it('of one enterprise does not keep another waiting, however many wait for what somebody holds', async () => {
  const holder = await connect();
  const stuck = Array.from({ length: 24 }, () => somebody());
  await holder.query('begin');
  for (const { id, userName } of stuck)
    await holder.query('insert into accounts (enterprise_id, id, login, login_key) values ($1, $2, $3, $3)', [
      connection.enterpriseId,
      id,
      userName,
    ]);
  const other = await newConnection(database, 'newcomers-of-others');
  const waiting = Promise.all(stuck.map(user => insert(user)));
  const started = performance.now();
  const innocent = somebody();
  const stored = await database.repositories.directoryUsers.insertNewcomer(other, asSeen, innocent, undefined, cause);
  const took = performance.now() - started;
  await holder.query('rollback');
  await Promise.all([waiting, holder.end()]);
  expect(stored).toBeDefined();
  expect(took).toBeLessThan(2000);
});
