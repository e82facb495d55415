import type { Test } from 'supertest';
import { describe, expect, it } from 'vitest';
import { aConnection, type TestConnection } from './builders.js';

// What JumpCloud's custom SCIM connector sends: users by POST, PUT and DELETE, never PATCH. Bodies are written anew after
// real ones, with our own ids and people; the order of the connection test is reconstructed.

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const SCIM_JSON = 'application/scim+json; charset=utf-8';

const login = 'connector.check@example.com';
const externalId = '6a1f0c93d27e4b58e0c4d7b2';
const anotherExternalId = '6a1f0d11f83b09a7c5e2146d';

const name = { familyName: 'Check', givenName: 'Connector' };
const create = {
  schemas: [CORE, ENTERPRISE],
  userName: login,
  externalId,
  active: true,
  displayName: 'Connector Check',
  name,
  emails: [{ primary: true, type: 'work', value: login }],
  addresses: [
    {
      country: 'NL',
      locality: 'Zwolle',
      postalCode: '8011',
      primary: true,
      region: 'Overijssel',
      streetAddress: '1 Market Square',
      type: 'work',
    },
  ],
  phoneNumbers: [{ primary: true, type: 'work', value: 'tel:+31-38-555-0100' }],
  locale: 'nl-NL',
  preferredLanguage: 'nl-NL',
};
/** What is kept of it: the enterprise extension is listed but has no container. */
const created = { ...create, schemas: [CORE] };

/** The whole user; its own id is in the body, and the e-mail address has another domain than the userName. */
const fullPut = (id: string) => ({
  schemas: [ENTERPRISE, CORE],
  id,
  externalId,
  userName: login,
  active: true,
  displayName: 'Connie Check',
  title: 'Surveyor',
  name: { familyName: 'Check', givenName: 'Connie' },
  emails: [{ primary: true, type: 'work', value: 'connie.check@example.org' }],
  addresses: [],
  phoneNumbers: [],
  photos: [{ value: 'https://images.example.com/0c4d7b26.png' }],
  locale: 'nl-NL',
  preferredLanguage: 'nl-NL',
  [ENTERPRISE]: { department: 'Survey' },
});
const {
  addresses: _addresses,
  phoneNumbers: _phoneNumbers,
  ...fullPutStored
} = { ...fullPut(''), schemas: [CORE, ENTERPRISE] };

/** What the connection test updates its user with: no externalId, no displayName, no e-mail. */
const minimalPut = (id: string) => ({ schemas: [CORE], id, userName: login, active: true, emails: null, name });

const unknownId = '5c8e2f40-91b7-7d36-a0e4-3f7b6d5c1a28';
const errorBody = (status: string, given: object = {}) => ({
  schemas: [ERROR],
  status,
  detail: expect.stringMatching(/\S/),
  ...given,
});

