import { request as httpRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { aConnection, aPatch, aUser, startScim, type TestConnection } from './builders.js';

const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const NOBODY = '00000000-0000-4000-8000-000000000000';

function aBulk(Operations: readonly object[], failOnErrors?: number) {
  return { schemas: [BULK], ...(failOnErrors !== undefined && { failOnErrors }), Operations };
}

/** The answers to operations, all of them processed. */
async function bulk(connection: TestConnection, ...operations: object[]) {
  const { body } = await connection.send('post', '/Bulk', aBulk(operations)).expect(200);
  expect(body.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:BulkResponse']);
  expect(body.Operations).toHaveLength(operations.length);
  return body.Operations;
}

const postUser = (bulkId: string, given: object = {}) => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: aUser(given),
});

function postGroup(bulkId: string, ...members: string[]) {
  const data = { schemas: [GROUP], displayName: bulkId, members: members.map(value => ({ value })) };
  return { method: 'POST', path: '/Groups', bulkId, data };
}

const patchOf = (path: string, ...operations: object[]) => ({ method: 'PATCH', path, data: aPatch(...operations) });

const inOrder = (...ids: string[]) => ids.toSorted();

const idOf = ({ location }: { location: string }) => location.slice(location.lastIndexOf('/') + 1);

async function membersOf(connection: TestConnection, id: string): Promise<string[]> {
  const { body } = await connection.send('get', `/Groups/${id}`).expect(200);
  return body.members.map(({ value }: { value: string }) => value);
}

async function countOf(connection: TestConnection): Promise<number> {
  return (await connection.send('get', '/Users?count=0').expect(200)).body.totalResults;
}

