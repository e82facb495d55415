import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { aConnection, aUser } from './builders.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('201', () => {
  it('answers the whole user with id, meta, Location and ETag (RFC 7644 §3.3)', async () => {
    const connection = await aConnection();
    const posted = aUser({ [ENTERPRISE]: { department: 'Sales' }, externalId: 'x-1' });
    const { body, headers } = await connection.send('post', '/Users', posted).expect(201);
    expect(body).toEqual({
      ...posted,
      schemas: [USER, ENTERPRISE],
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      meta: {
        resourceType: 'User',
        created: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        lastModified: body.meta.created,
        location: `${connection.baseUrl}/Users/${body.id}`,
        version: 'W/"1"',
      },
    });
    expect(headers).toMatchObject({
      location: body.meta.location,
      'content-location': body.meta.location,
      etag: 'W/"1"',
    });
  });

  it('ignores what only the service provider sets: id, meta, groups (RFC 7644 §3.3)', async () => {
    const connection = await aConnection();
    const { body } = await connection
      .send('post', '/Users', aUser({ id: 'mine', meta: { version: 'W/"9"' }, groups: [{ value: 'g' }] }))
      .expect(201);
    expect(body.id).not.toBe('mine');
    expect(body.meta.version).toBe('W/"1"');
    expect(body.groups ?? []).toEqual([]);
  });

  it('never answers or stores a password', async () => {
    const connection = await aConnection();
    const created = await connection.send('post', '/Users', aUser({ password: 'correct horse' })).expect(201);
    const found = await connection.send('get', `/Users/${created.body.id}?attributes=password`).expect(200);
    expect(created.text + found.text).not.toMatch(/password|correct horse/);
  });

  it('answers only the attributes asked for (RFC 7644 §3.9)', async () => {
    const connection = await aConnection();
    const { body } = await connection
      .send('post', '/Users?attributes=userName', aUser({ userName: 'ava@example.com' }))
      .expect(201);
    expect(body).toEqual({ schemas: [USER], id: expect.any(String), userName: 'ava@example.com' });
  });

  it('keeps the userName as it was sent, and finds it in any letter case and Unicode form', async () => {
    const connection = await aConnection();
    await connection.send('post', '/Users', aUser({ userName: 'Ren\u00e9.Dupont@Example.com' })).expect(201);
    const { body } = await connection
      .send('get', `/Users?filter=${encodeURIComponent('userName eq "rene\u0301.dupont@EXAMPLE.com"')}`)
      .expect(200);
    expect(body.Resources).toMatchObject([{ userName: 'Ren\u00e9.Dupont@Example.com' }]);
  });

  it('the same userName in another connection is another person', async () => {
    const user = aUser();
    await (await aConnection()).send('post', '/Users', user).expect(201);
    await (await aConnection()).send('post', '/Users', user).expect(201);
  });
});

describe('201, a person who comes back', () => {
  it('with the same externalId: the same id, what was posted, the account active again', async () => {
    const connection = await aConnection();
    const user = aUser({ externalId: 'x-2', title: 'Clerk' });
    const first = await connection.send('post', '/Users', user).expect(201);
    await connection.send('put', `/Users/${first.body.id}`, { ...user, active: false }).expect(200);
    expect(await connection.account(user.userName)).toMatchObject({ state: 'suspended' });
    const { title: _, ...withoutTitle } = { ...user, title: 'Clerk' };
    const again = await connection.send('post', '/Users', withoutTitle).expect(201);
    expect(again.body).toMatchObject({ id: first.body.id, active: true, externalId: 'x-2' });
    expect(again.body).not.toHaveProperty('title');
    expect(await connection.account(user.userName)).toMatchObject({ state: 'active' });
  });

  it('with the same externalId and a new userName: the same id under the new name', async () => {
    const connection = await aConnection();
    const first = await connection.send('post', '/Users', aUser({ externalId: 'x-3', active: false })).expect(201);
    const renamed = aUser({ externalId: 'x-3' });
    const again = await connection.send('post', '/Users', renamed).expect(201);
    expect(again.body).toMatchObject({ id: first.body.id, userName: renamed.userName, active: true });
  });

  it('without an externalId on one side: the same id, and the stored externalId stays', async () => {
    const connection = await aConnection();
    const { externalId, ...user } = { ...aUser(), externalId: 'x-4' };
    const first = await connection.send('post', '/Users', { ...user, externalId, active: false }).expect(201);
    const again = await connection.send('post', '/Users', user).expect(201);
    expect(again.body).toMatchObject({ id: first.body.id, externalId: 'x-4', active: true });
  });

  it('under a recycled address is somebody else: a new id and a new account, the old account stays suspended', async () => {
    const connection = await aConnection();
    const user = aUser({ externalId: 'old-person' });
    const first = await connection.send('post', '/Users', user).expect(201);
    await connection.send('put', `/Users/${first.body.id}`, { ...user, active: false }).expect(200);
    const second = await connection.send('post', '/Users', { ...user, externalId: 'new-person' }).expect(201);
    expect(second.body.id).not.toBe(first.body.id);
    await connection.send('get', `/Users/${first.body.id}`).expect(404);
    expect(await connection.accounts(user.userName)).toMatchObject([
      { state: 'suspended', directory_user_id: first.body.id },
      { state: 'active', directory_user_id: second.body.id },
    ]);
  });
});

