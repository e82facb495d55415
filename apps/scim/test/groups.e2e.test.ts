import { beforeAll, describe, expect, it } from 'vitest';
import { aConnection, aGroup, aPatch, aUser, type TestConnection, type TestResource } from './builders.js';

const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ABSENT = '00000000-0000-4000-8000-000000000000';

let connection: TestConnection;
let foreign: TestConnection;
/** The ids of two people. */
let ava: string;
let ben: string;

beforeAll(async () => {
  [connection, foreign] = [await aConnection(), await aConnection()];
  ava = (await connection.create('Users', aUser())).id;
  ben = (await connection.create('Users', aUser())).id;
});

const withMembers = (...ids: readonly string[]) => ({ members: ids.map(value => ({ value })) });

async function get(endpoint: 'Users' | 'Groups', id: string): Promise<TestResource> {
  return (await connection.send('get', `/${endpoint}/${id}`).expect(200)).body;
}

async function membersOf(id: string): Promise<unknown> {
  return (await get('Groups', id))['members'];
}

describe('POST /Groups', () => {
  it('201: the whole group with id, meta, members, Location and ETag (RFC 7644 §3.3)', async () => {
    const members = [
      { value: ava, display: 'Ava' },
      { value: ben, type: 'User', $ref: `/Users/${ben}` },
    ];
    const posted = aGroup({ displayName: 'Sales', externalId: 'S-1', members });
    const { body, headers } = await connection.send('post', '/Groups', posted).expect(201);
    const location = `${connection.baseUrl}/Groups/${body.id}`;
    const user = (value: string) => ({ value, $ref: `${connection.baseUrl}/Users/${value}`, type: 'User' });
    expect(body).toEqual({
      schemas: [GROUP],
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      externalId: 'S-1',
      displayName: 'Sales',
      members: [{ ...user(ava), display: 'Ava' }, user(ben)],
      meta: {
        resourceType: 'Group',
        created: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        lastModified: body.meta.created,
        location,
        version: 'W/"1"',
      },
    });
    expect(headers).toMatchObject({ location, 'content-location': location, etag: 'W/"1"' });
    expect(await get('Groups', body.id)).toEqual(body);
  });

  it('201: two groups may have one name and one externalId (RFC 7643 §4.2, §3.1)', async () => {
    const twin = aGroup({ displayName: 'Twins', externalId: 'T-1' });
    const [one, other] = [await connection.create('Groups', twin), await connection.create('Groups', twin)];
    expect(one.id).not.toBe(other.id);
    const { Resources } = await connection.list('Groups', { filter: 'displayName eq "twins" and externalId eq "T-1"' });
    expect(Resources.map(({ id }) => id)).toEqual([one.id, other.id]);
  });

  it.each([
    ['no members', {}],
    ['members null (RFC 7643 §2.5)', { members: null }],
    ['an empty list of members (Entra ID)', { members: [] }],
    ['a member twice, which is once', withMembers('ava', 'ava')],
    ['id, meta and unknown attributes, which are not the client’s', { id: 'mine', meta: { version: 'W/"9"' }, x: 1 }],
  ])('201: %s', async (_, given) => {
    const posted = JSON.parse(JSON.stringify(aGroup(given)).replaceAll('"ava"', `"${ava}"`)) as object;
    const { id, displayName, members, meta, schemas, ...rest } = await connection.create('Groups', posted);
    expect({
      schemas,
      rest,
      version: meta.version,
      hasName: 'displayName' in posted && posted.displayName === displayName,
    }).toEqual({ schemas: [GROUP], rest: {}, version: 'W/"1"', hasName: true });
    expect(id).not.toBe('mine');
    expect(members).toMatchObject('members' in given && JSON.stringify(given).includes('ava') ? [{ value: ava }] : []);
  });

  it.each<[string, string, object]>([
    ['no displayName (RFC 7643 §4.2)', 'invalidValue', { schemas: [GROUP] }],
    ['displayName null', 'invalidValue', aGroup({ displayName: null })],
    ['an empty displayName', 'invalidValue', aGroup({ displayName: '' })],
    ['a displayName that is no text', 'invalidValue', aGroup({ displayName: 5 })],
    ['members that are a number', 'invalidSyntax', aGroup({ members: 5 })],
    ['a member without value', 'invalidValue', aGroup({ members: [{ display: 'Ava' }] })],
    ['nobody’s id', 'invalidValue', aGroup(withMembers(ABSENT))],
    ['an id that is none', 'invalidValue', aGroup(withMembers('42'))],
  ])('400 for %s: %s, and nothing is made', async (_, scimType, posted) => {
    const { totalResults } = await connection.list('Groups', { count: '0' });
    const { body } = await connection.send('post', '/Groups', posted).expect(400);
    expect(body).toMatchObject({ status: '400', scimType });
    expect(await connection.list('Groups', { count: '0' })).toMatchObject({ totalResults });
  });

  it('403 without the scope groups:write', async () => {
    const reader = await aConnection({ scopes: ['users:read', 'users:write', 'groups:read'] });
    expect((await reader.send('post', '/Groups', aGroup()).expect(403)).body.detail).toContain('groups:write');
    expect(await reader.list('Groups', {})).toMatchObject({ totalResults: 0 });
  });
});

