import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workerDatabaseUrl } from '../../../../tools/testing/worker-database.js';
import { Database } from '../database.js';
import { newConnection } from '../resource-filter/test/directory-fixture.js';
import type { SamlExchanges } from './saml-exchanges.repository.js';

let database: Database;
/** As of two processes. */
let processes: readonly SamlExchanges[];
let first: SamlExchanges;
let ofAnother: SamlExchanges;
let another: Database;

beforeAll(async () => {
  const url = await workerDatabaseUrl();
  [database, another] = await Promise.all([
    Database.connect({ url, poolSize: 5 }),
    Database.connect({ url, poolSize: 5 }),
  ]);
  const connection = await newConnection(database, 'saml-exchanges');
  first = database.repositories.samlExchanges.of(connection);
  processes = [first, another.repositories.samlExchanges.of(connection)];
  ofAnother = database.repositories.samlExchanges.of(await newConnection(database, 'saml-exchanges-of-others'));
});
afterAll(() => Promise.all([database.close(), another.close()]));

const relayStateHash = randomBytes(32);
const soon = () => new Date(Date.now() + 60_000);
const past = () => new Date(Date.now() - 60_000);

/** Asked ten times at once, by turns on both processes. */
const atOnce = <Answer>(ask: (exchanges: SamlExchanges) => Promise<Answer>) =>
  Promise.all(Array.from({ length: 5 }, () => processes.map(ask)).flat());

describe('a request', () => {
  it('is answered once, with the hash of its RelayState, whatever process it comes to', async () => {
    const id = `_${randomUUID()}`;
    await first.saveRequest(id, relayStateHash, soon());
    const answers = await atOnce(exchanges => exchanges.consumeRequest(id));
    expect(answers.filter(answer => answer !== undefined)).toEqual([{ relayStateHash }]);
  });

  it('is not answered when it has expired', async () => {
    const id = `_${randomUUID()}`;
    await first.saveRequest(id, relayStateHash, past());
    expect(await first.consumeRequest(id)).toBeUndefined();
  });

  it('of another enterprise is as if there were none, and stays', async () => {
    const id = `_${randomUUID()}`;
    await first.saveRequest(id, relayStateHash, soon());
    expect(await ofAnother.consumeRequest(id)).toBeUndefined();
    expect(await first.consumeRequest(id)).toEqual({ relayStateHash });
  });
});

describe('an assertion', () => {
  it('is used once, whatever process it comes to', async () => {
    const hash = randomBytes(32);
    const answers = await atOnce(exchanges => exchanges.useAssertion(hash, soon()));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  it('of another enterprise does not use it up', async () => {
    const hash = randomBytes(32);
    expect(await ofAnother.useAssertion(hash, soon())).toBe(true);
    expect(await first.useAssertion(hash, soon())).toBe(true);
  });
});

describe('an assertion with the request that it answers', () => {
  it('is used once, and so is the request, whatever process it comes to', async () => {
    const [id, hash] = [`_${randomUUID()}`, randomBytes(32)];
    await first.saveRequest(id, relayStateHash, soon());
    const answers = await atOnce(exchanges => exchanges.useAnswer(id, hash, soon()));
    expect(answers.filter(({ isNew }) => isNew)).toEqual([{ isNew: true, request: { relayStateHash } }]);
    expect(answers.filter(({ request }) => request)).toHaveLength(1);
    expect(await first.consumeRequest(id)).toBeUndefined();
  });

  it('that was used before leaves the request of somebody else', async () => {
    const [id, hash] = [`_${randomUUID()}`, randomBytes(32)];
    await first.useAssertion(hash, soon());
    await first.saveRequest(id, relayStateHash, soon());
    expect(await first.useAnswer(id, hash, soon())).toEqual({ isNew: false, request: undefined });
    expect(await first.consumeRequest(id)).toEqual({ relayStateHash });
  });

  it('finds no request that has expired, or is of another enterprise', async () => {
    const ids = [`_${randomUUID()}`, `_${randomUUID()}`] as const;
    await first.saveRequest(ids[0], relayStateHash, past());
    await ofAnother.saveRequest(ids[1], relayStateHash, soon());
    for (const id of ids)
      expect(await first.useAnswer(id, randomBytes(32), soon())).toEqual({ isNew: true, request: undefined });
  });
});

it('what has expired is forgotten, so many at a time, and nothing else', async () => {
  const { samlExchanges } = database.repositories;
  while ((await samlExchanges.deleteExpired(100)) > 0);
  const [expired, lasting] = [randomBytes(32), randomBytes(32)];
  const id = `_${randomUUID()}`;
  await first.useAssertion(expired, past());
  await first.useAssertion(lasting, soon());
  await first.saveRequest(id, relayStateHash, soon());
  for (const request of [1, 2, 3]) await ofAnother.saveRequest(`_${request}-${randomUUID()}`, relayStateHash, past());
  expect([await samlExchanges.deleteExpired(2), await samlExchanges.deleteExpired(2)]).toEqual([3, 1]);
  expect(await samlExchanges.deleteExpired(2)).toBe(0);
  expect(await first.useAssertion(expired, soon())).toBe(true);
  expect(await first.useAssertion(lasting, soon())).toBe(false);
  expect(await first.consumeRequest(id)).toEqual({ relayStateHash });
});