describe('400', () => {
  it.each<[string, object, string]>([
    ['no userName', { userName: undefined }, 'invalidValue'],
    ['an empty userName', { userName: '' }, 'invalidValue'],
    ['a userName of spaces', { userName: '   ' }, 'invalidValue'],
    ['a userName that PRECIS refuses (RFC 8265 §3.3)', { userName: 'ava\u200d@example.com' }, 'invalidValue'],
    ['a userName longer than an index takes', { userName: randomBytes(2000).toString('hex') }, 'invalidValue'],
    ['an externalId longer than an index takes', { externalId: randomBytes(2000).toString('hex') }, 'invalidValue'],
    ['a number for a name', { name: { givenName: 5 } }, 'invalidValue'],
    ['a sentence for active', { active: 'perhaps' }, 'invalidValue'],
    ['both attributes and excludedAttributes', {}, 'invalidValue'],
  ])('%s', async (what, given, scimType) => {
    const connection = await aConnection();
    const path = what.startsWith('both') ? '/Users?attributes=userName&excludedAttributes=name' : '/Users';
    const { body } = await connection.send('post', path, aUser(given)).expect(400);
    expect(body).toMatchObject({ scimType, status: '400' });
    expect((await connection.send('get', '/Users').expect(200)).body.totalResults).toBe(0);
  });
});

describe('409', () => {
  it.each([
    ['the same userName', (name: string) => name],
    ['the userName in another letter case', (name: string) => name.toUpperCase()],
    ['the userName in full-width letters', (name: string) => name.replace('p', '\uff50')],
  ])('%s as an active user’s', async (_, variant) => {
    const connection = await aConnection();
    const user = aUser();
    await connection.send('post', '/Users', user).expect(201);
    const { body } = await connection.send('post', '/Users', { ...user, userName: variant(user.userName) }).expect(409);
    expect(body).toMatchObject({
      scimType: 'uniqueness',
      status: '409',
      detail: expect.stringContaining(user.userName),
    });
  });

  it('the same externalId as an active user’s under another userName: two accounts, of which one would outlive a deactivation', async () => {
    const connection = await aConnection();
    const { body: first } = await connection.send('post', '/Users', aUser({ externalId: 'same' })).expect(201);
    const { body } = await connection.send('post', '/Users', aUser({ externalId: 'same' })).expect(409);
    expect(body).toMatchObject({ scimType: 'uniqueness', detail: expect.stringContaining(first.id) });
  });

  it('of sixteen identical requests at once exactly one makes the user, and one account', async () => {
    const connection = await aConnection();
    const user = aUser();
    const answers = await Promise.all(
      Array.from({ length: 16 }, async () => (await connection.send('post', '/Users', user)).status),
    );
    expect(answers.toSorted((a, b) => a - b)).toEqual([201, ...Array.from({ length: 15 }, () => 409)]);
    expect(await connection.accounts(user.userName)).toHaveLength(1);
  });

  it('one of many concurrent requests for one externalId and different userNames is 201, the others are 409', async () => {
    const connection = await aConnection();
    for (const externalId of ['00u-race-1', '00u-race-2', '00u-race-3']) {
      const answers = await Promise.all(
        Array.from({ length: 16 }, async () => (await connection.send('post', '/Users', aUser({ externalId }))).status),
      );
      expect(answers.toSorted((a, b) => a - b)).toEqual([201, ...Array.from({ length: 15 }, () => 409)]);
    }
  });
});
