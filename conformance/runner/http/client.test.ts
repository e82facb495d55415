import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpClient } from './client.ts';

const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024));
let received: http.IncomingMessage[] = [];
const server = http.createServer((request, response) => {
  received.push(request);
  if (request.url === '/slow') return;
  if (request.url === '/huge') return void response.end(Buffer.alloc(65 * 1024 * 1024));
  if (request.url === '/bomb') return void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb);
  if (request.url === '/late') return void setTimeout(() => response.end(), 100);
  if (request.url === '/broken') return void response.destroy();
  response.writeHead(200, { 'Content-Encoding': 'gzip', 'X-Two': ['a', 'b'] }).end(gzipSync('{"a":1}'));
});
let origin: string;
let client: HttpClient;
beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = new HttpClient(`${origin}/scim/v2`, 2);
});
afterAll(() => {
  client.close();
  server.close();
  server.closeAllConnections();
});

describe('sends', () => {
  it('no other headers than it is told, and Host and Content-Length', async () => {
    received = [];
    await client.send({ method: 'POST', target: '/', headers: { 'X-Own': '1' }, body: 'ä' });
    await client.send({ method: 'GET', target: '/', headers: {} });
    const host = new URL(origin).host;
    expect(received.map(({ rawHeaders }) => rawHeaders)).toEqual([
      ['Host', host, 'X-Own', '1', 'Content-Length', '2'],
      ['Host', host],
    ]);
  });

  it.each(['/scim//Users', '/Users?filter=userName+eq+%22a%40b%22', '/Users?x=[]&y=%2F..%2f'])(
    '%s as it is',
    async target => {
      received = [];
      await client.send({ method: 'GET', target, headers: {} });
      expect(received[0]?.url).toBe(target);
    },
  );

  it('one request after the other by the same connection', async () => {
    received = [];
    const one = new HttpClient(origin, 1);
    await one.send({ method: 'GET', target: '/', headers: {} });
    await one.send({ method: 'GET', target: '/', headers: { Connection: 'Keep-Alive' } });
    expect(new Set(received.map(({ socket }) => socket.remotePort)).size).toBe(1);
    one.close();
  });
});

describe('gives', () => {
  it('the answer, decoded', async () => {
    const { answer, milliseconds } = await client.send({ method: 'GET', target: '/', headers: {} });
    expect(answer).toMatchObject({ status: 200, body: '{"a":1}', headers: { 'x-two': 'a, b' } });
    expect(milliseconds).toBeGreaterThan(0);
  });

  it('the reason why there is no answer', async () => {
    const gone = new HttpClient('http://127.0.0.1:9', 1);
    expect((await gone.send({ method: 'GET', target: '/', headers: {} })).error).toContain('ECONNREFUSED');
    expect((await client.send({ method: 'GET', target: '/broken', headers: {} })).error).toContain('hang up');
  });

  it.each(['/huge', '/bomb'])('nothing of an answer that is too large: %s', async target => {
    const { answer, error } = await client.send({ method: 'GET', target, headers: {} });
    expect([answer, error]).toEqual([undefined, 'the answer is larger than 64 MiB']);
  });

  it('up when it is told to', async () => {
    const controller = new AbortController();
    const interrupted = new HttpClient(origin, 1, controller.signal);
    setTimeout(() => controller.abort(), 20);
    expect((await interrupted.send({ method: 'GET', target: '/slow', headers: {} })).error).toBe('interrupted');
  });

  it('what is being made only when the answer is there', async () => {
    const controller = new AbortController();
    const interrupted = new HttpClient(origin, 1, controller.signal);
    const sent = interrupted.send({ method: 'POST', target: '/late', headers: {} });
    setTimeout(() => controller.abort(), 20);
    expect((await sent).answer?.status).toBe(200);
    interrupted.close();
  });
});