describe('200: the answer tells of each operation (RFC 7644 §3.7.3)', () => {
  it('what it is, where its resource is, its version and its status as a string', async () => {
    const connection = await aConnection();
    const [kept, gone] = [aUser(), aUser()];
    const [a, b] = await bulk(
      connection,
      { method: 'POST', path: '/Users', bulkId: 'a', data: kept },
      { method: 'POST', path: 'Users', bulkId: 'b', data: gone },
    );
    expect(a).toEqual({
      method: 'POST',
      bulkId: 'a',
      location: `${connection.baseUrl}/Users/${idOf(a)}`,
      version: 'W/"1"',
      status: '201',
    });
    const changed = { ...kept, title: 'Engineer' };
    const answers = await bulk(
      connection,
      { method: 'PUT', path: `/Users/${idOf(a)}`, version: 'W/"1"', data: changed },
      { ...patchOf(`/Users/${idOf(a)}`, { op: 'replace', path: 'nickName', value: 'A' }), version: 'W/"2"' },
      { method: 'DELETE', path: `/Users/${idOf(b)}`, version: '*' },
    );
    expect(answers).toEqual([
      { method: 'PUT', location: a.location, version: 'W/"2"', status: '200' },
      { method: 'PATCH', location: a.location, version: 'W/"3"', status: '200' },
      { method: 'DELETE', location: b.location, status: '204' },
    ]);
    const { body } = await connection.send('get', `/Users/${idOf(a)}`).expect(200);
    expect(body).toMatchObject({ title: 'Engineer', nickName: 'A', meta: { version: 'W/"3"' } });
    await connection.send('get', `/Users/${idOf(b)}`).expect(404);
  });

  it('names in any letter case, and the bare list that the sample of §3.7 has for a PATCH', async () => {
    const connection = await aConnection();
    const { body: user } = await connection.send('post', '/Users', aUser({ nickName: 'A' })).expect(201);
    const operation = { Method: 'patch', PATH: `users/${user.id}`, Data: [{ op: 'remove', path: 'nickName' }] };
    const { body } = await connection.send('post', '/bulk', { SCHEMAS: [BULK], operations: [operation] }).expect(200);
    expect(body.Operations).toMatchObject([{ method: 'PATCH', status: '200' }]);
    expect((await connection.send('get', `/Users/${user.id}`)).body).not.toHaveProperty('nickName');
  });

  it('an account follows as it does after a request alone', async () => {
    const connection = await aConnection();
    const user = aUser();
    await bulk(
      connection,
      { method: 'POST', path: '/Users', bulkId: 'a', data: user },
      patchOf('/Users/bulkId:a', { op: 'replace', path: 'active', value: false }),
    );
    expect(await connection.account(user.userName)).toMatchObject({ state: 'suspended' });
  });

  it('one that fails undoes nothing of the others, and is answered as it would be alone', async () => {
    const connection = await aConnection();
    const taken = aUser();
    const answers = await bulk(
      connection,
      { method: 'POST', path: '/Users', bulkId: 'a', data: taken },
      { method: 'POST', path: '/Users', bulkId: 'b', data: taken },
      postUser('c', { userName: '' }),
      patchOf(`/Users/${NOBODY}`, { op: 'remove', path: 'title' }),
      patchOf('/Users/bulkId:a', { op: 'move', path: 'title' }),
      { method: 'PUT', path: '/Users/bulkId:a', version: 'W/"7"', data: taken },
      { method: 'DELETE', path: '/Users/bulkId:a', version: '7' },
      { method: 'POST', path: '/Bulk', bulkId: 'd', data: aBulk([]) },
      { method: 'DELETE', path: '/Me' },
      { method: 'PUT', path: '/Devices/1', data: {} },
      { method: 'DELETE', path: '/Users' },
      postUser('e'),
    );
    expect(answers.map(({ status }: { status: string }) => status)).toEqual(
      '201 409 400 404 400 412 400 400 501 404 405 201'.split(' '),
    );
    expect(answers[1]).toEqual({
      method: 'POST',
      bulkId: 'b',
      status: '409',
      response: {
        schemas: [ERROR],
        status: '409',
        scimType: 'uniqueness',
        detail: expect.stringContaining(taken.userName),
      },
    });
    expect(answers[3]).toMatchObject({ location: `${connection.baseUrl}/Users/${NOBODY}` });
    expect(answers[5]).toMatchObject({ location: answers[0].location, response: { status: '412' } });
    expect(await countOf(connection)).toBe(2);
  });

  it('another enterprise’s resources are 404 within, as members unknown, and stay as they are', async () => {
    const [connection, other] = [await aConnection(), await aConnection()];
    const { body: user } = await other.send('post', '/Users', aUser({ title: 'Theirs' })).expect(201);
    const { body: group } = await other
      .send('post', '/Groups', { schemas: [GROUP], displayName: 'Theirs' })
      .expect(201);
    const [put, patched, deleted, added, member] = await bulk(
      connection,
      { method: 'PUT', path: `/Users/${user.id}`, data: aUser() },
      patchOf(`/Users/${user.id}`, { op: 'replace', path: 'title', value: 'Ours' }),
      { method: 'DELETE', path: `/Groups/${group.id}` },
      patchOf(`/Groups/${group.id}`, { op: 'replace', path: 'displayName', value: 'Ours' }),
      postGroup('Ours', user.id),
    );
    for (const answer of [put, patched, deleted, added]) expect(answer).toMatchObject({ status: '404' });
    expect(member).toMatchObject({ status: '400', response: { detail: expect.stringContaining(user.id) } });
    expect((await other.send('get', `/Users/${user.id}`)).body).toEqual(user);
    expect((await other.send('get', `/Groups/${group.id}`)).body).toMatchObject({ displayName: 'Theirs' });
  });

  it('what the token may not do is 403 within, operation by operation', async () => {
    const connection = await aConnection({ scopes: ['users:write', 'groups:read'] });
    expect(await bulk(connection, postUser('a'), postGroup('g'))).toMatchObject([
      { status: '201' },
      { status: '403', response: { status: '403', detail: expect.stringContaining('/Groups') } },
    ]);
  });

  it.each([
    [undefined, ['404', '201', '404', '201', '404']],
    [0, ['404', '201', '404', '201', '404']],
    [1, ['404']],
    [2, ['404', '201', '404']],
    [9, ['404', '201', '404', '201', '404']],
  ])('with failOnErrors %s it holds what was processed until then', async (failOnErrors, statuses) => {
    const connection = await aConnection();
    const failing = { method: 'DELETE', path: `/Users/${NOBODY}` };
    const operations = [failing, postUser('a'), failing, postUser('b'), failing];
    const { body } = await connection.send('post', '/Bulk', aBulk(operations, failOnErrors)).expect(200);
    expect(body.Operations.map(({ status }: { status: string }) => status)).toEqual(statuses);
    expect(await countOf(connection)).toBe(statuses.filter(status => status === '201').length);
  });
});

