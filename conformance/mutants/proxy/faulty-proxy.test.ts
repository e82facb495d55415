import { afterEach, beforeEach, expect, it } from 'vitest';
import { HttpClient } from '../../runner/http/client.ts';
import { FakeScimServer } from '../../runner/test/fake-scim-server.ts';
import { onAnswer } from '../wire/handles.ts';
import type { Handle } from '../wire/message.ts';
import { FaultyProxy } from './faulty-proxy.ts';

const pass: Handle = async (request, send) => send(request);
const closing: (() => unknown)[] = [];
let server: FakeScimServer;

beforeEach(async () => {
  server = await new FakeScimServer().start();
  closing.push(async () => server.stop());
});

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function proxied(handle: Handle, sparesSetUp = false) {
  const proxy = await FaultyProxy.start({ baseUrl: server.baseUrl, handle, sparesSetUp });
  const client = new HttpClient(proxy.baseUrl, 4);
  closing.push(
    async () => proxy.stop(),
    () => client.close(),
  );
  const send = async (method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
    client.send({
      method,
      target: `/scim/v2${path}`,
      headers: { Authorization: `Bearer ${server.token}`, ...headers },
      ...(body !== undefined && { body }),
    });
  return { proxy, send };
}

it('passes a request on as it is encoded, with no header of its own', async () => {
  const { send } = await proxied(pass);

  const { answer } = await send('GET', '/Users?filter=userName+eq+%22a%2Bb%40example.com%22');

  expect(answer?.status).toBe(200);
  const [received] = server.received;
  expect(received?.url).toBe('/scim/v2/Users?filter=userName+eq+%22a%2Bb%40example.com%22');
  const names = received?.rawHeaders.filter((_, index) => index % 2 === 0).map(name => name.toLowerCase());
  expect(names?.toSorted()).toEqual(['authorization', 'connection', 'host']);
});

it('passes a second slash on', async () => {
  const { send } = await proxied(pass);

  await send('GET', '//Users');

  expect(server.received[0]?.url).toBe('/scim/v2//Users');
});

it('shows the addresses of resources as its own, and leads them back', async () => {
  const { proxy, send } = await proxied(pass);
  const own = `${proxy.baseUrl}/Users/1`;

  const { answer } = await send('POST', '/Users', {}, JSON.stringify({ userName: 'a', profileUrl: own }));

  expect(JSON.parse(server.received[0]?.body ?? '')).toHaveProperty('profileUrl', `${server.baseUrl}/Users/1`);
  expect(JSON.parse(answer?.body ?? '')).toHaveProperty('profileUrl', own);
});

it('plants a fault, and spares what the runner prepares when that is wanted', async () => {
  const gone: Handle = onAnswer(answer => ({ ...answer, status: 410 }));
  const { send } = await proxied(gone, true);

  const { answer: plain } = await send('GET', '/Users', { Accept: 'application/scim+json, application/json' });
  const { answer: faulty } = await send('GET', '/Users', { Accept: 'application/scim+json' });

  expect(plain?.status).toBe(200);
  expect(faulty?.status).toBe(410);
});

it('breaks off in the middle of an answer', async () => {
  const { send } = await proxied(onAnswer(answer => ({ ...answer, isCutOff: true })));

  const { answer, error } = await send('GET', '/Users');

  expect(answer).toBeUndefined();
  expect(error).toBeDefined();
});

it('remembers when a fault itself fails', async () => {
  const { proxy, send } = await proxied(async () => {
    throw new Error('planted badly');
  });

  const { answer } = await send('GET', '/Users');

  expect(answer).toBeUndefined();
  expect(proxy.errors).toEqual([new Error('planted badly')]);
});
