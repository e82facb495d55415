import type { Test } from 'supertest';
import { beforeAll, describe, expect, it } from 'vitest';
import { aConnection, runningScim, type TestConnection } from './builders.js';

// What Okta's SCIM client sends for a custom app: whole users by PUT, never PATCH. Requests are written anew after real
// ones, with our own ids and people.

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const SCIM_JSON = 'application/scim+json; charset=utf-8';

const login = 'Jamie.Hart@example.com';
const externalId = '00u4hartPostern0kta5';
const anotherExternalId = '00u8kingPostern0kta2';
const password = 'pH7-placeholder-q2';

/** A new user, in the shape of Okta's documentation; the password is a random placeholder. */
const jamie = {
  schemas: [CORE],
  userName: login,
  name: { givenName: 'Jamie', familyName: 'Hart' },
  emails: [{ primary: true, value: login, type: 'work' }],
  displayName: 'Jamie Hart',
  locale: 'en-US',
  externalId,
  groups: [],
  password,
  active: true,
};

/** The same from an app with few attribute mappings. */
const { displayName: _, locale: __, ...plain } = jamie;
const jamieWithFewAttributes = { ...plain, emails: [{ primary: true, value: login }] };

const errorBody = (status: string, given: object = {}) => ({
  schemas: [ERROR],
  status,
  detail: expect.stringMatching(/\S/),
  ...given,
});

describe('OK-01: "Test Connector Configuration"', () => {
  it('OK-01: is answered by a list whose numbers are numbers, empty in a new connection', async () => {
    const connection = await anOktaConnection();

    const response = await okta(connection, 'get', '/Users?startIndex=1&count=2');

    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toBe(SCIM_JSON);
    expect(response.body).toEqual({ schemas: [LIST], totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] });
  });

  it('OK-01: itemsPerPage is what was returned, totalResults what there is', async () => {
    const connection = await anOktaConnection();
    for (const userName of ['a@example.com', 'b@example.com', 'c@example.com'])
      await provision(connection, { ...jamie, userName, externalId: userName });

    const response = await okta(connection, 'get', '/Users?startIndex=1&count=2');

    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({
      totalResults: 3,
      startIndex: 1,
      itemsPerPage: 2,
      Resources: [{ userName: 'a@example.com' }, { userName: 'b@example.com' }],
    });
  });

  it.each<[string, (connection: TestConnection) => string | Promise<string>]>([
    ['no scheme and no token of ours', () => 'non-token'],
    ['a token that was never made', () => `Bearer ptn_scim_${'0'.repeat(64)}`],
    ['a token that was cut off', ({ token }) => `Bearer ${token.slice(0, -1)}`],
    ['a blank token', () => 'Bearer '],
    ['basic authentication', ({ token }) => `Basic ${Buffer.from(`okta:${token}`).toString('base64')}`],
    ["another enterprise's token", async () => `Bearer ${(await anOktaConnection()).token}`],
  ])('OK-01: %s is a 401 SCIM error that Okta can show', async (_case, authorization) => {
    const connection = await anOktaConnection();

    const response = await connection
      .sendBare('get', '/Users?startIndex=1&count=2')
      .set({ ...headers, Authorization: await authorization(connection) });

    expect(response.status).toBe(401);
    expect(response.headers['content-type']).toBe(SCIM_JSON);
    expect(response.headers['www-authenticate']).toMatch(/^Bearer\b/);
    expect(response.body).toEqual(errorBody('401'));
    expect(response.text).not.toContain(connection.token);
  });

  it('OK-01: the token without "Bearer" is accepted: catalogue apps with header authentication send it so', async () => {
    const connection = await anOktaConnection();

    const response = await connection
      .sendBare('get', '/Users?startIndex=1&count=2')
      .set({ ...headers, Authorization: connection.token });

    expect(response.status).toBe(200);
  });
});

