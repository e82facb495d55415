import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ScimRequestRow } from '#libs/persistence';
import { mintToken } from '#libs/tokens';
import {
  aConnection,
  aGroup,
  aPatch,
  aUser,
  type RunningScim,
  runningScim,
  startScim,
  type TestConnection,
} from './builders.js';

const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const PASSWORD = 'Xq9-never-written-down';
const services: RunningScim[] = [];

/** A service of a test's own; closing it writes what waits. */
async function aService(environment: Readonly<Record<string, string>> = {}): Promise<RunningScim> {
  const service = await startScim(environment);
  services.push(service);
  return service;
}

/** What the log holds of a connection, oldest first. */
async function logOf({ key }: TestConnection): Promise<readonly ScimRequestRow[]> {
  const { database } = await runningScim();
  return (await database.repositories.scimRequests.list(key, { limit: 200 })).toReversed();
}

/** Sends requests to a service of their own and gives what the log holds of them then. */
async function logged(
  send: (connection: TestConnection) => Promise<unknown>,
  given: Parameters<typeof aConnection>[0] = {},
): Promise<readonly ScimRequestRow[]> {
  const service = await aService();
  const connection = await aConnection(given, service);
  await send(connection);
  await service.close();
  services.pop();
  return logOf(connection);
}

afterAll(() => Promise.all(services.map(service => service.close())));

describe('the life of a person', () => {
  let rows: readonly ScimRequestRow[];
  let id: string;
  const ava = aUser({ userName: 'ava@example.com' });

  beforeAll(async () => {
    rows = await logged(async connection => {
      await connection
        .send('get', '/Users?startIndex=1&count=2')
        .set('User-Agent', 'Okta SCIM Client 1.0.0')
        .expect(200);
      await connection.send('get', '/Users?filter=userName%20eq%20%22ava%40example.com%22').expect(200);
      ({ id } = await connection.create('Users', ava));
      await connection.send('get', `/Users/${id}`).expect(200);
      await connection.send('post', '/Users', ava).expect(409);
      await connection.send('patch', `/Users/${id}`, aPatch({ op: 'replace', path: 'title', value: 'Captain' }));
      await connection.send('patch', `/Users/${id}`, aPatch({ op: 'Replace', path: 'active', value: 'False' }));
      await connection.send('put', `/Users/${id}`, { ...ava, active: true }).expect(200);
      await connection.send('delete', `/Users/${id}`).expect(204);
      await connection
        .send('patch', `/Users/${id}`, aPatch({ op: 'replace', path: 'active', value: true }))
        .expect(404);
    });
  });

  it('is told in the words of the log', () => {
    expect(rows.map(row => [row.method, row.status, row.intent_kind, row.intent_subject])).toEqual([
      ['GET', 200, 'test-connection', null],
      ['GET', 200, 'look-up-user', 'ava@example.com'],
      ['POST', 201, 'create-user', 'ava@example.com'],
      ['GET', 200, 'read-user', 'ava@example.com'],
      ['POST', 409, 'create-user', 'ava@example.com'],
      ['PATCH', 200, 'update-user', 'ava@example.com'],
      ['PATCH', 200, 'deactivate-user', 'ava@example.com'],
      ['PUT', 200, 'reactivate-user', 'ava@example.com'],
      ['DELETE', 204, 'delete-user', 'ava@example.com'],
      ['PATCH', 404, 'reactivate-user', id],
    ]);
    expect(rows.map(row => row.is_test)).toEqual([true, ...Array.from({ length: 9 }, () => false)]);
    expect(rows.slice(3).map(row => row.resource_id)).toEqual(Array.from({ length: 7 }, () => id));
    expect([rows[0]?.dialect, rows[6]?.dialect]).toEqual(['okta', 'entra-id']);
  });

  it('says what each request changed and what it meant for the account', () => {
    const [, , created, , refused, titled, deactivated, reactivated, deleted] = rows;
    expect(created?.touched).toMatchObject({ type: 'User', id, effect: { kind: 'create' } });
    expect(created?.touched).toHaveProperty('changes', expect.arrayContaining([{ attribute: 'active', after: true }]));
    expect(refused).toMatchObject({ scim_type: 'uniqueness', detail: expect.stringContaining('exists already') });
    expect(titled?.touched).toMatchObject({
      changes: [{ attribute: 'title', after: 'Captain' }],
      effect: { kind: 'none', because: 'nothing that an account shows' },
    });
    const accountId = expect.any(String);
    expect(deactivated?.touched).toMatchObject({
      changes: [{ attribute: 'active', before: true, after: false }],
      effect: { kind: 'change', state: 'suspended', accountId },
    });
    expect(reactivated?.touched).toMatchObject({ effect: { kind: 'change', state: 'active', accountId } });
    expect(deleted?.touched).toMatchObject({ effect: { kind: 'change', state: 'suspended', accountId } });
  });
});