describe('members that are unknown', () => {
  it.each(['okta', 'entra-id', 'jumpcloud', 'generic'])(
    'are named in a 400 and nothing is changed, another enterprise’s like nobody’s: %s',
    async idpProfile => {
      const mine = await aConnection({ idpProfile });
      const [user, stranger] = [await mine.create('Users', aUser()), await foreign.create('Users', aUser())];
      const group = await mine.create('Groups', aGroup());
      const details: string[] = [];
      for (const unknown of [stranger.id, ABSENT])
        for (const [method, body] of [
          ['put', aGroup({ displayName: 'Renamed', ...withMembers(user.id, unknown) })],
          ['patch', aPatch({ op: 'replace', value: { displayName: 'Renamed', ...withMembers(user.id, unknown) } })],
        ] as const) {
          const answer = await mine.send(method, `/Groups/${group.id}`, body).expect(400);
          expect(answer.body).toMatchObject({ scimType: 'invalidValue', detail: expect.stringContaining(unknown) });
          details.push(answer.body.detail.replace(unknown, '*'));
        }
      expect(new Set(details).size).toBe(1);
      expect((await mine.send('get', `/Groups/${group.id}`)).body).toEqual(group);
    },
  );

  it('are named ten at most', async () => {
    const ids = Array.from({ length: 12 }, (_, number) => `x-${number}-x`);
    const { body } = await connection.send('post', '/Groups', aGroup(withMembers(...ids))).expect(400);
    expect(body.detail).toContain('x-9-x');
    expect(body.detail).toContain('2 more');
  });

  it('that have been deleted are unknown', async () => {
    const { id } = await connection.create('Users', aUser());
    await connection.send('delete', `/Users/${id}`).expect(204);
    await connection.send('post', '/Groups', aGroup(withMembers(id))).expect(400);
  });
});