it('OK-02: the test of group import finds an empty list, though no groups are kept', async () => {
  const connection = await anOktaConnection();

  const response = await okta(connection, 'get', '/Groups?startIndex=1&count=100');

  expect(response.status).toBe(200);
  expect(response.body).toEqual({ schemas: [LIST], totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] });
});

describe('OK-03: does the user exist', () => {
  const encodings = [
    'filter=userName+eq+%22jamie.hart%40example.com%22&startIndex=1&count=100',
    'filter=userName%20eq%20%22jamie.hart%40example.com%22&startIndex=1&count=100',
    'startIndex=1&count=100&filter=userName+eq+%22jamie.hart%40example.com%22',
    'startIndex=1&count=100&filter=userName%20eq%20%22jamie.hart%40example.com%22',
    'count=100&startIndex=1&filter=userName+eq+%22jamie.hart%40example.com%22',
    'startIndex=1&filter=userName%20eq%20%22jamie.hart%40example.com%22&count=100',
    'filter=userName%20eq%20%22jamie.hart@example.com%22&startIndex=1&count=100',
    'filter=userName%20eq%20%22JAMIE.HART%40EXAMPLE.COM%22&startIndex=1&count=100',
    'filter=userName+eq+%22Jamie.Hart%40example.com%22',
  ];

  it.each(encodings)('OK-03: finds an active user, in the stored letter case: %s', async query => {
    const connection = await anOktaConnection();
    const id = await provision(connection, jamie);

    const response = await okta(connection, 'get', `/Users?${query}`);

    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({
      schemas: [LIST],
      totalResults: 1,
      startIndex: 1,
      itemsPerPage: 1,
      Resources: [{ id, userName: login, active: true }],
    });
    expect(await connection.account(login)).toMatchObject({ state: 'active', directory_user_id: id });
  });

  it.each(encodings)('OK-03: finds an inactive user, or Okta would create a second one: %s', async query => {
    const connection = await anOktaConnection();
    const id = await provision(connection, jamie);
    await unassign(connection, id);

    const response = await okta(connection, 'get', `/Users?${query}`);

    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({
      totalResults: 1,
      itemsPerPage: 1,
      Resources: [{ id, userName: login, active: false }],
    });
  });

  it.each(encodings)('OK-03: finds nobody in a directory without that person: %s', async query => {
    const connection = await anOktaConnection();
    await provision(connection, { ...jamie, userName: 'jamie.hartley@example.com' });

    const response = await okta(connection, 'get', `/Users?${query}`);

    expect(response.status).toBe(200);
    expect(response.body).toEqual({ schemas: [LIST], totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] });
  });

  it('OK-03: never finds a user of another enterprise', async () => {
    await provision(await anOktaConnection(), jamie);

    const response = await okta(await anOktaConnection(), 'get', lookup(login));

    expect(response.body).toMatchObject({ totalResults: 0, Resources: [] });
  });
});

