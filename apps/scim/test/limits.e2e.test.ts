import { once } from 'node:events';
import { Agent, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mintToken } from '#libs/tokens';
import { workerDatabaseUrl } from '../../../tools/testing/worker-database.js';
import {
  aConnection,
  aPatch,
  aUser,
  type RunningScim,
  runningScim,
  startScim,
  type TestConnection,
} from './builders.js';

const path = '/Users?startIndex=1&count=2';
const change = aPatch({ op: 'replace', path: 'title', value: 'Engineer' });
const wrongToken = () => `Bearer ${mintToken('scim').secret.reveal()}`;

/** The 429 that says in whole seconds when to go on, and what to do. */
const tooManyRequests = (detail: string) => ({
  status: 429,
  headers: expect.objectContaining({
    // Okta waits five minutes when this is no integer.
    'retry-after': expect.stringMatching(/^[1-9]\d*$/),
    'content-type': expect.stringMatching(/^application\/scim\+json/),
  }),
  body: {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: '429',
    detail: expect.stringContaining(detail),
  },
});

describe('requests per second of one token', () => {
  it('are answered 429 beyond the burst, with an integer Retry-After (RFC 6585 §4), and again after it', async () => {
    const service = await aService({ SCIM_REQUESTS_PER_SECOND: '4', SCIM_REQUEST_BURST: '4' });
    const [busy, other] = [await aConnection({}, service), await aConnection({}, service)];
    for (let sent = 0; sent < 4; sent++) await busy.send('get', path).expect(200);
    const refused = await busy.send('get', path);
    expect(refused).toMatchObject(tooManyRequests('rate limit'));
    expect(refused.headers['retry-after']).toBe('1');
    await other.send('get', path).expect(200);
    await expect.poll(async () => (await busy.send('get', path)).status, { timeout: 5000 }).toBe(200);
  });
});

describe('wrong tokens of one address', () => {
  it('are looked up only so often; who has no token is told so still, and whose token was right before is let in', async () => {
    const service = await aService({ SCIM_FAILED_AUTHENTICATIONS_PER_MINUTE: '3' });
    const [known, first] = [await aConnection({}, service), await aConnection({}, service)];
    await known.send('get', path).expect(200);
    const send = (token: string) => known.sendBare('get', path).set('Authorization', token);
    for (let failed = 0; failed < 3; failed++) await send(wrongToken()).expect(401);
    expect(await send(wrongToken())).toMatchObject(tooManyRequests('wrong SCIM tokens'));
    expect(await first.send('get', path)).toMatchObject(tooManyRequests('wrong SCIM tokens'));
    await known.sendBare('get', path).expect(401);
    await known.send('get', path).expect(200);
    // Without its database the service can look nothing up.
    await service.database.close();
    await send(wrongToken()).expect(429);
    expect((await known.send('get', path)).status).toBeGreaterThanOrEqual(500);
  });

  it('a token that was right and is no longer is counted like any other', async () => {
    const service = await aService({ SCIM_FAILED_AUTHENTICATIONS_PER_MINUTE: '2' });
    const connection = await aConnection({}, service);
    await connection.send('get', path).expect(200);
    const [token] = await service.database.repositories.scimTokens.findAccepted(connection.key.connectionId);
    await service.database.repositories.scimTokens.revoke(connection.key, token!.tokenId);
    await connection.send('get', path).expect(401);
    await connection.send('get', path).expect(401);
    await connection.send('get', path).expect(429);
  });

  it.each([
    ['a proxy that is trusted tells whose they are', 'loopback', 200],
    ['a proxy that is not trusted is the address itself', '', 429],
  ])('%s', async (_, TRUSTED_PROXIES, status) => {
    const service = await aService({ SCIM_FAILED_AUTHENTICATIONS_PER_MINUTE: '1', TRUSTED_PROXIES });
    const connection = await aConnection({}, service);
    const from = (address: string, token: string) =>
      connection.sendBare('get', path).set({ Authorization: token, 'X-Forwarded-For': address });
    await from('192.0.2.1', wrongToken()).expect(401);
    await from('192.0.2.1', wrongToken()).expect(429);
    await from('192.0.2.2', `Bearer ${connection.token}`).expect(status);
  });
});

