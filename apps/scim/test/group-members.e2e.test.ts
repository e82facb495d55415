import { describe, expect, it } from 'vitest';
import { aConnection, aPatch, aUser, type TestConnection } from './builders.js';

const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
let made = 0;

const aGroup = (given: object = {}) => ({ schemas: [GROUP], displayName: `Team ${made++}`, ...given });

async function someUsers(connection: TestConnection, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const { body } = await connection.send('post', '/Users', aUser()).expect(201);
    ids.push(body.id);
  }
  return ids;
}

async function members(connection: TestConnection, groupId: string): Promise<string[]> {
  const { body } = await connection.send('get', `/Groups/${groupId}`).expect(200);
  return body.members.map(({ value }: { value: string }) => value);
}

async function groupWith(connection: TestConnection, ids: readonly string[]): Promise<string> {
  const { body } = await connection
    .send('post', '/Groups', aGroup({ members: ids.map(value => ({ value })) }))
    .expect(201);
  expect(body.members.map(({ value }: { value: string }) => value)).toEqual([...ids].sort());
  return body.id;
}

describe('the members of a group', () => {
  it('are added, once each, and what changes nothing leaves the version (RFC 7644 §3.5.2.1)', async () => {
    const connection = await aConnection();
    const [a = '', b = ''] = await someUsers(connection, 2);
    const id = await groupWith(connection, []);
    const add = aPatch({ op: 'add', path: 'members', value: [{ value: a }, { value: b }, { value: a }] });
    const first = await connection.send('patch', `/Groups/${id}`, add).expect(204);
    const again = await connection.send('patch', `/Groups/${id}`, add).expect(204);
    expect(await members(connection, id)).toEqual([a, b].sort());
    expect(first.headers['etag']).toBe('W/"2"');
    expect(again.headers['etag']).toBe('W/"2"');
  });

  it.each([
    ['a filter (Okta, RFC 7644 §3.5.2.2)', (id: string) => ({ op: 'remove', path: `members[value eq "${id}"]` })],
    ['a list of values (Entra ID)', (id: string) => ({ op: 'Remove', path: 'members', value: [{ value: id }] })],
  ])('are removed by %s, and only those', async (_, remove) => {
    const connection = await aConnection();
    const [a = '', b = ''] = await someUsers(connection, 2);
    const id = await groupWith(connection, [a, b]);
    await connection.send('patch', `/Groups/${id}`, aPatch(remove(a))).expect(204);
    expect(await members(connection, id)).toEqual([b]);
    await connection.send('patch', `/Groups/${id}`, aPatch(remove(a))).expect(204);
  });

  it('are all removed without a value, and all replaced', async () => {
    const connection = await aConnection();
    const [a = '', b = ''] = await someUsers(connection, 2);
    const id = await groupWith(connection, [a]);
    await connection
      .send('patch', `/Groups/${id}`, aPatch({ op: 'replace', path: 'members', value: [{ value: b }] }))
      .expect(204);
    expect(await members(connection, id)).toEqual([b]);
    await connection.send('patch', `/Groups/${id}`, aPatch({ op: 'remove', path: 'members' })).expect(204);
    expect(await members(connection, id)).toEqual([]);
  });

  it('stay when the group is renamed, by PATCH without a path and with an id in the value (Okta)', async () => {
    const connection = await aConnection();
    const [a = ''] = await someUsers(connection, 1);
    const id = await groupWith(connection, [a]);
    await connection
      .send('patch', `/Groups/${id}`, aPatch({ op: 'replace', value: { id, displayName: 'Renamed' } }))
      .expect(204);
    const { body } = await connection.send('get', `/Groups/${id}`).expect(200);
    expect(body).toMatchObject({ displayName: 'Renamed', members: [{ value: a, type: 'User' }] });
  });

  it('that are unknown are named in a 400, and nothing is changed', async () => {
    const connection = await aConnection();
    const [a = ''] = await someUsers(connection, 1);
    const other = await aConnection();
    const [foreign = ''] = await someUsers(other, 1);
    const id = await groupWith(connection, []);
    const add = aPatch({ op: 'add', path: 'members', value: [{ value: a }, { value: foreign }, { value: 'nobody' }] });
    const { body } = await connection.send('patch', `/Groups/${id}`, add).expect(400);
    expect(body).toMatchObject({ scimType: 'invalidValue' });
    expect(body.detail).toContain(foreign);
    expect(body.detail).toContain('nobody');
    expect(await members(connection, id)).toEqual([]);
  });

  it('lose nothing when forty requests add one each at once', async () => {
    const connection = await aConnection();
    const ids = await someUsers(connection, 40);
    const id = await groupWith(connection, []);
    const answers = await Promise.all(
      ids.map(value =>
        connection.send('patch', `/Groups/${id}`, aPatch({ op: 'add', path: 'members', value: [{ value }] })),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect(await members(connection, id)).toEqual([...ids].sort());
  });
});

describe('nested groups', () => {
  it('show in "groups" of a user, direct and indirect, also in a circle (RFC 7643 §4.1.2)', async () => {
    const connection = await aConnection();
    const [a = ''] = await someUsers(connection, 1);
    const inner = await groupWith(connection, [a]);
    const outer = await groupWith(connection, [inner]);
    await connection
      .send('patch', `/Groups/${inner}`, aPatch({ op: 'add', path: 'members', value: [{ value: outer }] }))
      .expect(204);
    const { body } = await connection.send('get', `/Users/${a}`).expect(200);
    expect(body.groups).toMatchObject([
      { value: inner, type: 'direct' },
      { value: outer, type: 'indirect' },
    ]);
    const { body: group } = await connection.send('get', `/Groups/${outer}`).expect(200);
    expect(group.members).toMatchObject([
      { value: inner, type: 'Group', $ref: `${connection.baseUrl}/Groups/${inner}` },
    ]);
  });

  it('never hold themselves', async () => {
    const connection = await aConnection();
    const id = await groupWith(connection, []);
    await connection
      .send('patch', `/Groups/${id}`, aPatch({ op: 'add', path: 'members', value: [{ value: id }] }))
      .expect(400);
  });
});

describe('a member that is deleted', () => {
  it('is in no group any more, and the group has a new version', async () => {
    const connection = await aConnection();
    const [a = '', b = ''] = await someUsers(connection, 2);
    const id = await groupWith(connection, [a, b]);
    await connection.send('delete', `/Users/${a}`).expect(204);
    const { body } = await connection.send('get', `/Groups/${id}`).expect(200);
    expect(body.members).toMatchObject([{ value: b }]);
    expect(body.meta.version).toBe('W/"2"');
  });

  it('is not deactivated when its group is deleted', async () => {
    const connection = await aConnection();
    const [a = ''] = await someUsers(connection, 1);
    const id = await groupWith(connection, [a]);
    await connection.send('delete', `/Groups/${id}`).expect(204);
    await connection.send('get', `/Groups/${id}`).expect(404);
    const { body } = await connection.send('get', `/Users/${a}`).expect(200);
    expect(body.active).toBe(true);
    expect(body.groups).toBeUndefined();
  });
});

describe('the entity tag of a user who is in a group', () => {
  it('changes when the membership ends, so that 304 never hides it; a change of the user is still possible with it', async () => {
    const connection = await aConnection();
    const [a = ''] = await someUsers(connection, 1);
    const alone = (await connection.send('get', `/Users/${a}`).expect(200)).headers['etag'] ?? '';
    const id = await groupWith(connection, [a]);
    const { headers, body } = await connection.send('get', `/Users/${a}`).set('If-None-Match', alone).expect(200);
    const inGroup = headers['etag'] ?? '';
    expect(body.meta.version).toBe(inGroup);
    await connection.send('get', `/Users/${a}`).set('If-None-Match', inGroup).expect(304);
    await connection
      .send('patch', `/Groups/${id}`, aPatch({ op: 'replace', value: { displayName: 'Renamed' } }))
      .expect(204);
    const renamed = await connection.send('get', `/Users/${a}`).set('If-None-Match', inGroup).expect(200);
    expect(renamed.body.groups).toMatchObject([{ value: id, display: 'Renamed' }]);
    const title = aPatch({ op: 'replace', path: 'title', value: 'Engineer' });
    await connection.send('patch', `/Users/${a}`, title).set('If-Match', inGroup).expect(200);
    await connection.send('patch', `/Users/${a}`, title).set('If-Match', inGroup).expect(412);
    await connection.send('patch', `/Groups/${id}`, aPatch({ op: 'remove', path: 'members' })).expect(204);
    const left = await connection
      .send('get', `/Users/${a}`)
      .set('If-None-Match', renamed.headers['etag'] ?? '')
      .expect(200);
    expect(left.body.groups).toBeUndefined();
  });
});