describe('OK-04: create user', () => {
  it.each<[string, object, object]>([
    [
      'every attribute of the documentation',
      jamie,
      { displayName: 'Jamie Hart', locale: 'en-US', emails: jamie.emails },
    ],
    [
      'no displayName, no locale, no type of e-mail',
      jamieWithFewAttributes,
      { emails: [{ primary: true, value: login }] },
    ],
    [
      'title and department, the extension listed in schemas',
      { ...jamie, schemas: [CORE, ENTERPRISE], title: 'Gardener', [ENTERPRISE]: { department: 'Roses' } },
      { schemas: [CORE, ENTERPRISE], title: 'Gardener', [ENTERPRISE]: { department: 'Roses' } },
    ],
    [
      'title and department, the extension not listed in schemas',
      { ...jamie, title: 'Gardener', [ENTERPRISE]: { department: 'Roses' } },
      { schemas: [CORE, ENTERPRISE], title: 'Gardener', [ENTERPRISE]: { department: 'Roses' } },
    ],
  ])('OK-04: makes the user and the account: %s', async (_shape, body, expected) => {
    const connection = await anOktaConnection();

    const response = await okta(connection, 'post', '/Users', body);

    expect(response.status).toBe(201);
    expect(response.headers['content-type']).toBe(SCIM_JSON);
    expect(response.body).toMatchObject({
      schemas: [CORE],
      id: expect.any(String),
      externalId,
      userName: login,
      name: { givenName: 'Jamie', familyName: 'Hart' },
      active: true,
      meta: { resourceType: 'User', location: `${connection.baseUrl}/Users/${response.body.id}` },
      ...expected,
    });
    expect(response.headers['location']).toBe(response.body.meta.location);
    expect(await connection.account(login)).toMatchObject({
      email: login,
      display_name: 'Jamie Hart',
      state: 'active',
      directory_user_id: response.body.id,
    });
  });

  it.each([
    ['every attribute', jamie],
    ['few attributes', jamieWithFewAttributes],
  ])('OK-04: the placeholder password is in no answer and in no row: %s', async (_shape, body) => {
    const connection = await anOktaConnection();

    const created = await okta(connection, 'post', '/Users', body);
    const read = await okta(connection, 'get', `/Users/${created.body.id}`);
    const found = await okta(connection, 'get', lookup(login));
    const replaced = await okta(connection, 'put', `/Users/${created.body.id}`, {
      ...body,
      ...read.body,
      title: 'Gardener',
      password,
    });

    expect([created.status, read.status, found.status, replaced.status]).toEqual([201, 200, 200, 200]);
    for (const { text } of [created, read, found, replaced]) expect(text).not.toMatch(/password|pH7/i);
    const rows = await storedRows(connection);
    expect(rows).toHaveLength(2);
    expect(rows.join()).toContain(login);
    expect(rows.join()).not.toMatch(/password|pH7/i);
  });

  it('OK-04: a person who signed in before keeps the account: it is linked by login', async () => {
    const connection = await anOktaConnection();
    await connection.localAccount(login);
    const before = await connection.account(login);

    const response = await okta(connection, 'post', '/Users', jamie);

    expect(response.status).toBe(201);
    expect(await connection.account(login)).toMatchObject({
      id: before?.id,
      state: 'active',
      directory_user_id: response.body.id,
    });
  });
});

describe('OK-05: create conflict', () => {
  it.each<[string, object]>([
    ['the same request again', jamie],
    ['in another letter case', { ...jamie, userName: 'JAMIE.HART@EXAMPLE.COM' }],
    ['with another externalId', { ...jamie, externalId: anotherExternalId }],
    ['without externalId', { ...jamie, externalId: undefined }],
  ])('OK-05: an active user with the userName is a 409 and stays as it was: %s', async (_case, body) => {
    const connection = await anOktaConnection();
    const id = await provision(connection, jamie);
    const before = await read(connection, id);

    const response = await okta(connection, 'post', '/Users', body);

    expect(response.status).toBe(409);
    expect(response.headers['content-type']).toBe(SCIM_JSON);
    expect(response.body).toEqual(errorBody('409', { scimType: 'uniqueness' }));
    expect(await read(connection, id)).toEqual(before);
    expect(await connection.account(login)).toMatchObject({ state: 'active', directory_user_id: id });
  });

  it('OK-05: of two creates at the same time one wins, and there is one account', async () => {
    const connection = await anOktaConnection();

    const responses = await Promise.all([
      okta(connection, 'post', '/Users', jamie),
      okta(connection, 'post', '/Users', jamie),
    ]);

    expect(responses.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    const winner = responses.find(({ status }) => status === 201);
    expect(await connection.account(login)).toMatchObject({ state: 'active', directory_user_id: winner?.body.id });
  });
});

it('OK-06: linking an existing user is GET, PUT, GET, PUT, and the second PUT changes nothing, not even version and lastModified', async () => {
  const connection = await anOktaConnection();
  const id = await provision(connection, {
    schemas: [CORE],
    userName: login,
    name: jamie.name,
    emails: jamie.emails,
    title: 'Gardener',
  });
  const account = await connection.account(login);

  const found = await okta(connection, 'get', lookup(login));
  expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id }] });

  const first = await readAndPut(connection, id, jamie);
  expect(first.status).toBe(200);
  expect(first.body).toMatchObject({ id, externalId, displayName: 'Jamie Hart', title: 'Gardener', active: true });
  expect(await connection.account(login)).toMatchObject({
    id: account?.id,
    display_name: 'Jamie Hart',
    state: 'active',
    directory_user_id: id,
  });

  const second = await readAndPut(connection, id, jamie);
  expect(second.status).toBe(200);
  expect(second.body).toEqual(first.body);
  expect(second.headers['etag']).toBe(first.headers['etag']);
  expect(await connection.account(login)).toMatchObject({ id: account?.id, state: 'active', directory_user_id: id });
});

