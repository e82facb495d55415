import { describe, expect, it } from 'vitest';
import { aConnection, aPatch, aUser, type TestConnection } from './builders.js';

async function created(connection: TestConnection, given: object = {}) {
  return (await connection.send('post', '/Users', aUser(given)).expect(201)).body;
}

describe('GET', () => {
  it('answers another enterprise’s user like an absent one', async () => {
    const [mine, other] = [await aConnection(), await aConnection()];
    const { id } = await created(other);
    const absent = await mine.send('get', '/Users/00000000-0000-4000-8000-000000000000').expect(404);
    const foreign = await mine.send('get', `/Users/${id}`).expect(404);
    expect(foreign.body.detail.replace(id, '*')).toBe(absent.body.detail.replace(/"[\d-]+"/, '"*"'));
  });

  it('leaves out what is excluded (RFC 7644 §3.9)', async () => {
    const connection = await aConnection();
    const { id } = await created(connection);
    const { body } = await connection.send('get', `/Users/${id}?excludedAttributes=emails,name.givenName`).expect(200);
    expect(body).not.toHaveProperty('emails');
    expect(body.name).toEqual({ familyName: expect.any(String) });
  });
});

describe('PUT', () => {
  it('replaces the user: what is left out is cleared, but externalId and active stay', async () => {
    const connection = await aConnection();
    const { id, userName } = await created(connection, { externalId: 'x-1', title: 'Clerk', active: false });
    const { body } = await connection
      .send('put', `/Users/${id}`, { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName })
      .expect(200);
    expect(body).toMatchObject({ id, userName, externalId: 'x-1', active: false, meta: { version: 'W/"2"' } });
    expect(body).not.toHaveProperty('title');
    expect(body).not.toHaveProperty('emails');
  });

  it('that changes nothing leaves version and lastModified', async () => {
    const connection = await aConnection();
    const user = await created(connection);
    const { body } = await connection.send('put', `/Users/${user.id}`, user).expect(200);
    expect(body).toEqual(user);
  });

  it('renames under the same id, and frees the old name', async () => {
    const connection = await aConnection();
    const user = await created(connection);
    const userName = 'renamed@example.com';
    await connection.send('put', `/Users/${user.id}`, { ...user, userName }).expect(200);
    expect(await connection.account(userName)).toMatchObject({ directory_user_id: user.id });
    expect(await connection.account(user.userName)).toBeUndefined();
    await connection.send('post', '/Users', aUser({ userName: user.userName })).expect(201);
  });

  it.each([true, false])('to a userName that another has (active: %s) is 409 and changes nothing', async active => {
    const connection = await aConnection();
    const [one, other] = [await created(connection), await created(connection, { active })];
    const { body } = await connection
      .send('put', `/Users/${one.id}`, { ...one, title: 'Clerk', userName: other.userName.toUpperCase() })
      .expect(409);
    expect(body.scimType).toBe('uniqueness');
    expect((await connection.send('get', `/Users/${one.id}`).expect(200)).body).toEqual(one);
  });

  it('does not create (RFC 7644 §3.5.1), nor reach another enterprise', async () => {
    const [mine, other] = [await aConnection(), await aConnection()];
    const user = await created(other);
    await mine.send('put', `/Users/${user.id}`, { ...user, title: 'Intruder' }).expect(404);
    expect((await other.send('get', `/Users/${user.id}`)).body).toEqual(user);
  });

  it('"active": null does not give access back to a deactivated person', async () => {
    const connection = await aConnection();
    const user = await created(connection, { active: false });
    const { body } = await connection.send('put', `/Users/${user.id}`, { ...user, active: null }).expect(200);
    expect(body.active).toBe(false);
  });
});

