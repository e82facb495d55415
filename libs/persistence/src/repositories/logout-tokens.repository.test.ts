import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { workerDatabaseUrl } from '../../../../tools/testing/worker-database.js';
import { Database } from '../database.js';
import { newConnection } from '../resource-filter/test/directory-fixture.js';
import type { ConnectionKey } from './connection-key.js';

let database: Database;
let another: Database;
let own: ConnectionKey;
let ofAnother: ConnectionKey;

beforeAll(async () => {
  const url = await workerDatabaseUrl();
  [database, another] = await Promise.all([
    Database.connect({ url, poolSize: 5 }),
    Database.connect({ url, poolSize: 5 }),
  ]);
  own = await newConnection(database, 'logout-tokens');
  ofAnother = await newConnection(database, 'logout-tokens-of-others');
});
afterAll(() => Promise.all([database.close(), another.close()]));

const soon = () => new Date(Date.now() + 60_000);
const past = () => new Date(Date.now() - 60_000);
const use = (connection: ConnectionKey, hash: Buffer, until = soon(), { repositories } = database) =>
  repositories.logoutTokens.use(connection, hash, until);

it('a logout token is used once, whatever process it comes to', async () => {
  const hash = randomBytes(32);
  const processes = [database, another, database, another];
  const answers = await Promise.all(processes.map(process => use(own, hash, soon(), process)));
  expect(answers.filter(Boolean)).toHaveLength(1);
});

it('one of another enterprise does not use it up', async () => {
  const hash = randomBytes(32);
  expect(await use(ofAnother, hash)).toBe(true);
  expect(await use(own, hash)).toBe(true);
});

it('those that have expired are forgotten, so many at a time, and no others', async () => {
  const { logoutTokens } = database.repositories;
  while ((await logoutTokens.deleteExpired(100)) > 0);
  const lasting = randomBytes(32);
  await use(own, lasting);
  for (const connection of [own, own, ofAnother]) await use(connection, randomBytes(32), past());
  expect([await logoutTokens.deleteExpired(2), await logoutTokens.deleteExpired(2)]).toEqual([2, 1]);
  expect(await logoutTokens.deleteExpired(2)).toBe(0);
  expect(await use(own, lasting)).toBe(false);
});