describe('OK-07: read user', () => {
  it.each([
    ['active', true],
    ['inactive', false],
  ])('OK-07: an %s user is read whole', async (_state, active) => {
    const connection = await anOktaConnection();
    const id = await provision(connection, jamie);
    if (!active) await unassign(connection, id);

    const response = await okta(connection, 'get', `/Users/${id}`);

    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toBe(SCIM_JSON);
    expect(response.body).toMatchObject({
      schemas: [CORE],
      id,
      externalId,
      userName: login,
      name: jamie.name,
      emails: jamie.emails,
      active,
    });
    expect(await connection.account(login)).toMatchObject({ state: active ? 'active' : 'suspended' });
  });

  it.each(['0a4d5e2c-7d0e-7c5b-8f43-5a1f0c9e2b77', '010203040506070809'])(
    'OK-07: an id that is not there is a 404 SCIM error: %s',
    async id => {
      const response = await okta(await anOktaConnection(), 'get', `/Users/${id}`);

      expect(response.status).toBe(404);
      expect(response.body).toEqual(errorBody('404'));
    },
  );
});

describe('OK-08: update profile', () => {
  it('OK-08: the whole user comes back with id, meta, groups and unknown keys, and only what changed changes', async () => {
    const connection = await anOktaConnection();
    const id = await provision(connection, { ...jamie, title: 'Gardener', [ENTERPRISE]: { department: 'Roses' } });
    const account = await connection.account(login);
    const before = await read(connection, id);

    const response = await okta(connection, 'put', `/Users/${id}`, {
      ...before,
      groups: [],
      name: { ...jamie.name, familyName: 'Hart-Lane' },
      displayName: 'Jamie Hart-Lane',
      shoeSize: 41,
      'urn:example:params:scim:schemas:extension:garden:2.0:User': { plot: 7 },
    });

    expect(response.status).toBe(200);
    const { meta, ...attributes } = before;
    expect(response.body).toEqual({
      ...attributes,
      name: { ...jamie.name, familyName: 'Hart-Lane' },
      displayName: 'Jamie Hart-Lane',
      meta: {
        ...meta,
        lastModified: expect.any(String),
        version: expect.not.stringContaining(String(meta['version'])),
      },
    });
    expect(await read(connection, id)).toEqual(response.body);
    expect(await connection.account(login)).toMatchObject({
      id: account?.id,
      display_name: 'Jamie Hart-Lane',
      email: login,
      state: 'active',
    });
  });

  it.each<[string, object]>([
    ["another user's id", { id: '0a4d5e2c-7d0e-7c5b-8f43-5a1f0c9e2b77' }],
    [
      'invented meta',
      {
        meta: {
          resourceType: 'Group',
          version: 'W/"99"',
          created: '2001-01-01T00:00:00Z',
          location: 'https://scim.example.com/Users/1',
        },
      },
    ],
    ['groups', { groups: [{ value: 'g1', display: 'Gardeners' }] }],
  ])('OK-08: %s in the body is ignored', async (_case, echoed) => {
    const connection = await anOktaConnection();
    const id = await provision(connection, jamie);
    const before = await read(connection, id);

    const response = await okta(connection, 'put', `/Users/${id}`, { ...before, ...echoed });

    expect(response.status).toBe(200);
    expect(response.body).toEqual(before);
    expect(await connection.account(login)).toMatchObject({ state: 'active', directory_user_id: id });
  });

  it('OK-14: a new username keeps id and account', async () => {
    const connection = await anOktaConnection();
    const id = await provision(connection, jamie);
    const account = await connection.account(login);

    const response = await readAndPut(connection, id, { userName: 'jamie.lane@example.com' });

    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ id, externalId, userName: 'jamie.lane@example.com' });
    expect(await connection.account(login)).toBeUndefined();
    expect(await connection.account('jamie.lane@example.com')).toMatchObject({
      id: account?.id,
      state: 'active',
      directory_user_id: id,
    });
  });
});