describe('PATCH', () => {
  it.each<[string, object]>([
    ['with a path', { op: 'replace', path: 'active', value: false }],
    ['without a path', { op: 'replace', value: { active: false } }],
    ['with a capital letter and a string', { op: 'Replace', path: 'active', value: 'False' }],
    ['as an add', { op: 'add', path: 'ACTIVE', value: false }],
  ])('active false %s suspends the account, and true restores it', async (_, deactivate) => {
    const connection = await aConnection();
    const user = await created(connection);
    expect(await connection.account(user.userName)).toMatchObject({ state: 'active', directory_user_id: user.id });
    const off = await connection.send('patch', `/Users/${user.id}`, aPatch(deactivate)).expect(200);
    expect(off.body).toMatchObject({ active: false, meta: { version: 'W/"2"' } });
    expect(await connection.account(user.userName)).toMatchObject({ state: 'suspended' });
    await connection
      .send('patch', `/Users/${user.id}`, aPatch({ op: 'replace', path: 'active', value: true }))
      .expect(200);
    expect(await connection.account(user.userName)).toMatchObject({ state: 'active' });
  });

  it.each([
    { op: 'remove', path: 'active' },
    { op: 'replace', path: 'active', value: null },
  ])('clearing active does not give access back to a deactivated person: %j', async operation => {
    const connection = await aConnection();
    const user = await created(connection, { active: false });
    const { body } = await connection.send('patch', `/Users/${user.id}`, aPatch(operation)).expect(200);
    expect(body).toEqual(user);
  });

  it('that would try more conditions than a person has values is refused before it costs anything', async () => {
    const connection = await aConnection();
    const user = await created(connection);
    const path = `emails[${Array.from({ length: 101 }, (_, number) => `value eq "${number}"`).join(' or ')}]`;
    const operations = Array.from({ length: 10 }, () => ({ op: 'remove', path }));
    await connection.send('patch', `/Users/${user.id}`, aPatch(...operations)).expect(413);
  });

  it('cannot grow a person without limit', async () => {
    const connection = await aConnection();
    const user = await created(connection);
    const value = Array.from({ length: 240 }, (_, number) => ({
      value: `${number}@example.com`,
      display: 'x'.repeat(2000),
    }));
    await connection.send('patch', `/Users/${user.id}`, aPatch({ op: 'add', path: 'emails', value })).expect(400);
    expect((await connection.send('get', `/Users/${user.id}`)).body).toEqual(user);
  });

  it('is all or nothing (RFC 7644 §3.5.2): the account too', async () => {
    const connection = await aConnection();
    const user = await created(connection);
    await connection
      .send(
        'patch',
        `/Users/${user.id}`,
        aPatch({ op: 'replace', path: 'active', value: false }, { op: 'replace', path: 'id', value: 'x' }),
      )
      .expect(400);
    expect((await connection.send('get', `/Users/${user.id}`)).body).toEqual(user);
    expect(await connection.account(user.userName)).toMatchObject({ state: 'active' });
  });

  it('loses nothing of requests that arrive at once: a deactivation beside a rename and other changes', async () => {
    const connection = await aConnection();
    const user = await created(connection);
    const changes = [
      { active: false },
      ...Array.from({ length: 12 }, (_, number) => ({
        [`urn:ietf:params:scim:schemas:extension:enterprise:2.0:User`]: { employeeNumber: String(number) },
      })),
      { displayName: 'Ava B.' },
      { userName: 'renamed.beside@example.com' },
      { title: 'Clerk' },
      { nickName: 'A' },
    ];
    await Promise.all(
      changes.map(value => connection.send('patch', `/Users/${user.id}`, aPatch({ op: 'replace', value })).expect(200)),
    );
    const { body } = await connection.send('get', `/Users/${user.id}`).expect(200);
    expect(body).toMatchObject({
      active: false,
      displayName: 'Ava B.',
      title: 'Clerk',
      nickName: 'A',
      meta: { version: 'W/"18"' },
    });
    expect(await connection.account('renamed.beside@example.com')).toMatchObject({
      state: 'suspended',
      display_name: 'Ava B.',
    });
  });

  it('of another enterprise’s user is 404 and does nothing', async () => {
    const [mine, other] = [await aConnection(), await aConnection()];
    const user = await created(other);
    await mine.send('patch', `/Users/${user.id}`, aPatch({ op: 'replace', value: { active: false } })).expect(404);
    expect(await other.account(user.userName)).toMatchObject({ state: 'active' });
  });
});

describe('DELETE', () => {
  it('answers 204, then 404 to everything, suspends the account and frees the userName (RFC 7644 §3.6)', async () => {
    const connection = await aConnection();
    const user = await created(connection);
    const { text } = await connection.send('delete', `/Users/${user.id}`).expect(204);
    expect(text).toBe('');
    for (const [method, body] of [
      ['get', undefined],
      ['put', user],
      ['patch', aPatch({ op: 'replace', value: { active: true } })],
      ['delete', undefined],
    ] as const) {
      await connection.send(method, `/Users/${user.id}`, body).expect(404);
    }
    expect((await connection.send('get', '/Users')).body.totalResults).toBe(0);
    expect(await connection.account(user.userName)).toMatchObject({ state: 'suspended' });
  });

  it('of a person who is then created again gives a new id and the same account', async () => {
    const connection = await aConnection();
    const user = await created(connection, { externalId: 'x-1' });
    await connection.send('delete', `/Users/${user.id}`).expect(204);
    const again = await created(connection, { userName: user.userName, externalId: 'x-1' });
    expect(again.id).not.toBe(user.id);
    expect(await connection.account(user.userName)).toMatchObject({ state: 'active', directory_user_id: again.id });
  });

  it('of a person whose address then goes to somebody else leaves the old account suspended', async () => {
    const connection = await aConnection();
    const user = await created(connection, { externalId: 'x-1' });
    await connection.send('delete', `/Users/${user.id}`).expect(204);
    await created(connection, { userName: user.userName, externalId: 'x-2' });
    expect(await connection.accounts(user.userName)).toMatchObject([{ state: 'suspended' }, { state: 'active' }]);
  });

  it('of another enterprise’s user is 404 and does nothing', async () => {
    const [mine, other] = [await aConnection(), await aConnection()];
    const user = await created(other);
    await mine.send('delete', `/Users/${user.id}`).expect(404);
    await other.send('get', `/Users/${user.id}`).expect(200);
  });
});
