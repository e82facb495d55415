import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Database } from '#libs/persistence';
import { loadConfig, mountServices } from '#libs/service-kit';
import { mintToken } from '#libs/tokens';
import { scimMount } from '../src/scim.module.js';

const server = createServer();
let origin: string;
let close: () => Promise<void>;

beforeAll(async () => {
  // Port 9 is the discard service: nothing listens there.
  const database = await Database.connect({ url: 'postgresql://nobody@127.0.0.1:9/none', poolSize: 2 });
  const mount = scimMount({ database, publicUrl: 'http://127.0.0.1', config: loadConfig({}) });
  const services = await mountServices([mount], { logger: pino({ level: 'silent' }), ready: () => database.ping() });
  await new Promise<void>(resolve => server.on('request', services.listener).listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = async () => {
    server.close();
    await services.close();
    await database.close();
  };
});
afterAll(() => close());

it('without its database the service answers a SCIM 503 that says when to try again, in whole seconds', async () => {
  const answer = await fetch(`${origin}/scim/00000000-0000-4000-8000-000000000000/v2/Users`, {
    headers: { authorization: `Bearer ${mintToken('scim').secret.reveal()}` },
  });
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(await answer.json()).toEqual({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: '503',
    detail: expect.stringContaining('Try again'),
  });
});

it('without its database the service lives but is not ready', async () => {
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  for (const path of ['/readyz', '/scim/readyz']) expect((await fetch(origin + path)).status).toBe(503);
});