describe('OK-09: deactivate', () => {
  it('OK-09: unassigning suspends the account in the same transaction', async () => {
    const connection = await anOktaConnection();
    const id = await provision(connection, jamie);
    const account = await connection.account(login);

    const response = await readAndPut(connection, id, { active: false });

    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ id, externalId, userName: login, displayName: 'Jamie Hart', active: false });
    expect(await connection.account(login)).toMatchObject({
      id: account?.id,
      state: 'suspended',
      directory_user_id: id,
    });
  });

  it('OK-09: an unassigned user stays readable, with active false and everything else', async () => {
    const connection = await anOktaConnection();
    const id = await provision(connection, jamie);
    const { meta: _meta, ...before } = await read(connection, id);
    await unassign(connection, id);

    const response = await okta(connection, 'get', `/Users/${id}`);

    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ ...before, active: false });
  });

  it('OK-09: unassigning twice is the same as once', async () => {
    const connection = await anOktaConnection();
    const id = await provision(connection, jamie);
    const first = await readAndPut(connection, id, { active: false });

    const second = await readAndPut(connection, id, { active: false });

    expect(second.status).toBe(200);
    expect(second.body).toEqual(first.body);
    expect(await connection.account(login)).toMatchObject({ state: 'suspended' });
  });
});

it('OK-12: re-assigning by PUT gives the same person access again: same id, same account', async () => {
  const connection = await anOktaConnection();
  const id = await provision(connection, jamie);
  const account = await connection.account(login);
  await unassign(connection, id);

  const found = await okta(connection, 'get', lookup(login));
  expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id, active: false }] });
  for (const response of [await readAndPut(connection, id, jamie), await readAndPut(connection, id, jamie)]) {
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ id, externalId, active: true });
    expect(await connection.account(login)).toMatchObject({ id: account?.id, state: 'active', directory_user_id: id });
  }
});

it('OK-04, OK-09, OK-12: in deprovision-only mode the answers are the same, and only access is taken and given back', async () => {
  const connection = await aConnection({ idpProfile: 'okta', provisioningMode: 'deprovision_only' });
  await connection.localAccount(login);
  const account = await connection.account(login);

  const id = await provision(connection, jamie);
  expect(await read(connection, id)).toMatchObject({ externalId, userName: login, active: true });
  expect(await connection.account(login)).toEqual({ ...account, directory_user_id: id });

  await unassign(connection, id);
  expect(await connection.account(login)).toEqual({ ...account, directory_user_id: id, state: 'suspended' });

  expect((await readAndPut(connection, id, jamie)).body).toMatchObject({ id, active: true });
  expect(await connection.account(login)).toEqual({ ...account, directory_user_id: id });

  await provision(connection, { ...jamie, userName: 'nobody.yet@example.com', externalId: anotherExternalId });
  expect(await connection.account('nobody.yet@example.com')).toBeUndefined();
});

