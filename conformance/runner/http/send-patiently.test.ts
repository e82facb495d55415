import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeScimServer } from '../test/fake-scim-server.ts';
import { HttpClient } from './client.ts';
import { sendPatiently } from './send-patiently.ts';

let server: FakeScimServer;
let client: HttpClient;
beforeEach(async () => {
  server = await new FakeScimServer().start();
  client = new HttpClient(server.baseUrl, 1);
});
afterEach(async () => {
  client.close();
  await server.stop();
});

it('a long wait becomes short when the run is interrupted', async () => {
  server.faults = { limit: { requests: 0, retryAfter: '50' } };
  const hurry = new AbortController();
  const started = performance.now();
  const headers = { Authorization: `Bearer ${server.token}` };
  const sent = sendPatiently(client, { method: 'GET', target: '/scim/v2/Users', headers }, { hurry: hurry.signal });
  await expect.poll(() => server.received.length).toBe(1);
  server.faults = {};
  hurry.abort();
  expect((await sent).answer?.status).toBe(200);
  expect(performance.now() - started).toBeLessThan(4_500);
});