describe('references by bulkId (RFC 7644 §3.7.2)', () => {
  it('become the real ids, whatever the order: members, managers, values and filters of a PATCH', async () => {
    const connection = await aConnection();
    const [group, ava, ben, , cem] = await bulk(
      connection,
      postGroup('team', 'bulkId:ava', 'bulkId:ben'),
      postUser('ava', { [ENTERPRISE]: { manager: { value: 'bulkId:ben' } } }),
      postUser('ben'),
      patchOf(
        '/Groups/bulkId:team',
        { op: 'add', path: 'members', value: [{ value: 'bulkId:cem' }] },
        { op: 'remove', path: 'members[value eq "bulkId:ben"]' },
      ),
      postUser('cem'),
    );
    expect(await membersOf(connection, idOf(group))).toEqual(inOrder(idOf(ava), idOf(cem)));
    const { body } = await connection.send('get', `/Users/${idOf(ava)}`).expect(200);
    expect(body[ENTERPRISE].manager).toMatchObject({ value: idOf(ben) });
  });

  it('a user is deleted and created anew under one name, in a group all the time', async () => {
    const connection = await aConnection();
    const user = aUser();
    const { body: old } = await connection.send('post', '/Users', user).expect(201);
    const { body: group } = await connection.send('post', '/Groups', postGroup('team').data).expect(201);
    const add = { op: 'add', path: 'members', value: [{ value: 'bulkId:anew' }] };
    const [, , anew] = await bulk(
      connection,
      patchOf(`/Groups/${group.id}`, add),
      { method: 'DELETE', path: `/Users/${old.id}` },
      { method: 'POST', path: '/Users', bulkId: 'anew', data: user },
    );
    expect(anew).toMatchObject({ status: '201' });
    expect(await membersOf(connection, group.id)).toEqual([idOf(anew)]);
  });

  it('to what failed is 409, to what nobody creates 400, and the rest is done', async () => {
    const connection = await aConnection();
    const answers = await bulk(
      connection,
      postUser('ava', { userName: '' }),
      postGroup('of Ava', 'bulkId:ava'),
      postGroup('of nobody', 'bulkId:nobody'),
      postGroup('alone'),
    );
    expect(answers).toMatchObject([
      { status: '400' },
      { status: '409', response: { detail: expect.stringContaining('bulkId:ava') } },
      { status: '400', response: { scimType: 'invalidValue', detail: expect.stringContaining('bulkId:nobody') } },
      { status: '201' },
    ]);
  });

  it('two groups may be members of each other (RFC 7644 §3.7.1)', async () => {
    const connection = await aConnection();
    const { body: user } = await connection.send('post', '/Users', aUser()).expect(201);
    const [a, b] = await bulk(connection, postGroup('a', 'bulkId:b', user.id), postGroup('b', 'bulkId:a', user.id));
    expect([a, b]).toMatchObject([{ status: '201' }, { status: '201' }]);
    expect(await membersOf(connection, idOf(a))).toEqual(inOrder(idOf(b), user.id));
    expect(await membersOf(connection, idOf(b))).toEqual(inOrder(idOf(a), user.id));
    for (const { location, version } of [a, b]) {
      const { body } = await connection.send('get', `/Groups/${idOf({ location })}`).expect(200);
      expect(body.meta.version).toBe(version);
    }
  });

  it.each(['generic', 'okta', 'entra-id', 'jumpcloud'] as const)(
    'two users may be managers of each other (%s)',
    async idpProfile => {
      const connection = await aConnection({ idpProfile });
      const managed = (value: string) => ({ [ENTERPRISE]: { department: 'X', manager: { value } } });
      const [a, b] = await bulk(connection, postUser('a', managed('bulkId:b')), postUser('b', managed('bulkId:a')));
      for (const [one, other] of [
        [a, b],
        [b, a],
      ]) {
        const { body } = await connection.send('get', `/Users/${idOf(one)}`).expect(200);
        expect(body[ENTERPRISE]).toMatchObject({ department: 'X', manager: { value: idOf(other) } });
      }
    },
  );

  it('a circle that cannot be closed deletes whom it made, and nobody who was there before', async () => {
    const connection = await aConnection();
    const ben = aUser();
    const { body: before } = await connection.send('post', '/Users', ben).expect(201);
    const leave = aPatch({ op: 'replace', path: 'active', value: false });
    await connection.send('patch', `/Users/${before.id}`, leave).expect(200);
    for (const userName of [ben.userName, aUser().userName]) {
      const managed = (value: string) => ({ [ENTERPRISE]: { manager: { value } } });
      const answers = await bulk(
        connection,
        postUser('ava', { userName: '', ...managed('bulkId:ben') }),
        postUser('ben', { userName, ...managed('bulkId:ava') }),
      );
      expect(answers).toMatchObject([{ status: '400' }, { status: '409' }]);
    }
    const { body: after } = await connection.send('get', `/Users/${before.id}`).expect(200);
    expect(after).toMatchObject({ userName: ben.userName, active: false });
    expect(await connection.account(ben.userName)).toMatchObject({ state: 'suspended' });
    expect(await countOf(connection)).toBe(1);
  });

  it('a group that would be its own member is 409, and not there', async () => {
    const connection = await aConnection();
    expect(await bulk(connection, postGroup('a', 'bulkId:a'))).toMatchObject([{ status: '409' }]);
    expect((await connection.send('get', '/Groups').expect(200)).body.totalResults).toBe(0);
  });
});

