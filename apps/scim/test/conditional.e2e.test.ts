import { beforeEach, beforeAll, describe, expect, it } from 'vitest';
import { aConnection, aGroup, aPatch, aUser, type TestConnection, type TestResource } from './builders.js';

const ABSENT = '00000000-0000-4000-8000-000000000000';
let connection: TestConnection;
beforeAll(async () => {
  connection = await aConnection();
});

/** A change of every kind, the title of a user or the name of a group. */
const kinds = {
  Users: {
    make: () => aUser({ title: 'Clerk' }),
    put: ({ userName, emails, name }: TestResource, title: string) => aUser({ userName, emails, name, title }),
    patch: (title: string) => aPatch({ op: 'replace', path: 'title', value: title }),
    named: (title: string) => ({ title }),
  },
  Groups: {
    make: () => aGroup({ displayName: 'Clerk' }),
    put: (_: TestResource, displayName: string) => aGroup({ displayName }),
    patch: (displayName: string) => aPatch({ op: 'replace', path: 'displayName', value: displayName }),
    named: (displayName: string) => ({ displayName }),
  },
} as const;

describe.each(['Users', 'Groups'] as const)('%s', endpoint => {
  const kind = kinds[endpoint];
  let resource: TestResource;
  let path: string;
  beforeEach(async () => {
    resource = await connection.create(endpoint, kind.make());
    path = `/${endpoint}/${resource.id}`;
    await connection.send('patch', path, kind.patch('Head')).expect(endpoint === 'Users' ? 200 : 204);
    resource = (await connection.send('get', path).expect(200)).body;
  });

  const changes = [
    ['put', () => kind.put(resource, 'Chief')],
    ['patch', () => kind.patch('Chief')],
    ['delete', () => undefined],
  ] as const;
  const current = async () => (await connection.send('get', path).expect(200)).body as TestResource;

  it('the ETag is weak, and meta.version (RFC 7644 §3.14)', async () => {
    const { headers, body } = await connection.send('get', path).expect(200);
    expect(headers['etag']).toBe('W/"2"');
    expect(body.meta.version).toBe('W/"2"');
  });

  it.each([
    ['the version', 'W/"2"'],
    ['the version as a strong tag, which compares weakly', '"2"'],
    ['any version', '*'],
    ['one of several', 'W/"1", W/"2", "7"'],
    ['one of several without spaces', '"1","2"'],
  ])('a change goes through with If-Match naming %s', async (_, ifMatch) => {
    const versions = { put: '2', patch: '3', delete: '4' };
    for (const [method] of changes) {
      const body = { put: kind.put(resource, 'Chief'), patch: kind.patch('Boss'), delete: undefined }[method];
      const answer = await connection.send(method, path, body).set('If-Match', ifMatch.replace('2', versions[method]));
      expect(answer.status).toBeOneOf([200, 204]);
    }
    await connection.send('get', path).expect(404);
  });

  it.each([
    ['If-Match', 'an earlier version', 'W/"1"'],
    ['If-Match', 'a later version', 'W/"3"'],
    ['If-Match', 'a longer version', 'W/"22"'],
    ['If-Match', 'other versions', 'W/"1", "3"'],
    ['If-Match', 'a tag of somebody else', '"abc"'],
    ['If-None-Match', 'the version', 'W/"2"'],
    ['If-None-Match', 'any version', '*'],
    ['If-None-Match', 'one of several', '"1", "2"'],
  ])('412 for a change with %s naming %s, and nothing is changed', async (header, _, value) => {
    for (const [method, body] of changes) {
      const answer = await connection.send(method, path, body()).set(header, value).expect(412);
      expect(answer.body).toMatchObject({ status: '412', detail: expect.stringContaining(header) });
      expect(answer.body).not.toHaveProperty('scimType');
    }
    expect(await current()).toEqual(resource);
  });

  it.each(['2', 'W/2', 'w/"2"', 'W/"2', '*, "2"', ''])(
    '400 for a change with the malformed If-Match %j, not unconditional',
    async value => {
      for (const [method, body] of changes) {
        const { status } = await connection.send(method, path, body()).set('If-Match', value);
        expect(status).toBe(400);
      }
      expect(await current()).toEqual(resource);
    },
  );

  it('404, not 412, for what does not exist', async () => {
    for (const [method, body] of changes)
      await connection.send(method, `/${endpoint}/${ABSENT}`, body()).set('If-Match', '"1"').expect(404);
  });

  it('of changes that all name one version, one goes through: no lost update', async () => {
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd', 'e', 'f'].map(name =>
        connection
          .send(name < 'd' ? 'patch' : 'put', path, name < 'd' ? kind.patch(name) : kind.put(resource, name))
          .set('If-Match', 'W/"2"'),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter(status => status === 412)).toHaveLength(5);
    const winner = ['a', 'b', 'c', 'd', 'e', 'f'][statuses.findIndex(status => status < 300)] ?? '';
    expect(await current()).toMatchObject({ ...kind.named(winner), meta: { version: 'W/"3"' } });
  });

  it('what changes nothing keeps version and lastModified, by PUT, PATCH and an empty PATCH (RFC 7644 §3.5.2.1)', async () => {
    const nothing = [
      ['put', resource],
      ['patch', kind.patch('Head')],
      ['patch', aPatch({ op: 'add', value: kind.named('Head') })],
      ['patch', aPatch({ op: 'replace', path: 'externalId', value: 'x' }, { op: 'remove', path: 'externalId' })],
      ['patch', aPatch({ op: 'remove', path: 'externalId' })],
    ] as const;
    for (const [method, body] of nothing) {
      const { headers } = await connection.send(method, path, body);
      expect(headers['etag']).toBe('W/"2"');
    }
    expect(await current()).toEqual(resource);
  });

  it('a change that happens gives the next version and a later lastModified; created stays', async () => {
    for (const [method, body] of changes.slice(0, 1)) await connection.send(method, path, body()).expect(200);
    const { meta } = await current();
    expect(meta).toMatchObject({ version: 'W/"3"', created: resource.meta.created });
    expect(Date.parse(meta.lastModified)).toBeGreaterThan(Date.parse(resource.meta.lastModified));
  });

  it.each([
    ['the version', 'W/"2"', 304],
    ['the version as a strong tag', '"2"', 304],
    ['any version', '*', 304],
    ['one of several', '"9", W/"2"', 304],
    ['an earlier version', 'W/"1"', 200],
    ['other versions', '"1", "22"', 200],
    ['what is no tag', '2"', 200],
  ])('a GET with If-None-Match naming %s (%s) is answered %i', async (_, value, status) => {
    for (const query of ['', '?attributes=id']) {
      const answer = await connection
        .send('get', path + query)
        .set('If-None-Match', value)
        .expect(status);
      expect(answer.headers['etag']).toBe('W/"2"');
      expect(answer.text === '').toBe(status === 304);
    }
  });

  it('what is asked for conditionally without being changed is 304 until it is', async () => {
    const ask = () => connection.send('get', path).set('If-None-Match', resource.meta.version);
    await ask().expect(304);
    await connection.send('patch', path, kind.patch('Head'));
    await ask().expect(304);
    await connection.send('patch', path, kind.patch('Chief'));
    expect((await ask().expect(200)).body).toMatchObject(kind.named('Chief'));
  });
});

it('a group has a new version when a member comes or goes, a member who is deleted too', async () => {
  const { id: member } = await connection.create('Users', aUser());
  const { id } = await connection.create('Groups', aGroup());
  const etags: unknown[] = [];
  for (const operation of [
    { op: 'add', path: 'members', value: [{ value: member }] },
    { op: 'add', path: 'members', value: [{ value: member }] },
    { op: 'remove', path: `members[value eq "${member}"]` },
    { op: 'remove', path: `members[value eq "${member}"]` },
    { op: 'add', path: 'members', value: [{ value: member }] },
  ])
    etags.push((await connection.send('patch', `/Groups/${id}`, aPatch(operation)).expect(204)).headers['etag']);
  expect(etags).toEqual(['W/"2"', 'W/"2"', 'W/"3"', 'W/"3"', 'W/"4"']);
  await connection.send('delete', `/Users/${member}`).expect(204);
  await connection
    .send('patch', `/Groups/${id}`, aPatch({ op: 'remove', path: 'members' }))
    .set('If-Match', 'W/"4"')
    .expect(412);
});

it('a POST is not conditional', async () => {
  await connection.send('post', '/Users', aUser()).set('If-None-Match', '*').set('If-Match', '"7"').expect(201);
});