it('a group, its members, and a bulk request with its operations', async () => {
  const rows = await logged(async connection => {
    const { id: member } = await connection.create('Users', aUser());
    const { id: group } = await connection.create('Groups', aGroup({ displayName: 'Engineering' }));
    const add = { op: 'add', path: 'members', value: [{ value: member }] };
    await connection.send('patch', `/Groups/${group}`, aPatch(add)).expect(204);
    await connection.send('get', '/Groups').expect(200);
    const Operations = [
      { method: 'PATCH', path: `/Users/${member}`, data: aPatch({ op: 'replace', path: 'active', value: false }) },
      { method: 'DELETE', path: `/Groups/${group}` },
      { method: 'DELETE', path: `/Groups/${group}` },
    ];
    await connection.send('post', '/Bulk', { schemas: [BULK], Operations }).expect(200);
  });
  expect(rows.map(row => [row.intent_kind, row.intent_subject, row.intent_count]).slice(1)).toEqual([
    ['create-group', 'Engineering', null],
    ['add-members', 'Engineering', 1],
    ['list-groups', null, null],
    ['bulk', null, 3],
  ]);
  expect(rows[2]?.touched).toMatchObject({ type: 'Group', name: 'Engineering', members: 1 });
  expect(rows[4]?.operations).toMatchObject([
    { method: 'PATCH', type: 'User', status: 200, effect: { kind: 'change', state: 'suspended' } },
    { method: 'DELETE', type: 'Group', status: 204, name: 'Engineering' },
    { method: 'DELETE', type: 'Group', status: 404, detail: expect.stringContaining('no group') },
  ]);
});

it('without a valid token a request is kept without the token, and of no connection not at all', async () => {
  const wrong = mintToken('scim').secret.reveal();
  const rows = await logged(async connection => {
    await connection.sendBare('get', '/Users').set('Authorization', `Bearer ${wrong}`).expect(401);
    await connection.sendBare('get', '/Users').expect(401);
    const { server } = services.at(-1)!;
    const { default: supertest } = await import('supertest');
    await supertest(server).get('/scim/00000000-0000-4000-8000-000000000000/v2/Users').expect(401);
  });
  expect(rows.map(row => [row.status, row.token_id, row.intent_kind])).toEqual([
    [401, null, 'list-users'],
    [401, null, 'list-users'],
  ]);
  expect(JSON.stringify(rows)).not.toContain(wrong);
});

describe('secrets', () => {
  it('are in no row, wherever they were sent', async () => {
    let token = '';
    const rows = await logged(async connection => {
      ({ token } = connection);
      const { id } = await connection.create('Users', aUser({ password: PASSWORD }));
      await connection.send('patch', `/Users/${id}`, aPatch({ op: 'replace', path: 'password', value: PASSWORD }));
      await connection.send('patch', `/Users/${id}`, aPatch({ op: 'add', value: { password: PASSWORD } }));
      await connection.send(
        'patch',
        `/Users/${id}`,
        aPatch({ op: 'replace', path: 'title', value: `Bearer ${token}` }),
      );
      const large = aUser({ password: PASSWORD, title: 'x'.repeat(20_000) });
      await connection.send('post', '/Users', large);
      await connection.send('get', `/Users?access_token=${token}&filter=password%20eq%20%22${PASSWORD}%22`);
      await connection
        .sendBare('post', '/Users')
        .set('Authorization', `Bearer ${token}`)
        .set('Content-Type', 'application/scim+json')
        .send(`{"userName": "ava", "p\\u0061ssword": "${PASSWORD}"`);
    });
    expect(rows.map(row => row.body_kept)).toEqual(['whole', 'whole', 'whole', 'whole', 'cut', 'none', 'withheld']);
    expect(JSON.stringify(rows)).not.toContain(PASSWORD);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(rows[0]?.body).toContain('"password":"[removed]"');
  });

  it('a body without any stays as it was received', async () => {
    const text = '{ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],  "userName":  "ava@example.com" }';
    const rows = await logged(connection =>
      connection.send('post', '/Users').set('Content-Type', 'application/scim+json').send(text).expect(201),
    );
    expect(rows[0]?.body).toBe(text);
  });
});

it('when the log cannot be written the log is lost, and no write', async () => {
  const service = await aService();
  const write = vi
    .spyOn(service.database.repositories.scimRequests, 'writePacked')
    .mockRejectedValue(new Error('gone'));
  const connection = await aConnection({}, service);
  const { id } = await connection.create('Users', aUser());
  await service.close();
  services.pop();
  expect(write).toHaveBeenCalledTimes(2);
  expect(await logOf(connection)).toEqual([]);
  const { database } = await runningScim();
  expect(await database.repositories.directoryPages.user(connection.key, id as never)).toMatchObject({ id });
});

it('what PostgreSQL cannot store loses no other request', async () => {
  const rows = await logged(async connection => {
    await connection.send('post', '/Users', aUser({ title: 'half a pair: \uD800, and \u0000' }));
    await connection.send('get', '/Users?filter=userName%20eq%20%22%00%22');
    await connection.send('get', '/Users').expect(200);
  });
  expect(rows.map(row => row.intent_kind)).toEqual(['create-user', 'look-up-user', 'list-users']);
});

it('with REQUEST_LOG_DAYS=0 nothing is written', async () => {
  const service = await aService({ REQUEST_LOG_DAYS: '0' });
  const connection = await aConnection({}, service);
  await connection.create('Users', aUser());
  await service.close();
  services.pop();
  expect(await logOf(connection)).toEqual([]);
});

it('another enterprise sees nothing of it', async () => {
  const service = await aService();
  const mine = await aConnection({}, service);
  const other = await aConnection({}, service);
  await mine.send('get', '/Users').expect(200);
  await service.close();
  services.pop();
  const [row] = await logOf(mine);
  const { scimRequests } = (await runningScim()).database.repositories;
  expect(await scimRequests.find(mine.key, row!.id)).toMatchObject({ id: row!.id });
  expect(await scimRequests.find(other.key, row!.id)).toBeUndefined();
  const mixed = { ...mine.key, enterpriseId: other.key.enterpriseId };
  expect(await scimRequests.list(mixed, { limit: 5 })).toEqual([]);
});