describe('OK-13: a fresh POST for somebody who is inactive', () => {
  it.each<[string, object, object, string]>([
    ['the same externalId', jamie, jamie, login],
    [
      'the same externalId and a new userName',
      jamie,
      { ...jamie, userName: 'jamie.lane@example.com' },
      'jamie.lane@example.com',
    ],
    ['the same userName, no externalId before', { ...jamie, externalId: undefined }, jamie, login],
    ['the same userName, no externalId now', jamie, { ...jamie, externalId: undefined }, login],
    [
      'the same userName in another letter case',
      jamie,
      { ...jamie, userName: login.toUpperCase() },
      login.toUpperCase(),
    ],
  ])('OK-13: brings the same person back, with id and account: %s', async (_case, before, now, newLogin) => {
    const connection = await anOktaConnection();
    const id = await provision(connection, before);
    const account = await connection.account(login);
    await unassign(connection, id);

    const response = await okta(connection, 'post', '/Users', now);

    expect(response.status).toBe(201);
    expect(response.body).toMatchObject({
      id,
      userName: newLogin,
      externalId,
      displayName: 'Jamie Hart',
      active: true,
      meta: { resourceType: 'User' },
    });
    expect(response.headers['location']).toBe(`${connection.baseUrl}/Users/${id}`);
    expect(await read(connection, id)).toEqual(response.body);
    expect(await connection.account(newLogin)).toMatchObject({
      id: account?.id,
      state: 'active',
      directory_user_id: id,
    });
  });

  it('OK-13: a recycled address with another externalId is a new person: new id, new account, the old one stays suspended', async () => {
    const connection = await anOktaConnection();
    const oldId = await provision(connection, jamie);
    const oldAccount = await connection.account(login);
    await unassign(connection, oldId);

    const response = await okta(connection, 'post', '/Users', {
      ...jamie,
      externalId: anotherExternalId,
      displayName: 'Jamie Harting',
    });

    expect(response.status).toBe(201);
    expect(response.body).toMatchObject({
      userName: login,
      externalId: anotherExternalId,
      displayName: 'Jamie Harting',
      active: true,
    });
    expect(response.body.id).not.toBe(oldId);
    expect((await okta(connection, 'get', `/Users/${oldId}`)).status).toBe(404);
    expect((await okta(connection, 'get', lookup(login))).body).toMatchObject({
      totalResults: 1,
      Resources: [{ id: response.body.id }],
    });
    const accounts = await connection.accounts(login);
    expect(accounts).toMatchObject([
      { id: oldAccount?.id, display_name: 'Jamie Hart', state: 'suspended', directory_user_id: oldId },
      { display_name: 'Jamie Harting', state: 'active', directory_user_id: response.body.id },
    ]);
    expect(accounts[1]?.id).not.toBe(oldAccount?.id);
  });

  it('OK-13: the person whose address was recycled comes back by externalId under a new address: old id, old account', async () => {
    const connection = await anOktaConnection();
    const oldId = await provision(connection, jamie);
    const oldAccount = await connection.account(login);
    await unassign(connection, oldId);
    const newId = await provision(connection, { ...jamie, externalId: anotherExternalId });

    const response = await okta(connection, 'post', '/Users', { ...jamie, userName: 'jamie.lane@example.com' });

    expect(response.status).toBe(201);
    expect(response.body).toMatchObject({ id: oldId, externalId, userName: 'jamie.lane@example.com', active: true });
    expect(await connection.account('jamie.lane@example.com')).toMatchObject({
      id: oldAccount?.id,
      state: 'active',
      directory_user_id: oldId,
    });
    expect(await connection.account(login)).toMatchObject({ state: 'active', directory_user_id: newId });
  });
});

it('a DELETE with a Content-Type and no body is not refused as a bad body (Okta sends it so)', async () => {
  const connection = await anOktaConnection();
  const id = await provision(connection, jamie);

  const response = await okta(connection, 'delete', `/Users/${id}`).set('Content-Type', SCIM_JSON);

  expect(response.status).toBe(204);
  expect(response.text).toBe('');
  expect(await connection.account(login)).toMatchObject({ state: 'suspended' });
  expect((await okta(connection, 'get', `/Users/${id}`).set('Content-Type', SCIM_JSON)).status).toBe(404);
});

