import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mintWebhookSecret, secretContext } from '#libs/account-events';
import { type AccountId, Database, type EnterpriseId, newId, type WebhookEndpointId } from '#libs/persistence';
import { SecretBox } from '#libs/tokens';
import { emptyDatabaseUrl } from '../../../tools/testing/empty-database.js';
import { ServiceProcess, type Settings } from '../../../tools/testing/service-process.js';

const ACCOUNTS = 8;
const EVENTS = 10;
/** Longer than a job of a process that died stays its own. */
const UNTIL_ANOTHERS_MS = 50_000;

interface Told {
  readonly id: string;
  readonly accountId: string;
  readonly position: number;
}

let workers: ServiceProcess[];
let settings: Settings;
let database: Database;
let receiver: Server;
/** In the order in which the receiver took them, each once. */
const taken: Told[] = [];
/** The account of a request that is never answered, as long as there is one. */
let stalled: string | undefined;
let hasStalled = false;

beforeAll(async () => {
  const url = await emptyDatabaseUrl();
  const key = randomBytes(32);
  settings = {
    DATABASE_URL: url,
    PUBLIC_URL: 'https://sso.example.com',
    SECRETS_KEY: key.toString('base64'),
    ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8',
  };
  workers = await Promise.all([1, 2].map(() => ServiceProcess.start(settings, 'worker')));
  database = await Database.connect({ url, poolSize: 4 });
  receiver = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const event = JSON.parse(body) as Told;
      if (event.accountId === stalled) return void (hasStalled = true);
      if (!taken.some(({ id }) => id === event.id)) taken.push(event);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve));
  const id = newId<WebhookEndpointId>();
  const secret = await new SecretBox([key]).seal(mintWebhookSecret(), secretContext(id));
  await database.repositories.webhookEndpoints.insert({
    id,
    enterpriseId: null,
    url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
    description: '',
    types: null,
    format: 'event',
    sealedSecrets: [{ sealed: secret, expiresAt: null }],
  });
});
afterAll(async () => {
  await Promise.all(workers.map(worker => worker.kill()));
  receiver.close().closeAllConnections();
  await database.close();
});

it('two workers tell of each account in order, and what one of them was at when it was killed is told by the other', async () => {
  const enterpriseId = newId<EnterpriseId>();
  const accounts = Array.from({ length: ACCOUNTS }, () => newId<AccountId>());
  stalled = accounts[0];
  const cause = { actor: { kind: 'system', id: 'test' }, requestId: null } as const;
  await Promise.all(
    accounts.map(async accountId => {
      for (let event = 0; event < EVENTS; event++)
        await database.repositories.accountEvents.append(
          enterpriseId,
          { accountId, type: 'account.updated', change: {} },
          cause,
        );
    }),
  );
  await expect.poll(() => hasStalled && taken.length, { timeout: 20_000 }).toBe((ACCOUNTS - 1) * EVENTS);
  // Nobody knows which of the two waits for the answer: the one that is left is a third.
  const third = ServiceProcess.start(settings, 'worker');
  await Promise.all(workers.map(worker => worker.kill()));
  stalled = undefined;
  workers = [await third];
  await expect.poll(() => taken.length, { timeout: UNTIL_ANOTHERS_MS }).toBe(ACCOUNTS * EVENTS);
  for (const accountId of accounts) {
    const positions = taken.filter(event => event.accountId === accountId).map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  }
});