describe('400, 401, 405 and 413: nothing is done', () => {
  const invalid: [string, object][] = [
    ['another schema', { schemas: [ERROR], Operations: [postUser('a')] }],
    ['no operations', { schemas: [BULK] }],
    ['an empty list of operations', aBulk([])],
    ['an operation that is none', aBulk([postUser('a'), 'POST' as unknown as object])],
    ['a method that bulk does not know', aBulk([postUser('a'), { method: 'GET', path: '/Users' }])],
    ['a POST without bulkId', aBulk([postUser('a'), { ...postUser('b'), bulkId: undefined }])],
    ['one bulkId for two resources', aBulk([postUser('a'), postUser('a')])],
    ['a failOnErrors that is no number', { ...aBulk([postUser('a')]), failOnErrors: 'none' }],
  ];
  it.each(invalid)('400: %s', async (_, body) => {
    const connection = await aConnection();
    const answer = await connection.send('post', '/Bulk', body).expect(400);
    expect(answer.body).toMatchObject({ schemas: [ERROR], status: '400', scimType: 'invalidSyntax' });
    expect(await countOf(connection)).toBe(0);
  });

  it('401: without a token', async () => {
    await (
      await aConnection()
    )
      .sendBare('post', '/Bulk')
      .send(aBulk([postUser('a')]))
      .expect(401);
  });

  it.each(['get', 'put', 'patch', 'delete'] as const)('405: %s', async method => {
    const answer = await (await aConnection()).send(method, '/Bulk').expect(405);
    expect(answer.headers['allow']).toBe('POST');
  });

  it('413: more operations than are published, naming the limit (RFC 7644 §3.7.4)', async () => {
    const connection = await aConnection();
    const { body: published } = await connection.send('get', '/ServiceProviderConfig').expect(200);
    const operations = Array.from({ length: published.bulk.maxOperations + 1 }, (_, index) => ({
      method: 'DELETE',
      path: `/Users/${index}`,
    }));
    const { body } = await connection.send('post', '/Bulk', aBulk(operations)).expect(413);
    expect(body.detail).toContain(`${published.bulk.maxOperations} operations (maxOperations)`);
    await connection.send('post', '/Bulk', aBulk(operations.slice(1))).expect(200);
  });

  it('413: more bytes than are published, naming the limit, before anything is read of them (RFC 7644 §3.7.4)', async () => {
    const connection = await aConnection();
    const { body: published } = await connection.send('get', '/ServiceProviderConfig').expect(200);
    const operation = postUser('a', { title: 'x'.repeat(published.bulk.maxPayloadSize) });
    const { body } = await connection.send('post', '/Bulk', aBulk([operation])).expect(413);
    expect(body.detail).toContain(`${published.bulk.maxPayloadSize} bytes (maxPayloadSize)`);
    expect(await countOf(connection)).toBe(0);
  });
});

describe('a request that nobody waits for', () => {
  const many = Array.from({ length: 1000 }, (_, index) => postUser(String(index)));

  /** How many users there are once there are no more for a while. */
  async function finalCount(connection: TestConnection): Promise<number> {
    let [before, after] = [-1, await countOf(connection)];
    while (before !== after) {
      await new Promise(resolve => setTimeout(resolve, 300));
      [before, after] = [after, await countOf(connection)];
    }
    return after;
  }

  it('starts no further operation', async () => {
    const connection = await aConnection();
    const url = `${connection.baseUrl}/Bulk`;
    const headers = { authorization: `Bearer ${connection.token}`, 'content-type': 'application/scim+json' };
    const sent = httpRequest(url, { method: 'POST', headers }).on('error', () => undefined);
    sent.end(JSON.stringify(aBulk(many)));
    while ((await countOf(connection)) === 0) await new Promise(resolve => setTimeout(resolve, 5));
    sent.destroy();
    const count = await finalCount(connection);
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(many.length);
  });

  it('is answered in time: what there was no time for is 503 within, and not done', async () => {
    const service = await startScim({ SCIM_REQUEST_TIMEOUT_SECONDS: '1' });
    try {
      const connection = await aConnection({}, service);
      const { body } = await connection.send('post', '/Bulk', aBulk(many)).expect(200);
      const statuses: string[] = body.Operations.map(({ status }: { status: string }) => status);
      const done = statuses.filter(status => status === '201').length;
      expect(statuses).toEqual(many.map((_, index) => (index < done ? '201' : '503')));
      expect(await finalCount(connection)).toBe(done);
    } finally {
      await service.close();
    }
  });
});