describe('GET /Groups', () => {
  it('404 for an absent group, another enterprise’s, a user’s id, and what is no id: all alike', async () => {
    const stranger = await foreign.create('Groups', aGroup());
    const details = new Set<string>();
    for (const id of [ABSENT, stranger.id, ava, '42']) {
      const { body } = await connection.send('get', `/Groups/${id}`).expect(404);
      expect(body).toMatchObject({ status: '404' });
      details.add(body.detail.replace(id, '*'));
    }
    expect(details.size).toBe(1);
    await connection.send('get', `/Users/${stranger.id}`).expect(404);
  });

  it('HEAD answers as GET does, without the body', async () => {
    const { id } = await connection.create('Groups', aGroup(withMembers(ava)));
    for (const path of ['/Groups', `/Groups/${id}`]) {
      const headers = { Authorization: `Bearer ${connection.token}` };
      const answer = await fetch(connection.baseUrl + path, { method: 'HEAD', headers });
      expect([answer.status, await answer.text()]).toEqual([200, '']);
      expect(answer.headers.get('content-type')).toMatch(/^application\/scim\+json/);
    }
  });

  it('405 for other methods, which names those there are', async () => {
    const group = aGroup();
    expect((await connection.send('put', '/Groups', group).expect(405)).headers['allow']).toBe('GET, POST');
    expect((await connection.send('post', `/Groups/${ABSENT}`, group).expect(405)).headers['allow']).toBe(
      'GET, PUT, PATCH, DELETE',
    );
  });

  it('403 without the scope groups:read, by every way to read them', async () => {
    const blind = await aConnection({ scopes: ['users:read', 'users:write', 'groups:write'] });
    const search = { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'] };
    const { id } = await blind.create('Groups', aGroup());
    await blind.send('get', '/Groups').expect(403);
    await blind.send('get', `/Groups/${id}`).expect(403);
    await blind.send('post', '/Groups/.search', search).expect(403);
    expect((await blind.send('get', '').expect(200)).body).toMatchObject({ totalResults: 0 });
  });
});

describe('PUT /Groups/{id}', () => {
  it('200: replaces name and members; externalId survives (RFC 7644 §3.5.1)', async () => {
    const group = await connection.create('Groups', aGroup({ externalId: 'E-1', ...withMembers(ava) }));
    const { body, headers } = await connection
      .send('put', `/Groups/${group.id}`, { ...aGroup({ displayName: 'Renamed', ...withMembers(ben) }), id: 'another' })
      .expect(200);
    expect(body).toMatchObject({ id: group.id, displayName: 'Renamed', externalId: 'E-1', members: [{ value: ben }] });
    expect(headers).toMatchObject({ location: group.meta.location, etag: 'W/"2"' });
    expect(await get('Groups', group.id)).toEqual(body);
  });

  it.each([
    ['without members', {}],
    ['with members null', { members: null }],
    ['with no members', { members: [] }],
  ])('200: %s clears them', async (_, given) => {
    const { id, displayName } = await connection.create('Groups', aGroup(withMembers(ava, ben)));
    const { body } = await connection.send('put', `/Groups/${id}`, aGroup({ displayName, ...given })).expect(200);
    expect(body).toMatchObject({ members: [], meta: { version: 'W/"2"' } });
    expect(await membersOf(id)).toEqual([]);
  });

  it('200: without members keeps them where the profile keeps what is left out (JumpCloud)', async () => {
    const jumpcloud = await aConnection({ idpProfile: 'jumpcloud' });
    const user = await jumpcloud.create('Users', aUser());
    const { id } = await jumpcloud.create('Groups', aGroup(withMembers(user.id)));
    const { body } = await jumpcloud.send('put', `/Groups/${id}`, aGroup({ displayName: 'Renamed' })).expect(200);
    expect(body).toMatchObject({ displayName: 'Renamed', members: [{ value: user.id }] });
  });

  it('200: what changes nothing leaves version and lastModified, also an echo of the whole group', async () => {
    const group = await connection.create(
      'Groups',
      aGroup({ externalId: 'E-2', members: [{ value: ava, display: 'Ava' }] }),
    );
    const again = await connection.send('put', `/Groups/${group.id}`, group).expect(200);
    expect(again.body).toEqual(group);
    const { displayName } = group;
    const less = await connection
      .send('put', `/Groups/${group.id}`, aGroup({ displayName, ...withMembers(ava) }))
      .expect(200);
    expect(less.body).toEqual(group);
  });

  it('400: a PUT that fails leaves the group as it was', async () => {
    const group = await connection.create('Groups', aGroup(withMembers(ava)));
    for (const body of [
      { schemas: [GROUP], ...withMembers(ben) },
      aGroup({ displayName: null }),
      aGroup(withMembers(ben, '42')),
    ])
      await connection.send('put', `/Groups/${group.id}`, body).expect(400);
    expect(await get('Groups', group.id)).toEqual(group);
  });

  it('404: does not create, nor reach another enterprise; 403 without the scope', async () => {
    const stranger = await foreign.create('Groups', aGroup());
    for (const id of [ABSENT, stranger.id, ava])
      await connection.send('put', `/Groups/${id}`, aGroup({ displayName: 'Intruder' })).expect(404);
    expect((await foreign.send('get', `/Groups/${stranger.id}`)).body).toEqual(stranger);
    const reader = await aConnection({ scopes: ['groups:read'] });
    for (const method of ['put', 'patch', 'delete'] as const)
      await reader.send(method, `/Groups/${ABSENT}`, aGroup()).expect(403);
  });
});

describe('PATCH /Groups/{id}', () => {
  it('204: renames, sets externalId, and members stay', async () => {
    const group = await connection.create('Groups', aGroup(withMembers(ava)));
    const rename = aPatch(
      { op: 'Replace', path: 'displayName', value: 'Renamed' },
      { op: 'Add', path: 'externalId', value: 'E-3' },
    );
    const { headers } = await connection.send('patch', `/Groups/${group.id}`, rename).expect(204);
    expect(headers).toMatchObject({ location: group.meta.location, etag: 'W/"2"' });
    const after = await get('Groups', group.id);
    expect(after).toMatchObject({
      displayName: 'Renamed',
      externalId: 'E-3',
      members: group['members'],
      meta: { version: 'W/"2"' },
    });
    expect(Date.parse(after.meta.lastModified)).toBeGreaterThan(Date.parse(group.meta.lastModified));
  });

  it('404: of an absent group, another enterprise’s or a user', async () => {
    const stranger = await foreign.create('Groups', aGroup());
    for (const id of [ABSENT, stranger.id, ava, '42'])
      await connection.send('patch', `/Groups/${id}`, aPatch({ op: 'remove', path: 'externalId' })).expect(404);
  });

  it('a person who is deactivated stays a member', async () => {
    const { id: user } = await connection.create('Users', aUser());
    const { id } = await connection.create('Groups', aGroup(withMembers(user)));
    await connection.send('patch', `/Users/${user}`, aPatch({ op: 'replace', value: { active: false } })).expect(200);
    expect(await membersOf(id)).toMatchObject([{ value: user }]);
  });
});

describe('DELETE /Groups/{id}', () => {
  it('204, then 404 to everything, and it is on no list (RFC 7644 §3.6)', async () => {
    const group = await connection.create('Groups', aGroup(withMembers(ava)));
    const { text } = await connection.send('delete', `/Groups/${group.id}`).expect(204);
    expect(text).toBe('');
    for (const [method, body] of [
      ['get', undefined],
      ['put', group],
      ['patch', aPatch({ op: 'replace', path: 'displayName', value: 'x' })],
      ['delete', undefined],
    ] as const)
      await connection.send(method, `/Groups/${group.id}`, body).expect(404);
    expect(await connection.list('Groups', { filter: `id eq "${group.id}"` })).toMatchObject({ totalResults: 0 });
  });

  it('its members stay users, who are no longer in it', async () => {
    const { id: user } = await connection.create('Users', aUser());
    const { id } = await connection.create('Groups', aGroup({ displayName: 'Leaving', ...withMembers(user) }));
    expect(await get('Users', user)).toMatchObject({ groups: [{ value: id, display: 'Leaving', type: 'direct' }] });
    await connection.send('delete', `/Groups/${id}`).expect(204);
    expect(await get('Users', user)).not.toHaveProperty('groups');
    expect(await connection.list('Users', { filter: `groups.value eq "${id}"` })).toMatchObject({ totalResults: 0 });
  });

  it('the groups it was in have one member less and a new version', async () => {
    const { id: inner } = await connection.create('Groups', aGroup());
    const { id: outer } = await connection.create('Groups', aGroup(withMembers(inner, ava)));
    await connection.send('delete', `/Groups/${inner}`).expect(204);
    expect(await get('Groups', outer)).toMatchObject({ members: [{ value: ava }], meta: { version: 'W/"2"' } });
  });

  it('404: another enterprise’s, which stays', async () => {
    const stranger = await foreign.create('Groups', aGroup());
    await connection.send('delete', `/Groups/${stranger.id}`).expect(404);
    await foreign.send('get', `/Groups/${stranger.id}`).expect(200);
  });
});

describe('a user who goes', () => {
  it('by DELETE is in no group, each of which has a new version', async () => {
    const { id: user } = await connection.create('Users', aUser());
    const groups = [
      await connection.create('Groups', aGroup(withMembers(user))),
      await connection.create('Groups', aGroup(withMembers(user, ben))),
    ];
    await connection.send('delete', `/Users/${user}`).expect(204);
    const after = await Promise.all(groups.map(({ id }) => get('Groups', id)));
    expect(after).toMatchObject([
      { members: [], meta: { version: 'W/"2"' } },
      { members: [{ value: ben }], meta: { version: 'W/"2"' } },
    ]);
  });

  it('because the userName is given to another person is in no group, and the other is not in them', async () => {
    const leaver = await connection.create('Users', aUser({ externalId: 'leaver', active: false }));
    const { id } = await connection.create('Groups', aGroup(withMembers(leaver.id)));
    await connection.create('Users', aUser({ userName: leaver['userName'], externalId: 'joiner' }));
    expect(await membersOf(id)).toEqual([]);
  });
});

describe('groups in groups', () => {
  it('are members with their type, and those in a circle are shown and deleted like others', async () => {
    const [one, other] = [
      await connection.create('Groups', aGroup(withMembers(ava))),
      await connection.create('Groups', aGroup()),
    ];
    await connection
      .send('patch', `/Groups/${other.id}`, aPatch({ op: 'add', path: 'members', value: [{ value: one.id }] }))
      .expect(204);
    await connection
      .send(
        'patch',
        `/Groups/${one.id}`,
        aPatch({ op: 'add', path: 'members', value: [{ value: other.id, type: 'User' }] }),
      )
      .expect(204);
    expect(await membersOf(one.id)).toEqual(
      expect.arrayContaining([
        { value: other.id, $ref: other.meta.location, type: 'Group' },
        expect.objectContaining({ value: ava, type: 'User' }),
      ]),
    );
    const { groups } = (await get('Users', ava)) as unknown as { groups: readonly { value: string; type: string }[] };
    expect(groups).toContainEqual(expect.objectContaining({ value: one.id, type: 'direct' }));
    expect(groups).toContainEqual(expect.objectContaining({ value: other.id, type: 'indirect' }));
    await connection.send('delete', `/Groups/${one.id}`).expect(204);
    expect(await membersOf(other.id)).toEqual([]);
  });

  it('are led to by $ref, as are users, and from a user’s groups back (RFC 7643 §2.3.7)', async () => {
    const { id: inner } = await connection.create('Groups', aGroup());
    const { id } = await connection.create('Groups', aGroup(withMembers(inner, ava)));
    const follow = async (uri: string) => {
      const answer = await fetch(uri, { headers: { Authorization: `Bearer ${connection.token}` } });
      return ((await answer.json()) as TestResource).id;
    };
    const members = (await membersOf(id)) as readonly { readonly value: string; readonly $ref: string }[];
    const { groups } = (await get('Users', ava)) as unknown as { readonly groups: typeof members };
    for (const { value, $ref } of [...members, ...groups]) expect(await follow($ref)).toBe(value);
    expect(members).toHaveLength(2);
  });

  it('never hold themselves, by PUT or PATCH: 400 invalidValue', async () => {
    const { id, displayName } = await connection.create('Groups', aGroup());
    for (const [method, body] of [
      ['put', aGroup({ displayName, ...withMembers(id) })],
      ['patch', aPatch({ op: 'replace', value: withMembers(id) })],
    ] as const)
      expect((await connection.send(method, `/Groups/${id}`, body).expect(400)).body.scimType).toBe('invalidValue');
  });
});

describe('a group of 2,500', () => {
  let big: TestConnection;
  let ids: readonly string[];
  let id: string;
  beforeAll(async () => {
    big = await aConnection();
    ids = await big.manyUsers(2500);
    // Only one of those read last has a display.
    const members = ids.toReversed().map(value => ({ value, ...(value === ids.at(-1) && { display: 'Zoë' }) }));
    ({ id } = await big.create('Groups', aGroup({ displayName: 'All', members })));
  });

  it('is answered whole, each member once, in the order of their ids', async () => {
    const { body, headers } = await big.send('get', `/Groups/${id}`).expect(200);
    expect(body).toMatchObject({ schemas: [GROUP], id, displayName: 'All', meta: { resourceType: 'Group' } });
    expect(body.members.map(({ value }: { value: string }) => value)).toEqual(ids);
    expect(body.members.at(-1)).toEqual({
      value: ids.at(-1),
      $ref: `${big.baseUrl}/Users/${ids.at(-1)}`,
      display: 'Zoë',
      type: 'User',
    });
    expect(headers).toMatchObject({ etag: 'W/"1"', 'content-type': 'application/scim+json; charset=utf-8' });
    const { Resources } = await big.list('Groups', {});
    expect(Resources).toEqual([body]);
  });

  it('is well-formed when the members read first have nothing that was asked for', async () => {
    const { body } = await big.send('get', `/Groups/${id}?attributes=members.display`).expect(200);
    expect(body).toEqual({ schemas: [GROUP], id, members: [{ display: 'Zoë' }] });
  });

  it('HEAD is answered without the body', async () => {
    const answer = await fetch(`${big.baseUrl}/Groups/${id}`, {
      method: 'HEAD',
      headers: { Authorization: `Bearer ${big.token}` },
    });
    expect([answer.status, await answer.text(), answer.headers.get('etag')]).toEqual([200, '', 'W/"1"']);
  });

  it('loses half of its members in one request, and can be deleted with the other', async () => {
    const leaving = ids.filter((_, index) => index % 2 === 0);
    const remove = aPatch({ op: 'remove', path: 'members', value: leaving.map(value => ({ value })) });
    await big.send('patch', `/Groups/${id}`, remove).expect(204);
    const { body } = await big.send('get', `/Groups/${id}?attributes=members.value`).expect(200);
    expect(body.members).toEqual(ids.filter((_, index) => index % 2 === 1).map(value => ({ value })));
    await big.send('delete', `/Groups/${id}`).expect(204);
    expect(await big.list('Users', { filter: 'groups pr' })).toMatchObject({ totalResults: 0 });
    expect(await big.list('Users', { count: '0' })).toMatchObject({ totalResults: 2500 });
  });
});