describe("the acceptance suite for Okta's catalogue, row by row", () => {
  interface Suite {
    connection: TestConnection;
    existing: string;
    /** From row 6 on. */
    created?: string;
  }
  const suiteHeaders = {
    'Accept-Charset': 'utf-8',
    'Content-Type': SCIM_JSON,
    Accept: 'application/scim+json',
    'User-Agent': 'OKTA SCIM Integration',
  };
  const candidate = {
    schemas: [CORE],
    userName: 'Suite300Candidate@example.com',
    name: { familyName: 'Candidate', givenName: 'Suite' },
    emails: [{ primary: true, value: 'suite300candidate@example.com', type: 'work' }],
    displayName: 'Suite Candidate',
    active: true,
  };
  const person = {
    id: expect.any(String),
    userName: expect.stringMatching(/\S/),
    name: { familyName: expect.stringMatching(/\S/), givenName: expect.stringMatching(/\S/) },
    active: expect.any(Boolean),
    emails: [{ value: expect.stringMatching(/\S/) }],
  };
  const get = ({ connection }: Suite, path: string) => connection.send('get', path).set(suiteHeaders);
  const post = ({ connection }: Suite) =>
    connection
      .send('post', '/Users', candidate)
      .set({ ...suiteHeaders, 'Content-Type': 'application/json', Accept: 'application/scim+json; charset=utf-8' });
  const by = (userName: string) => `/Users?filter=userName+eq+%22${encodeURIComponent(userName)}%22`;
  const nobody = { schemas: [LIST], totalResults: 0 };

  const suite = {} as Suite;
  beforeAll(async () => {
    suite.connection = await anOktaConnection();
    suite.existing = await provision(suite.connection, jamie);
  });

  it.each<[number, string, (suite: Suite) => Test, number, (suite: Suite) => object]>([
    [
      1,
      'a page of one',
      suite => get(suite, '/Users?count=1&startIndex=1'),
      200,
      () => ({ schemas: [LIST], itemsPerPage: 1, startIndex: 1, totalResults: 1, Resources: [person] }),
    ],
    [
      2,
      'the user that was listed',
      suite => get(suite, `/Users/${suite.existing}`),
      200,
      ({ existing }) => ({ ...person, id: existing }),
    ],
    [3, 'a userName nobody has, without paging', suite => get(suite, by('abcdwxyz@example.com')), 200, () => nobody],
    [
      4,
      'an id that is not there',
      suite => get(suite, '/Users/010101001010101011001010101012'),
      404,
      () => errorBody('404'),
    ],
    [5, 'a random userName', suite => get(suite, by('suite300random77@example.com')), 200, () => nobody],
    [6, 'a new user, as application/json', post, 201, () => ({ ...candidate, id: expect.any(String) })],
    [
      7,
      'the new user',
      suite => get(suite, `/Users/${suite.created}`),
      200,
      ({ created }) => ({ id: created, userName: candidate.userName, name: candidate.name }),
    ],
    [8, 'the new user a second time', post, 409, () => errorBody('409', { scimType: 'uniqueness' })],
    [
      9,
      'the userName in upper case',
      suite => get(suite, by(candidate.userName.toUpperCase())),
      200,
      ({ created }) => ({ totalResults: 1, Resources: [{ id: created }] }),
    ],
    [
      10,
      'the groups',
      suite => get(suite, '/Groups'),
      200,
      () => ({ schemas: [LIST], totalResults: 0, Resources: [] }),
    ],
    [
      11,
      'a credential without scheme',
      suite => get(suite, by(candidate.userName)).set('Authorization', 'non-token'),
      401,
      () => errorBody('401'),
    ],
    [12, 'another id that is not there', suite => get(suite, '/Users/00919288221112221'), 404, () => errorBody('404')],
  ])('row %i: %s', async (row, _what, request, status, expected) => {
    const response = await request(suite);
    if (row === 6) suite.created = response.body.id;

    expect(response.status).toBe(status);
    expect(response.body).toMatchObject(expected(suite));
    expect(await suite.connection.account(login)).toMatchObject({ state: 'active', directory_user_id: suite.existing });
    const account = await suite.connection.account(candidate.userName);
    expect(account?.directory_user_id).toBe(suite.created);
    expect(account?.state).toBe(suite.created && 'active');
  });
});

