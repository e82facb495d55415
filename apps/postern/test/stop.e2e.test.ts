import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, type TestContext, test } from 'vitest';
import { emptyDatabaseUrl } from '../../../tools/testing/empty-database.js';
import { DataDirectory, isPortOpen } from './data-directory.js';
import { DemoClient, userBody } from './demo-client.js';
import { ServiceProcess, type Settings } from '../../../tools/testing/service-process.js';

/** A service with a database of its own, and the identity provider of its demo. */
async function start({ onTestFinished }: TestContext, settings: Settings) {
  const directory = await DataDirectory.make();
  onTestFinished(() => directory.remove());
  const service = await ServiceProcess.start({
    DATABASE_URL: await emptyDatabaseUrl(),
    POSTERN_DATA_DIR: directory.path,
    ...settings,
  });
  onTestFinished(async () => void (await service.kill()));
  return { service, client: new DemoClient(service, await directory.demo()) };
}

test('a stopping service says so to those who ask whether it is ready, and goes on answering until they have noticed', async context => {
  const { service, client } = await start(context, { SHUTDOWN_DELAY_SECONDS: '2' });
  const agent = new Agent({ keepAlive: true });
  context.onTestFinished(() => agent.destroy());
  const ask = async (path: string) => {
    const [answer] = (await once(request(`${service.origin}${path}`, { agent }).end(), 'response')) as [
      IncomingMessage,
    ];
    return { status: answer.statusCode, connection: answer.headers.connection, body: await text(answer) };
  };
  expect(await ask('/readyz')).toMatchObject({ status: 200, connection: 'keep-alive' });
  service.signal('SIGTERM');
  await service.waitFor('"msg":"stopping"');
  await expect.poll(() => ask('/readyz')).toEqual({ status: 503, connection: 'close', body: '{"status":"stopping"}' });
  expect(await ask('/scim/readyz')).toMatchObject({ status: 503 });
  expect(await ask('/healthz')).toMatchObject({ status: 200, connection: 'close' });
  expect((await client.create('late@example.com')).status).toBe(201);
  expect(await service.ended).toBe(0);
});

test('an answer under way is sent to its end, however slowly its client reads', async context => {
  const { service, client } = await start(context, {});
  // More than the sockets between two processes hold.
  const users = 100;
  const made = Array.from({ length: users }, async (_, number) => {
    const user = JSON.parse(userBody(`person${number}@example.com`)) as object;
    const body = JSON.stringify({ ...user, nickName: 'x'.repeat(100_000) });
    return (await client.send('/Users', { method: 'POST', body })).status;
  });
  expect(new Set(await Promise.all(made))).toEqual(new Set([201]));
  const { url, headers } = client.creation;
  const [answer] = (await once(request(`${url}?count=${users}`, { headers }).end(), 'response')) as [IncomingMessage];
  answer.pause();
  service.signal('SIGTERM');
  await service.waitFor('"msg":"stopping"');
  await expect.poll(() => isPortOpen(service.port)).toBe(false);
  expect(service.hasEnded).toBe(false);
  const list = JSON.parse(await text(answer)) as { Resources: unknown[] };
  expect(list.Resources).toHaveLength(users);
  expect(await service.ended).toBe(0);
});