describe('concurrent requests of one connection', () => {
  it('200 that are slow do not keep another connection from being answered', async () => {
    const service = await aService({ DATABASE_POOL_SIZE: '4', SCIM_CONCURRENT_REQUESTS: '2' });
    const [flood, other] = [await aConnection({}, service), await aConnection({}, service)];
    const user = await aLockedUser(flood);
    const done: string[] = [];
    const flooding = Array.from({ length: 200 }, async () => {
      const status = await begin(flood, 'PATCH', `/Users/${user.id}`, change).status;
      done.push('flood');
      return status;
    });
    await expect.poll(() => connectionsOf(service)).toBeGreaterThanOrEqual(200);
    await expect.poll(waitersForLocks).toBe(2);
    for (let sent = 0; sent < 20; sent++) {
      await other.send('get', path).expect(200);
      done.push('other');
    }
    expect(done).toEqual(Array.from({ length: 20 }, () => 'other'));
    await user.unlock();
    expect(new Set(await Promise.all(flooding))).toEqual(new Set([200]));
  });

  it('wait in a queue that has an end: 429, to be tried again a second later', async () => {
    const { service, connection, user } = await aConnectionWithOneAtATime();
    const working = begin(connection, 'PATCH', `/Users/${user.id}`, change);
    await expect.poll(waitersForLocks).toBe(1);
    const waiting = connection.send('get', path).then(({ status }) => status);
    await arrivalAt(service);
    const refused = await connection.send('get', path);
    expect(refused).toMatchObject(tooManyRequests('under way'));
    expect(refused.headers['retry-after']).toBe('1');
    await user.unlock();
    expect([await working.status, await waiting]).toEqual([200, 200]);
  });

  it('a request whose client hangs up while it waits is dropped and makes room', async () => {
    const { service, connection, user } = await aConnectionWithOneAtATime();
    const working = begin(connection, 'PATCH', `/Users/${user.id}`, change);
    await expect.poll(waitersForLocks).toBe(1);
    const impatient = begin(connection, 'POST', '/Users', aUser({ userName: 'impatient@example.com' }));
    const dropped = await arrivalAt(service);
    await connection.send('get', path).expect(429);
    impatient.hangUp();
    await dropped.closed;
    const next = begin(connection, 'POST', '/Users', aUser({ userName: 'next@example.com' }));
    await arrivalAt(service);
    await connection.send('get', path).expect(429);
    await user.unlock();
    expect([await working.status, await next.status]).toEqual([200, 201]);
    const { body } = await connection.send('get', '/Users?attributes=userName').expect(200);
    expect(body.Resources.map(({ userName }: { userName: string }) => userName).sort()).toEqual(
      ['next@example.com', user.userName].sort(),
    );
  });

  it('hanging up makes no room for more work while the work for who hung up goes on', async () => {
    const { service, connection, user } = await aConnectionWithOneAtATime({ SCIM_WAITING_REQUESTS: '0' });
    const hungUp = begin(connection, 'PATCH', `/Users/${user.id}`, change);
    const { closed } = await arrivalAt(service);
    await expect.poll(waitersForLocks).toBe(1);
    hungUp.hangUp();
    await closed;
    await connection.send('get', path).expect(429);
    await user.unlock();
    await expect.poll(async () => (await connection.send('get', path)).status).toBe(200);
  });

  it('every kind of end gives the place back: answers, errors, refusals, broken bodies, hang-ups', async () => {
    const { service, connection, user } = await aConnectionWithOneAtATime();
    await user.unlock();
    await connection.send('get', path).expect(200);
    await connection.send('get', '/Users/unknown').expect(404);
    await connection.send('get', '/Users?filter=userName').expect(400);
    await connection.send('put', '/Users', {}).expect(405);
    await connection.send('post', '/Users').set('Content-Type', 'text/csv').send('a,b').expect(415);
    await connection.send('post', '/Users').set('Content-Type', 'application/json').send('{').expect(400);
    await connection.send('delete', `/Users/${user.id}`).expect(204);
    const half = begin(connection, 'POST', '/Users', undefined, { 'content-length': '100' });
    await arrivalAt(service);
    const waiting = connection.send('get', path).then(({ status }) => status);
    await arrivalAt(service);
    await connection.send('get', path).expect(429);
    half.hangUp();
    expect(await waiting).toBe(200);
  });
});