describe.each([
  ['with the base URL as it is shown', ''],
  ['with a base URL that ends in a slash, so that every path has two', '/'],
])('JumpCloud %s', (_baseUrl, slash) => {
  function jumpCloud(
    connection: TestConnection,
    method: 'get' | 'post' | 'put' | 'delete',
    path: string,
    body?: object,
  ): Test {
    return connection.send(method, `${slash}${path}`, body);
  }

  async function provision(connection: TestConnection, body: object = create): Promise<string> {
    const response = await jumpCloud(connection, 'post', '/Users', body);
    expect(response.status).toBe(201);
    expect(response.body.id).toEqual(expect.any(String));
    return response.body.id;
  }

  async function read(connection: TestConnection, id: string): Promise<Record<string, unknown>> {
    const response = await jumpCloud(connection, 'get', `/Users/${id}`);
    expect(response.status).toBe(200);
    return response.body;
  }

  async function aProvisionedUser() {
    const connection = await aJumpCloudConnection();
    const id = await provision(connection);
    const account = await connection.account(login);
    expect(account).toMatchObject({ state: 'active', directory_user_id: id });
    return { connection, id, account };
  }

  it.each<[string, Parameters<typeof aConnection>[0], boolean]>([
    ['enabled, users', {}, true],
    ['enabled, users and groups', { provisioningMode: 'users_and_groups' }, true],
    ['enabled, deprovision only', { provisioningMode: 'deprovision_only' }, false],
    ['not enabled yet, as while the assistant listens', { state: 'configured' }, false],
    ['disabled', { state: 'disabled' }, false],
  ])(
    'T1 to T8: "Test Connection" and "Activate" pass, and leave nobody with access: %s',
    async (_mode, given, reaches) => {
      const connection = await aConnection({ idpProfile: 'jumpcloud', ...given });
      const nobody = { schemas: [LIST], totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] };
      const expectAccount = async (expected: object) => {
        expect(await connection.accounts(login)).toEqual(reaches ? [expect.objectContaining(expected)] : []);
      };

      const listed = await jumpCloud(connection, 'get', '/Users');
      expect(listed.status).toBe(200);
      expect(listed.headers['content-type']).toBe(SCIM_JSON);
      expect(listed.body).toEqual(nobody);

      const missed = await jumpCloud(connection, 'get', lookup(login));
      expect(missed.status).toBe(200);
      expect(missed.body).toEqual(nobody);
      expect(await connection.account(login)).toBeUndefined();

      const posted = await jumpCloud(connection, 'post', '/Users', create);
      expect(posted.status).toBe(201);
      const { id } = posted.body;
      expect(id).toEqual(expect.any(String));
      expect(posted.body).toEqual({ ...created, id, meta: expect.objectContaining({ resourceType: 'User' }) });
      expect(posted.headers['location']).toBe(`${connection.baseUrl}/Users/${id}`);
      await expectAccount({ state: 'active', email: login, display_name: 'Connector Check', directory_user_id: id });

      const got = await jumpCloud(connection, 'get', `/Users/${id}`);
      expect(got.status).toBe(200);
      expect(got.body).toEqual(posted.body);

      const updated = await jumpCloud(connection, 'put', `/Users/${id}`, minimalPut(id));
      expect(updated.status).toBe(200);
      expect(updated.body).toMatchObject({
        id,
        externalId,
        userName: login,
        displayName: 'Connector Check',
        name,
        active: true,
      });
      expect(updated.body).not.toHaveProperty('emails');
      await expectAccount({ state: 'active', email: login, directory_user_id: id });

      const deactivated = await jumpCloud(connection, 'put', `/Users/${id}`, { ...minimalPut(id), active: false });
      expect(deactivated.status).toBe(200);
      expect(deactivated.body).toMatchObject({ id, externalId, active: false });
      await expectAccount({ state: 'suspended', directory_user_id: id });

      const deleted = await jumpCloud(connection, 'delete', `/Users/${id}`);
      expect(deleted.status).toBe(204);
      expect(deleted.text).toBe('');
      await expectAccount({ state: 'suspended' });

      const groups = await jumpCloud(connection, 'get', '/Groups');
      expect(groups.status).toBe(200);
      expect(groups.body).toEqual(nobody);
    },
  );

  describe('T1, T2: list and lookup', () => {
    it.each([
      ['no paging', '/Users'],
      ['paging', '/Users?startIndex=1&count=100'],
      ['an empty query', '/Users?'],
    ])('T1: the list is answered: %s', async (_query, path) => {
      const { connection, id } = await aProvisionedUser();

      const response = await jumpCloud(connection, 'get', path);

      expect(response.status).toBe(200);
      expect(response.body).toMatchObject({
        schemas: [LIST],
        totalResults: 1,
        startIndex: 1,
        itemsPerPage: 1,
        Resources: [{ id, ...created }],
      });
      expect(await connection.account(login)).toMatchObject({ state: 'active' });
    });

    it.each([
      ['userName', lookup(login)],
      ['userName in another case', lookup(login.toUpperCase())],
      ['userName, spaces as plus', `/Users?filter=userName+eq+%22${encodeURIComponent(login)}%22`],
      ['externalId', `/Users?filter=${encodeURIComponent(`externalId eq "${externalId}"`)}`],
      ['e-mail', `/Users?filter=${encodeURIComponent(`emails.value eq "${login}"`)}`],
    ])('T2: an inactive user is found by %s, and can be updated', async (_attribute, path) => {
      const { connection, id, account } = await aProvisionedUser();
      await jumpCloud(connection, 'put', `/Users/${id}`, { ...create, active: false });
      expect(await connection.account(login)).toMatchObject({ state: 'suspended' });

      const found = await jumpCloud(connection, 'get', path);
      expect(found.status).toBe(200);
      expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id, ...created, active: false }] });

      const updated = await jumpCloud(connection, 'put', `/Users/${id}`, { ...fullPut(id), active: false });
      expect(updated.status).toBe(200);
      expect(updated.body).toMatchObject({ id, title: 'Surveyor', active: false });
      expect(await connection.account(login)).toMatchObject({ id: account?.id, state: 'suspended' });
    });

    it('T2: a wrong token is a 401 SCIM error', async () => {
      const connection = await aJumpCloudConnection();
      const { token } = await aJumpCloudConnection();

      const response = await connection.sendBare('get', `${slash}/Users`).set('Authorization', `Bearer ${token}`);

      expect(response.status).toBe(401);
      expect(response.headers['www-authenticate']).toMatch(/^Bearer\b/);
      expect(response.body).toEqual(errorBody('401'));
    });
  });

  it('T3: an active duplicate is a 409 with uniqueness, and the user stays as it was', async () => {
    const { connection, id, account } = await aProvisionedUser();
    const before = await read(connection, id);

    const response = await jumpCloud(connection, 'post', '/Users', { ...create, displayName: 'Somebody Else' });

    expect(response.status).toBe(409);
    expect(response.body).toEqual(errorBody('409', { scimType: 'uniqueness' }));
    expect(await read(connection, id)).toEqual(before);
    expect(await connection.account(login)).toEqual(account);
  });

  describe('T5: update by PUT', () => {
    it('T5: the whole user is taken over: empty lists clear, the e-mail address may have another domain', async () => {
      const { connection, id, account } = await aProvisionedUser();

      const response = await jumpCloud(connection, 'put', `/Users/${id}`, fullPut(id));

      expect(response.status).toBe(200);
      expect(response.headers['content-type']).toBe(SCIM_JSON);
      expect(response.body).toEqual({ ...fullPutStored, id, meta: expect.objectContaining({ resourceType: 'User' }) });
      expect(await read(connection, id)).toEqual(response.body);
      expect(await connection.account(login)).toMatchObject({
        id: account?.id,
        state: 'active',
        email: 'connie.check@example.org',
        display_name: 'Connie Check',
      });
    });

    it('T5: the minimal PUT keeps what it does not name, and "emails": null leaves the account the userName as address', async () => {
      const { connection, id, account } = await aProvisionedUser();
      await jumpCloud(connection, 'put', `/Users/${id}`, fullPut(id));

      const response = await jumpCloud(connection, 'put', `/Users/${id}`, minimalPut(id));

      expect(response.status).toBe(200);
      const { emails: _emails, ...kept } = fullPutStored;
      expect(response.body).toEqual({ ...kept, name, id, meta: expect.objectContaining({ resourceType: 'User' }) });
      expect(await read(connection, id)).toEqual(response.body);
      expect(await connection.account(login)).toMatchObject({
        id: account?.id,
        state: 'active',
        email: login,
        display_name: 'Connie Check',
      });
    });

    it.each([
      ['the full PUT', fullPut],
      ['the minimal PUT', minimalPut],
    ])('T5: %s a second time changes nothing, not even version and lastModified', async (_shape, body) => {
      const { connection, id } = await aProvisionedUser();
      const first = await jumpCloud(connection, 'put', `/Users/${id}`, body(id));
      const account = await connection.account(login);

      const second = await jumpCloud(connection, 'put', `/Users/${id}`, body(id));

      expect(second.status).toBe(200);
      expect(second.body).toEqual(first.body);
      expect(second.headers['etag']).toBe(first.headers['etag']);
      expect(await connection.account(login)).toEqual(account);
    });

    it('T5: another id in the body is ignored', async () => {
      const { connection, id } = await aProvisionedUser();

      const response = await jumpCloud(connection, 'put', `/Users/${id}`, fullPut(unknownId));

      expect(response.status).toBe(200);
      expect(response.body).toMatchObject({ id, displayName: 'Connie Check' });
      expect((await jumpCloud(connection, 'get', `/Users/${unknownId}`)).status).toBe(404);
      expect(await connection.account(login)).toMatchObject({ state: 'active', directory_user_id: id });
    });

    it('T5: a user that is not there is a 404 SCIM error', async () => {
      const connection = await aJumpCloudConnection();

      const response = await jumpCloud(connection, 'put', `/Users/${unknownId}`, minimalPut(unknownId));

      expect(response.status).toBe(404);
      expect(response.body).toEqual(errorBody('404'));
      expect(await connection.account(login)).toBeUndefined();
    });
  });

  describe('T6: suspended or unbound in JumpCloud', () => {
    it.each<[string, (id: string) => object]>([
      ['the create body', () => create],
      ['the full PUT', fullPut],
      ['the minimal PUT', minimalPut],
    ])(
      'T6: active false suspends the account at once, active true gives the same one back: %s',
      async (_shape, body) => {
        const { connection, id, account } = await aProvisionedUser();

        const suspended = await jumpCloud(connection, 'put', `/Users/${id}`, { ...body(id), active: false });
        expect(suspended.status).toBe(200);
        expect(suspended.body).toMatchObject({ id, externalId, userName: login, active: false });
        expect(await connection.account(login)).toMatchObject({
          id: account?.id,
          state: 'suspended',
          directory_user_id: id,
        });
        expect(await read(connection, id)).toEqual(suspended.body);

        const restored = await jumpCloud(connection, 'put', `/Users/${id}`, { ...body(id), active: true });
        expect(restored.status).toBe(200);
        expect(restored.body).toMatchObject({ id, externalId, userName: login, active: true });
        expect(await connection.account(login)).toMatchObject({
          id: account?.id,
          state: 'active',
          directory_user_id: id,
        });
      },
    );

    it('T6: a PUT that says nothing of active gives nobody access', async () => {
      const { connection, id } = await aProvisionedUser();
      await jumpCloud(connection, 'put', `/Users/${id}`, { ...create, active: false });

      const response = await jumpCloud(connection, 'put', `/Users/${id}`, { ...minimalPut(id), active: undefined });

      expect(response.status).toBe(200);
      expect(response.body).toMatchObject({ id, active: false });
      expect(await connection.account(login)).toMatchObject({ state: 'suspended' });
    });

    it('T6: bound again by POST, the same person comes back with id and account', async () => {
      const { connection, id, account } = await aProvisionedUser();
      await jumpCloud(connection, 'put', `/Users/${id}`, { ...create, active: false });

      const response = await jumpCloud(connection, 'post', '/Users', create);

      expect(response.status).toBe(201);
      expect(response.body).toMatchObject({ id, ...created });
      expect(await connection.account(login)).toEqual(account);
    });
  });

  describe('T7: delete', () => {
    it.each([
      ['an active user', true],
      ['a user deactivated before', false],
    ])('T7: %s is gone; everything after that is a 404', async (_state, active) => {
      const { connection, id, account } = await aProvisionedUser();
      await jumpCloud(connection, 'put', `/Users/${id}`, { ...create, active });

      const response = await jumpCloud(connection, 'delete', `/Users/${id}`);

      expect(response.status).toBe(204);
      expect(response.text).toBe('');
      for (const after of [
        await jumpCloud(connection, 'get', `/Users/${id}`),
        await jumpCloud(connection, 'put', `/Users/${id}`, create),
        await jumpCloud(connection, 'delete', `/Users/${id}`),
      ]) {
        expect(after.status).toBe(404);
        expect(after.body).toEqual(errorBody('404'));
      }
      expect((await jumpCloud(connection, 'get', lookup(login))).body).toMatchObject({
        totalResults: 0,
        Resources: [],
      });
      expect(await connection.account(login)).toMatchObject({ id: account?.id, state: 'suspended' });
    });

    it('T7: the same userName can be created again: the connection test recurs at every change of its settings', async () => {
      const { connection, id, account } = await aProvisionedUser();
      let previous = id;

      for (let round = 1; round <= 2; round++) {
        expect((await jumpCloud(connection, 'delete', `/Users/${previous}`)).status).toBe(204);
        expect(await connection.account(login)).toMatchObject({ id: account?.id, state: 'suspended' });

        const response = await jumpCloud(connection, 'post', '/Users', create);

        expect(response.status).toBe(201);
        expect(response.body).toMatchObject({ id: expect.any(String), ...created });
        expect(response.body.id).not.toBe(previous);
        expect(await connection.account(login)).toMatchObject({
          id: account?.id,
          state: 'active',
          directory_user_id: response.body.id,
        });
        previous = response.body.id;
      }
    });

    it('T7: the same userName under another externalId is another person: the old account stays suspended', async () => {
      const { connection, id, account } = await aProvisionedUser();
      await jumpCloud(connection, 'delete', `/Users/${id}`);

      const response = await jumpCloud(connection, 'post', '/Users', { ...create, externalId: anotherExternalId });

      expect(response.status).toBe(201);
      expect(response.body.id).not.toBe(id);
      expect(await connection.accounts(login)).toMatchObject([
        { id: account?.id, state: 'suspended', directory_user_id: id },
        { id: expect.not.stringMatching(String(account?.id)), state: 'active', directory_user_id: response.body.id },
      ]);
    });
  });

  it.each([
    ['no query', '/Groups'],
    ['paging', '/Groups?startIndex=1&count=100'],
    ['a lookup by name', `/Groups?filter=${encodeURIComponent('displayName eq "Surveyors"')}`],
  ])('T8: groups are listed as none, never refused: %s', async (_query, path) => {
    const { connection } = await aProvisionedUser();

    const response = await jumpCloud(connection, 'get', path);

    expect(response.status).toBe(200);
    expect(response.body).toEqual({ schemas: [LIST], totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] });
    expect(await connection.account(login)).toMatchObject({ state: 'active' });
  });

  describe.each(['okta', 'entra-id', 'generic'])(
    "JumpCloud's ordinary traffic on a connection that was made as %s",
    idpProfile => {
      it('creates, finds, deactivates and reactivates one person', async () => {
        const connection = await aConnection({ idpProfile });
        expect((await jumpCloud(connection, 'get', lookup(login))).body).toMatchObject({ totalResults: 0 });

        const id = await provision(connection);
        const account = await connection.account(login);
        expect(account).toMatchObject({ state: 'active', email: login, display_name: 'Connector Check' });

        const suspended = await jumpCloud(connection, 'put', `/Users/${id}`, { ...fullPut(id), active: false });
        expect(suspended.status).toBe(200);
        expect(suspended.body).toMatchObject({ id, externalId, active: false });
        expect(await connection.account(login)).toMatchObject({ id: account?.id, state: 'suspended' });

        expect((await jumpCloud(connection, 'get', lookup(login))).body).toMatchObject({
          totalResults: 1,
          Resources: [{ id, active: false }],
        });

        const restored = await jumpCloud(connection, 'put', `/Users/${id}`, minimalPut(id));
        expect(restored.status).toBe(200);
        expect(restored.body).toMatchObject({ id, externalId, active: true });
        expect(await connection.account(login)).toMatchObject({
          id: account?.id,
          state: 'active',
          email: login,
          directory_user_id: id,
        });
      });
    },
  );
});

function aJumpCloudConnection(): Promise<TestConnection> {
  return aConnection({ idpProfile: 'jumpcloud' });
}

function lookup(userName: string): string {
  return `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`;
}
