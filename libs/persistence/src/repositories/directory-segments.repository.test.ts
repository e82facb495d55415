import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userResourceType } from '#libs/scim-protocol';
import { workerDatabaseUrl } from '../../../../tools/testing/worker-database.js';
import { Database } from '../database.js';
import type { DirectoryUserId } from '../entities/ids.js';
import type { ConnectionKey } from './connection-key.js';
import { newUser } from './directory-user.js';

let database: Database;
let connection: ConnectionKey;

beforeAll(async () => {
  database = await Database.connect({ url: await workerDatabaseUrl(), poolSize: 5 });
  connection = await database.transaction(async ({ enterprises }) => {
    const enterpriseId = await enterprises.insert({ key: `segments-${Date.now()}`, name: 'Segments' });
    return enterprises.insertConnection(enterpriseId, {
      name: 'Segments',
      idpProfile: 'generic',
      state: 'enabled',
      provisioningMode: 'users',
    });
  });
});
afterAll(() => database.close());

async function insert(count: number): Promise<DirectoryUserId[]> {
  return database.writeDirectory(connection, async ({ directoryUsers }) => {
    const users = Array.from({ length: count }, () => newUser());
    await Promise.all(
      users.map(({ id }) => directoryUsers.insert(connection, id, { userName: `${id}@example.com`, active: true })),
    );
    return users.map(({ id }) => id);
  });
}

const list = (startIndex: number, count: number) =>
  database.repositories.directoryLists.users(connection, {
    resourceType: userResourceType,
    baseUrl: 'https://example.com',
    from: { startIndex },
    count,
  });

/** Every page that begins at one of these, beside what the whole list says. */
async function expectPages(ids: readonly string[]): Promise<void> {
  const sorted = [...ids].sort();
  for (const startIndex of [1, 2, 249, 250, 251, 500, 501, 700, ids.length - 1, ids.length, ids.length + 1]) {
    const { resources, totalResults } = await list(startIndex, 20);
    expect(totalResults).toBe(ids.length);
    expect(resources.map(({ id }) => id)).toEqual(sorted.slice(startIndex - 1, startIndex + 19));
  }
}

const segments = async () => {
  const rows: { resources: number }[] = await database.orm.em
    .fork()
    .execute('select resources from directory_segments where connection_id = ? order by until_id', [
      connection.connectionId,
    ]);
  return rows.map(({ resources }) => resources);
};

describe('lists of a directory that is counted in segments', () => {
  let ids: DirectoryUserId[] = [];

  it('are exact before anything is counted, and say when counting pays', async () => {
    ids = await insert(760);
    await expectPages(ids);
    expect(await segments()).toEqual([]);
    expect((await list(1, 1)).worthClosing).toBe(true);
  });

  it('are exact with full segments closed and the rest behind them', async () => {
    await database.countSegments(connection, 'User');
    expect(await segments()).toEqual([250, 250, 250]);
    await expectPages(ids);
    expect((await list(1, 1)).worthClosing).toBe(false);
  });

  it('are exact after deletions within segments, on their borders and behind the last', async () => {
    const sorted = [...ids].sort();
    const gone = [0, 1, 249, 250, 499, 600, 749, 750, 759].map(index => sorted[index]!);
    await database.writeDirectory(connection, async ({ directoryUsers }) => {
      for (const id of gone) await directoryUsers.remove(connection, id, 'deleted');
      await directoryUsers.remove(connection, gone[0]!, 'deleted');
    });
    ids = ids.filter(id => !gone.includes(id));
    expect(await segments()).toEqual([247, 248, 248]);
    await expectPages(ids);
  });

  it('are exact when a retired user comes back into a closed segment', async () => {
    const id = [...ids].sort()[300]!;
    const resource = { userName: `back-${id}@example.com`, active: true };
    await database.writeDirectory(connection, ({ directoryUsers }) => directoryUsers.remove(connection, id, 'retired'));
    await expectPages(ids.filter(other => other !== id));
    await database.writeDirectory(connection, ({ directoryUsers }) => directoryUsers.restore(connection, id, resource));
    await expectPages(ids);
  });

  it('are exact when a clock runs late and a new user belongs into a closed segment', async () => {
    const early = `00000001-0000-7000-8000-${String(Date.now()).slice(-12)}` as DirectoryUserId;
    await database.writeDirectory(connection, ({ directoryUsers }) =>
      directoryUsers.insert(connection, early, { userName: 'early@example.com', active: true }),
    );
    ids.push(early);
    await expectPages(ids);
  });

  it('are exact when many write while segments are closed', async () => {
    const [first, second] = await Promise.all([
      Promise.all(Array.from({ length: 30 }, () => insert(20))),
      Promise.all(Array.from({ length: 5 }, () => database.countSegments(connection, 'User'))),
    ]);
    expect(second).toHaveLength(5);
    ids.push(...first.flat());
    await database.countSegments(connection, 'User');
    await expectPages(ids);
  });
});
