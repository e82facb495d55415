import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Database, type EnterpriseId, newId, type WebhookEndpointId } from '#libs/persistence';
import { publishAllAccountEvents } from '#libs/provisioning';
import { PrivateNetworks } from '#libs/safe-fetch';
import { WebhookSettings } from '../src/webhooks/webhook-settings.js';
import type { WebhooksWorker } from '../src/webhooks/webhooks.worker.js';
import { accounts, publicUrl, stopJobs, testDatabase, testJobs, TestWebhooks } from './builders.js';
import { Receiver } from './receiver.js';

/** More than a process has lanes. */
const ACCOUNTS = 24;
/** Longer than the test takes. */
const NEVER_MS = 60_000;

let database: Database;
let silent: Receiver;
let quick: Receiver;
let worker: WebhooksWorker;
let webhooks: TestWebhooks;
let endpointId: WebhookEndpointId;
const enterprises = [newId<EnterpriseId>(), newId<EnterpriseId>()] as const;

const execute = (sql: string, values: readonly unknown[] = []) => database.orm.em.fork().execute(sql, [...values]);
/** How many jobs there are in each state. */
const jobs = async () => {
  const rows = await execute("select state::text, count(*)::int as n from jobs.job where name = 'webhooks' group by 1");
  const { active = 0, created = 0 } = Object.fromEntries(rows.map(({ state, n }) => [String(state), Number(n)]));
  return { active, created };
};

beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  for (const table of ['signing_keys', 'webhook_endpoints']) await execute(`delete from ${table}`);
  [silent, quick] = [new Receiver(), new Receiver()];
  silent.answer = () => new Promise(() => undefined);
  webhooks = new TestWebhooks(
    database,
    { allowedPrivateNetworks: PrivateNetworks.parse('127.0.0.0/8') },
    new WebhookSettings({ publicUrl, delaysMs: [NEVER_MS], timeoutMs: NEVER_MS }),
  );
  ({ id: endpointId } = await webhooks.endpoint(await silent.start(), { enterpriseId: enterprises[0] }));
  await webhooks.endpoint(await quick.start(), { enterpriseId: enterprises[1] });
});
afterEach(async () => {
  // Whoever waits for an answer hears that there is none.
  for (const receiver of [silent, quick]) receiver.stop();
  await worker.onModuleDestroy();
  await stopJobs();
});

/** First to many accounts whose endpoint does not answer, then to one whose endpoint does. */
async function happenToMany(): Promise<void> {
  for (const account of accounts(ACCOUNTS)) await webhooks.happen(enterprises[0], account);
  await webhooks.happen(enterprises[1], newId());
  await publishAllAccountEvents(database);
  worker = await webhooks.work(await testJobs());
}

it('an endpoint that does not answer holds up no other', async () => {
  await happenToMany();
  await expect.poll(() => quick.received.length, { timeout: 10_000 }).toBe(1);
  await expect.poll(() => silent.received.length, { timeout: 10_000 }).toBe(8);
  await expect.poll(jobs).toEqual({ active: 8, created: ACCOUNTS - 8 });
});

it('an endpoint that fails is tried in one lane until it answers, and then in all of them', async () => {
  await execute('update webhook_endpoints set failures = 5, failing_since = now() where id = ?', [endpointId]);
  let answer = (): void => undefined;
  const isBack = new Promise<void>(resolve => (answer = resolve));
  silent.answer = () => isBack.then(() => ({ status: 204 }));
  await happenToMany();
  await expect.poll(() => quick.received.length, { timeout: 10_000 }).toBe(1);
  await expect.poll(jobs, { timeout: 10_000 }).toEqual({ active: 1, created: ACCOUNTS - 1 });
  await expect.poll(() => silent.received.length).toBe(1);
  answer();
  await expect.poll(() => silent.received.length, { timeout: 10_000 }).toBe(ACCOUNTS);
});
