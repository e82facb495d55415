import { afterAll, beforeAll, expect, it } from 'vitest';
import { workerDatabaseUrl } from '../../../tools/testing/worker-database.js';
import { connectionLock } from './connection-lock.js';
import { Database } from './database.js';
import type { ConnectionId } from './entities/ids.js';

let database: Database;

beforeAll(async () => {
  database = await Database.connect({ url: await workerDatabaseUrl(), poolSize: 2 });
});
afterAll(() => database.close());

it.each([
  '01a20cdf-604c-7365-bd0d-77335c075393',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '00000000-0000-7000-8000-000000000001',
])('the lock of %s is the one PostgreSQL takes', async connectionId => {
  const rows: unknown = await database.orm.em.fork().execute('select connection_lock(?)::text as lock', [connectionId]);
  expect(rows).toEqual([{ lock: String(connectionLock({ connectionId: connectionId as ConnectionId })) }]);
});