describe.each(['entra-id', 'jumpcloud', 'generic'])(
  "Okta's ordinary traffic on a connection that was made as %s",
  idpProfile => {
    it('creates, finds, deactivates and reactivates one person', async () => {
      const connection = await aConnection({ idpProfile });

      const id = await provision(connection, jamie);
      const account = await connection.account(login);
      expect(account).toMatchObject({ state: 'active', email: login, display_name: 'Jamie Hart' });

      expect((await okta(connection, 'get', lookup(login))).body).toMatchObject({
        totalResults: 1,
        Resources: [{ id, active: true }],
      });

      expect((await readAndPut(connection, id, { active: false })).body).toMatchObject({
        id,
        externalId,
        active: false,
      });
      expect(await connection.account(login)).toMatchObject({ id: account?.id, state: 'suspended' });

      expect((await okta(connection, 'get', lookup(login))).body).toMatchObject({
        totalResults: 1,
        Resources: [{ id, active: false }],
      });

      expect((await readAndPut(connection, id, jamie)).body).toMatchObject({ id, externalId, active: true });
      expect(await connection.account(login)).toMatchObject({
        id: account?.id,
        state: 'active',
        directory_user_id: id,
      });
    });
  },
);

/** The headers of Okta's client; a request with a body also has a Content-Type. */
const headers = { Accept: 'application/scim+json', 'Accept-Charset': 'utf-8', 'User-Agent': 'Okta SCIM Client 1.0.0' };

function anOktaConnection(): Promise<TestConnection> {
  return aConnection({ idpProfile: 'okta' });
}

function okta(
  connection: TestConnection,
  method: 'get' | 'post' | 'put' | 'delete',
  path: string,
  body?: object,
): Test {
  return connection.send(method, path, body).set(headers);
}

function lookup(userName: string): string {
  return `/Users?filter=userName+eq+%22${encodeURIComponent(userName)}%22&startIndex=1&count=100`;
}

/** Creates a user and gives the id. */
async function provision(connection: TestConnection, body: object): Promise<string> {
  const response = await okta(connection, 'post', '/Users', body);
  expect(response.status).toBe(201);
  return response.body.id;
}

async function read(
  connection: TestConnection,
  id: string,
): Promise<Record<string, unknown> & { meta: Record<string, unknown> }> {
  const response = await okta(connection, 'get', `/Users/${id}`);
  expect(response.status).toBe(200);
  return response.body;
}

/** Okta's update: what it has just read, overlaid with its own values. */
async function readAndPut(connection: TestConnection, id: string, overlay: object) {
  return okta(connection, 'put', `/Users/${id}`, { ...(await read(connection, id)), ...overlay });
}

async function unassign(connection: TestConnection, id: string): Promise<void> {
  const response = await readAndPut(connection, id, { active: false });
  expect(response.status).toBe(200);
  expect(response.body).toMatchObject({ id, active: false });
}

/** Everything that is stored of the enterprise's people, as text. */
async function storedRows({ key }: TestConnection): Promise<string[]> {
  const { database } = await runningScim();
  const rows: unknown = await database.orm.em
    .fork()
    .execute(
      'select to_jsonb(d)::text as text from directory_users d where enterprise_id = ? union all select to_jsonb(a)::text from accounts a where enterprise_id = ?',
      [key.enterpriseId, key.enterpriseId],
    );
  return (rows as { text: string }[]).map(({ text }) => text);
}