describe('the time a request may take', () => {
  it('is followed by a 503 that says when to try again, and the connection goes on', async () => {
    const { connection, user } = await aConnectionWithOneAtATime({ SCIM_REQUEST_TIMEOUT_SECONDS: '1' });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const send = (method: 'get' | 'patch', to: string, body?: object) => connection.send(method, to, body).agent(agent);
    const working = send('patch', `/Users/${user.id}`, change).then(answer => answer);
    await expect.poll(waitersForLocks).toBe(1);
    const waiting = connection.send('get', path);
    for (const answer of await Promise.all([working, waiting])) {
      expect(answer).toMatchObject({
        status: 503,
        headers: { 'retry-after': expect.stringMatching(/^[1-9]\d*$/) },
        body: { status: '503', detail: expect.stringContaining('longer than 1 seconds') },
      });
    }
    await user.unlock();
    const { body } = await send('get', `/Users/${user.id}`).expect(200);
    expect(body.id).toBe(user.id);
  });
});

describe('a request that is not let in', () => {
  it.each([
    ['a wrong token', 401, () => wrongToken()],
    ['no token', 401, () => undefined],
    ['a token whose scopes do not suffice', 403, (token: string) => `Bearer ${token}`],
  ])('%s: is answered before its body has come, and the connection can be used again', async (_, status, tokenOf) => {
    const connection = await aConnection({ scopes: ['users:read'] });
    const client = await aRawClient(connection);
    const token = tokenOf(connection.token);
    client.send(
      `POST ${client.path}/Users HTTP/1.1`,
      'Host: scim',
      ...(token === undefined ? [] : [`Authorization: ${token}`]),
      'Content-Type: application/scim+json',
      'Content-Length: 900000',
    );
    await expect.poll(() => client.received).toContain(`HTTP/1.1 ${status} `);
    client.socket.write('x'.repeat(900_000));
    client.send(`GET ${client.path}${path} HTTP/1.1`, 'Host: scim', `Authorization: Bearer ${connection.token}`);
    await expect.poll(() => client.received).toContain('HTTP/1.1 200 ');
  });
});

describe('a URL', () => {
  it('with the longest filter there may be, every character percent-encoded, is read', async () => {
    const connection = await aConnection();
    const filter = `userName eq "${'€'.repeat(8192 - 14)}"`;
    const { body } = await connection.send('get', `/Users?filter=${encodeURIComponent(filter)}`).expect(200);
    expect(body.totalResults).toBe(0);
  });

  it('that is too long is answered 414, with the way out (RFC 7644 §3.4.3)', async () => {
    const connection = await aConnection();
    const { body } = await connection.send('get', `/Users?filter=${'x'.repeat(101_000)}`).expect(414);
    expect(body).toMatchObject({ status: '414', detail: expect.stringContaining('/.search') });
  });

  it('that is longer than all headers may be is answered by the HTTP server itself: 431', async () => {
    const connection = await aConnection();
    await connection.send('get', `/Users?filter=${'x'.repeat(140_000)}`).expect(431);
  });
});

describe('the size of a request', () => {
  it.each([
    ['members', 'POST', '/Groups', { displayName: 'Sales', members: [{ value: '1' }, { value: '2' }, { value: '3' }] }],
    ['operations', 'PATCH', '/Users/1', aPatch(...Array.from({ length: 4 }, () => ({ op: 'remove', path: 'title' })))],
    ['bytes', 'POST', '/Users', aUser({ title: 'x'.repeat(3000) })],
  ])('with too many %s is 413, which names the limit', async (what, method, to, body) => {
    const settings = { SCIM_MAX_MEMBERS: '2', SCIM_MAX_OPERATIONS: '3', SCIM_MAX_PAYLOAD_BYTES: '2000' };
    const connection = await aConnection({}, await aService(settings));
    const answer = await connection.send(method.toLowerCase() as 'post' | 'patch', to, body).expect(413);
    const limit = { members: '2', operations: '3', bytes: '2000' }[what];
    expect(answer.body).toMatchObject({ status: '413', detail: expect.stringContaining(` ${limit} ${what}`) });
  });
});

