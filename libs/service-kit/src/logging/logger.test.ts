import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import express from 'express';
import { expect, it, onTestFinished } from 'vitest';
import { createLogger, requestLogging } from './logger.js';

/** A server that logs everything it can, and what it has logged. */
async function aLoggingServer(fail?: Error, level: 'trace' | 'info' = 'trace') {
  let log = '';
  const destination = new PassThrough().setEncoding('utf8').on('data', (line: string) => (log += line));
  const app = express().use(requestLogging(createLogger({ LOG_LEVEL: level }, destination)));
  app.use((request, response) => {
    if (fail) request.log.error({ err: fail, req: request }, 'failed');
    response.set('Set-Cookie', 'session=secret').end();
  });
  const server = createServer(app);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, logged: () => log };
}

it('of a request, the path and the status are logged, but no query, which can name a person, and no header', async () => {
  const { origin, logged } = await aLoggingServer();
  await fetch(`${origin}/scim/v2/Users?filter=userName+eq+%22ava@example.com%22`, {
    headers: { Authorization: 'Bearer ptn_scim_1a2b3c' },
  });
  await expect.poll(logged).toContain('"statusCode":200');
  expect(logged()).toContain('"path":"/scim/v2/Users"');
  expect(logged()).not.toMatch(/ava@example\.com|ptn_scim|secret|filter/);
});

it('at the usual level an answer is not logged, but a failure is, with the id and the path of its request', async () => {
  const { origin, logged } = await aLoggingServer(new Error('broken'), 'info');
  const answer = await fetch(`${origin}/scim/v2/Users?filter=x`);
  await expect.poll(logged).toContain('broken');
  expect(JSON.parse(logged())).toMatchObject({
    req: { id: answer.headers.get('x-request-id'), path: '/scim/v2/Users' },
  });
  expect(logged()).not.toContain('statusCode');
});

it('of a database error, the cause is logged, but not the values of the row that PostgreSQL repeats', async () => {
  const error = Object.assign(new Error('duplicate key value violates unique constraint'), {
    code: '23505',
    detail: 'Key (user_name_key)=(ava@example.com) already exists.',
    where: 'COPY directory_users, line 1: "ava@example.com"',
  });
  const { origin, logged } = await aLoggingServer(error);
  await fetch(`${origin}/scim/v2/Users`);
  await expect.poll(logged).toContain('duplicate key value');
  expect(logged()).toContain('23505');
  expect(logged()).not.toContain('ava@example.com');
});
