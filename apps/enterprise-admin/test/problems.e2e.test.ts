import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyDatabaseUrl } from '../../../tools/testing/empty-database.js';
import { aCaller, aKey, anEnterprise, type RunningAdmin, runningAdmin, startAdmin, TestCaller } from './builders.js';

let operator: TestCaller;

beforeAll(async () => {
  operator = await aCaller('operator');
});

/** A POST whose body is exactly this. */
const post = (body: string | Buffer, headers: Readonly<Record<string, string>> = {}) =>
  operator
    .send('post', '/enterprises')
    .set({ 'Content-Type': 'application/json', ...headers })
    .serialize((sent: unknown) => sent as string)
    .send(body as unknown as object);

describe('a problem', () => {
  it('is an RFC 9457 document with the id of the request, never cached', async () => {
    const { body, headers } = await operator.send('get', '/nothing?a=b').set('X-Request-Id', 'test-1').expect(404);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': expect.stringMatching(/problem\+json/),
    });
    expect(body).toEqual({
      type: 'urn:postern:problem:not_found',
      title: 'Not found',
      status: 404,
      code: 'not_found',
      detail: expect.stringContaining('GET /api/v1/nothing'),
      instance: '/api/v1/nothing',
      requestId: 'test-1',
    });
  });

  it.each<[string, number, string, string | Buffer, Readonly<Record<string, string>>]>([
    ['JSON that breaks off', 400, 'malformed_body', '{"key":', {}],
    ['a list', 400, 'malformed_body', '[]', {}],
    ['a text', 400, 'malformed_body', '"text"', {}],
    ['lists in lists without end', 400, 'malformed_body', `{"name":${'['.repeat(9000)}${']'.repeat(9000)}}`, {}],
    ['a member that classes have', 400, 'malformed_body', '{"name":{"constructor":{}}}', {}],
    ['bytes that are no UTF-8', 400, 'malformed_body', Buffer.from([0x22, 0xff, 0x22]), {}],
    ['what is not gzip', 400, 'malformed_body', 'x', { 'Content-Encoding': 'gzip' }],
    ['another encoding', 415, 'unsupported_media_type', '{}', { 'Content-Encoding': 'compress' }],
    ['a form', 415, 'unsupported_media_type', 'key=acme', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['too much', 413, 'body_too_large', JSON.stringify({ name: 'x'.repeat(300_000) }), {}],
    ['too much, packed', 413, 'body_too_large', gzipSync(Buffer.alloc(300_000, ' ')), { 'Content-Encoding': 'gzip' }],
    ['nothing', 400, 'invalid_request', '', {}],
    ['a name of Object’s', 400, 'malformed_body', '{"__proto__":{"key":"acme"},"constructor":1}', {}],
  ])('is the answer to %s: %i %s', async (_, status, code, body, headers) => {
    const answer = await post(body, headers);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('is a 405 with what the path has', async () => {
    const { body, headers } = await operator.send('put', '/enterprises').expect(405);
    expect(headers['allow']).toBe('GET, POST');
    expect(body.code).toBe('method_not_allowed');
  });

  it.each(['limit=0', 'limit=201', 'limit=1.5', 'limit=many', 'limit=1&limit=2', 'offset=1', 'cursor[a]=1'])(
    'names a wrong query parameter: %s',
    async query => {
      const { body } = await operator.send('get', `/enterprises?${query}`).expect(400);
      expect(body.errors[0].parameter).toBe(query.split('=')[0]);
    },
  );

  it('is the answer to a URL that cannot be decoded', async () => {
    const { origin } = await runningAdmin();
    const status = await new Promise(resolve => {
      httpRequest(`${origin}/api/v1/enterprises/%ff`, answer => resolve(answer.resume().statusCode)).end();
    });
    expect(status).toBe(400);
  });

  it.each(['nonsense', '..%2f', '01937F2C-9F3A-7C41-8B1E-3F6F0C9D2A11'])('is a 404 for the id %s', async id => {
    await operator.send('get', `/enterprises/${id}`).expect(404);
  });
});

describe('a cursor', () => {
  it('is good for its list and its key alone', async () => {
    const { path, administrator } = await anEnterprise();
    for (const key of ['a', 'b']) await administrator.create(`${path}/organizations`, { key, name: key });
    const { body } = await administrator.send('get', `${path}/organizations?limit=1`).expect(200);
    const next = (caller: TestCaller, list: string) => caller.send('get', `${path}/${list}?cursor=${body.nextCursor}`);
    expect((await next(administrator, 'organizations').expect(200)).body.items).toMatchObject([{ key: 'b' }]);
    expect((await next(administrator, 'connections').expect(400)).body.code).toBe('invalid_cursor');
    expect((await next(operator, 'organizations').expect(400)).body.code).toBe('invalid_cursor');
  });
});

describe('If-Match', () => {
  it('keeps a change from one who has not seen the last version', async () => {
    const { path } = await anEnterprise();
    await operator.send('patch', path, { name: 'Second' }).set('If-Match', '"1"').expect(200);
    const stale = await operator.send('patch', path, { name: 'Third' }).set('If-Match', '"1"').expect(412);
    expect(stale.body).toMatchObject({ code: 'version_mismatch', detail: expect.stringContaining('"2"') });
    await operator.send('patch', path, { name: 'Third' }).set('If-Match', '"1", "2"').expect(200);
    await operator.send('patch', path, { name: 'Fourth' }).set('If-Match', '*').expect(200);
  });
});

describe('Idempotency-Key', () => {
  it('of a request that comes again gives the same answer and makes nothing more', async () => {
    const body = { key: aKey(), name: 'Once' };
    const send = () => operator.send('post', '/enterprises', body).set('Idempotency-Key', 'once').expect(201);
    const first = await send();
    const again = await send();
    expect(again.body).toEqual(first.body);
    expect(again.headers).toMatchObject({ etag: '"1"', location: first.headers['location'] });
  });

  it('of five requests at once makes one', async () => {
    const { id, path, administrator } = await anEnterprise();
    const { database } = await runningAdmin();
    const send = async () =>
      administrator
        .send('post', `${path}/connections`, { name: 'One', idpProfile: 'okta' })
        .set('Idempotency-Key', 'one');
    // None can go on before all have come, because the enterprise is locked.
    const answers = await database.transaction(async ({ enterprises }) => {
      await enterprises.findForUpdate(id);
      const sent = Promise.all(Array.from({ length: 5 }, send));
      await sleep(500);
      return { sent };
    });
    const all = await answers.sent;
    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 201));
    expect(new Set(all.map(answer => answer.body.id)).size).toBe(1);
    expect((await administrator.send('get', `${path}/connections`)).body.items).toHaveLength(1);
  });

  it('belongs to one request and one API key', async () => {
    const { path, administrator } = await anEnterprise();
    const send = (caller: TestCaller, key: string) =>
      caller.send('post', `${path}/organizations`, { key, name: 'A' }).set('Idempotency-Key', 'mine');
    await send(administrator, 'a').expect(201);
    expect((await send(administrator, 'b').expect(422)).body.code).toBe('idempotency_key_reused');
    await send(operator, 'b').expect(201);
  });

  it('of a request that failed is free', async () => {
    const { path, administrator } = await anEnterprise();
    const send = (key: string) =>
      administrator.send('post', `${path}/organizations`, { key, name: 'A' }).set('Idempotency-Key', 'again');
    await administrator.create(`${path}/organizations`, { key: 'taken', name: 'A' });
    await send('taken').expect(409);
    await send('free').expect(201);
  });

  it.each(['', 'a b', 'x'.repeat(256)])('is refused when it is "%s"', async key => {
    const { body } = await operator
      .send('post', '/enterprises', { key: aKey(), name: 'A' })
      .set('Idempotency-Key', key);
    expect(body).toMatchObject({ status: 400, errors: [{ parameter: 'Idempotency-Key' }] });
  });
});

describe('when something breaks', () => {
  let broken: RunningAdmin;

  beforeAll(async () => {
    broken = await startAdmin({ databaseUrl: await emptyDatabaseUrl() });
  });
  afterAll(() => broken.close());

  it('the answer is a 500 that names the request and nothing of its cause', async () => {
    const caller = new TestCaller(broken.server, operator.apiKey);
    const { body } = await caller.send('get', '/enterprises').set('X-Request-Id', 'test-500').expect(500);
    expect(body).toMatchObject({ code: 'internal', requestId: 'test-500' });
    expect(JSON.stringify(body)).not.toMatch(/api_keys|relation|select/i);
  });

  it.each([
    ['by TCP', 'postgresql://postern@127.0.0.1:1/postern'],
    ['by Unix socket', 'postgresql://postern@%2Fnowhere/postern'],
  ])('a database that is not there is a 503 with a time to wait, %s', async (_, databaseUrl) => {
    const service = await startAdmin({ databaseUrl });
    const caller = new TestCaller(service.server, operator.apiKey);
    const { body, headers } = await caller.send('get', '/enterprises').expect(503);
    expect(headers['retry-after']).toMatch(/^\d+$/);
    expect(body.code).toBe('unavailable');
    await service.close();
  });
});