it('the limits that ServiceProviderConfig has a place for are published (RFC 7643 §5, RFC 9865 §4)', async () => {
  const service = await aService({ SCIM_MAX_RESULTS: '50', SCIM_MAX_PAYLOAD_BYTES: '5000', SCIM_MAX_OPERATIONS: '7' });
  const connection = await aConnection({}, service);
  const { body } = await connection.send('get', '/ServiceProviderConfig').expect(200);
  expect(body).toMatchObject({
    bulk: { maxOperations: 7, maxPayloadSize: 5000 },
    filter: { maxResults: 50 },
    pagination: { index: true, defaultPageSize: 50, maxPageSize: 50 },
  });
});

/** A service with settings of a test's own, which ends with the test. */
async function aService(environment: Readonly<Record<string, string>>): Promise<RunningScim> {
  const service = await startScim(environment);
  onTestFinished(() => service.close());
  return service;
}

/** A service in which one request of a connection is worked on and one may wait, a connection, and a user whose row somebody holds. */
async function aConnectionWithOneAtATime(environment: Readonly<Record<string, string>> = {}) {
  const service = await aService({ SCIM_CONCURRENT_REQUESTS: '1', SCIM_WAITING_REQUESTS: '1', ...environment });
  const connection = await aConnection({}, service);
  return { service, connection, user: await aLockedUser(connection) };
}

/** Waits until a request has arrived and got its place; gives when its answer has ended or its client has hung up. */
async function arrivalAt({ server }: RunningScim): Promise<{ closed: Promise<unknown> }> {
  const [, response] = (await once(server, 'request')) as [IncomingMessage, ServerResponse];
  const closed = once(response, 'close');
  await setImmediate();
  return { closed };
}

/** A user of the connection who cannot be changed until `unlock`, so that a PATCH takes as long as a test wants. */
async function aLockedUser(connection: TestConnection) {
  const { body } = await connection.send('post', '/Users', aUser()).expect(201);
  const holder = new Client({ connectionString: await workerDatabaseUrl() });
  await holder.connect();
  let unlocked: Promise<void> | undefined;
  const unlock = () => (unlocked ??= holder.query('rollback').then(() => holder.end()));
  onTestFinished(unlock);
  await holder.query('begin');
  await holder.query('select from directory_users where connection_id = $1 and id = $2 for update', [
    connection.key.connectionId,
    body.id,
  ]);
  return { id: String(body.id), userName: String(body.userName), unlock };
}

/** How many statements wait for somebody's lock at this moment. */
async function waitersForLocks(): Promise<number> {
  const { database } = await runningScim();
  const [row]: { waiting: number }[] = await database.orm.em
    .fork()
    .execute(
      `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
  return row!.waiting;
}

function connectionsOf({ server }: RunningScim): Promise<number> {
  return new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
}

/** A request that a test can break off. */
function begin(
  connection: TestConnection,
  method: string,
  to: string,
  body?: object,
  headers: Record<string, string> = {},
) {
  const sent = httpRequest(connection.baseUrl + to, {
    method,
    headers: { authorization: `Bearer ${connection.token}`, 'content-type': 'application/scim+json', ...headers },
  });
  const status = new Promise<number | undefined>(resolve => {
    sent.on('response', answer => resolve(answer.resume().statusCode)).on('error', () => resolve(undefined));
  });
  if (body) sent.end(JSON.stringify(body));
  else sent.flushHeaders();
  return { status, hangUp: () => void sent.destroy() };
}

/** A socket to the service, to which a test writes what it wants. */
async function aRawClient({ baseUrl }: TestConnection) {
  const { hostname, port, pathname } = new URL(baseUrl);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  const client = {
    socket,
    path: pathname,
    received: '',
    send: (...lines: string[]) => void socket.write(`${lines.join('\r\n')}\r\n\r\n`),
  };
  socket.setEncoding('utf8').on('data', (text: string) => (client.received += text));
  await new Promise(resolve => socket.once('connect', resolve));
  return client;
}
