import { get } from 'node:http';
import type { Test } from 'supertest';
import { describe, expect, it } from 'vitest';
import { aConnection, aPatch, type TestConnection } from './builders.js';

// What Entra ID's provisioning service sends, with and without its compliance flag: one tenant sends both dialects,
// because "Provision on demand" ignores the flag. Requests are written anew after Microsoft's documentation and real
// ones, with our own ids and people.

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const SCIM_JSON = 'application/scim+json; charset=utf-8';

const login = 'Robin.Vale@example.com';
const externalId = '7c0e1b52-90d4-4f1b-8a63-2e5d9f40c7a1';
const probe = '3f9a6d18-5b7c-4e02-9c41-d08e7a62b5f3';

/** B2: the default mapping. */
const robin = {
  schemas: [CORE, ENTERPRISE],
  externalId,
  userName: login,
  active: true,
  emails: [{ primary: true, type: 'work', value: 'robin.vale@example.org' }],
  meta: { resourceType: 'User' },
  name: { formatted: 'Robin Vale', familyName: 'Vale', givenName: 'Robin' },
  roles: [],
};

/** What is left of B2 in an answer. */
const robinStored = {
  schemas: [CORE],
  externalId,
  userName: login,
  active: true,
  emails: [{ primary: true, type: 'work', value: 'robin.vale@example.org' }],
  name: { formatted: 'Robin Vale', familyName: 'Vale', givenName: 'Robin' },
};

/** B3: every attribute mapped, as the SCIM Validator sends it. */
const richAttributes = {
  userName: login,
  active: true,
  displayName: 'Robin Q. Vale',
  title: 'Harbour Pilot',
  emails: [{ type: 'work', value: 'robin@example.net', primary: true }],
  preferredLanguage: 'nl',
  name: {
    givenName: 'Robin',
    familyName: 'Vale',
    formatted: 'Robin Q. Vale',
    middleName: 'Quinn',
    honorificPrefix: 'Dr',
    honorificSuffix: 'II',
  },
  addresses: [
    {
      type: 'work',
      formatted: 'Quay 7',
      streetAddress: '7 Old Quay',
      locality: 'Rotterdam',
      region: 'Zuid-Holland',
      postalCode: '3011 XX',
      primary: true,
      country: 'Netherlands',
    },
  ],
  phoneNumbers: [
    { type: 'work', value: '10-555-0142', primary: true },
    { type: 'mobile', value: '10-555-0142' },
    { type: 'fax', value: '10-555-0142' },
  ],
  [ENTERPRISE]: {
    employeeNumber: 'E-0142',
    department: 'Pilots',
    costCenter: 'CC-7',
    organization: 'Harbour',
    division: 'North',
    manager: { value: 'no-such-manager' },
  },
  userType: 'Contractor',
  nickName: 'Rob',
  locale: 'nl-NL',
  timezone: 'Europe/Amsterdam',
  profileUrl: 'NOT-A-URL',
};

describe.each([
  ['without the flag in the URL', ''],
  ['with the flag in the URL', 'aadOptscim062020'],
])('Entra ID %s', (_dialect, flag) => {
  /** Entra ID's GET has no Accept, no Content-Type and no User-Agent, and neither has this. */
  function entra(
    connection: TestConnection,
    method: 'get' | 'post' | 'patch' | 'delete',
    path: string,
    body?: object,
  ): Test {
    const [resource, query] = path.split('?');
    const parameters = [flag, query].filter(Boolean).join('&');
    return connection.send(method, parameters ? `${resource}?${parameters}` : path, body);
  }

  async function provision(connection: TestConnection, body: object = robin): Promise<string> {
    const response = await entra(connection, 'post', '/Users', body);
    expect(response.status).toBe(201);
    return response.body.id;
  }

  async function read(connection: TestConnection, id: string): Promise<Record<string, unknown>> {
    const response = await entra(connection, 'get', `/Users/${id}`);
    expect(response.status).toBe(200);
    return response.body;
  }

  /** A user that is there, and the account. */
  async function aProvisionedUser(body: object = robin) {
    const connection = await anEntraConnection();
    const id = await provision(connection, body);
    const account = await connection.account(login);
    expect(account).toMatchObject({ state: 'active', directory_user_id: id });
    return { connection, id, account };
  }

  describe('EN-T: test connection, and the start of every cycle', () => {
    const userProbes = [`userName+eq+%22${probe}%22`, `userName%20eq%20%22${probe}%22`, `externalId+eq+%22${probe}%22`];
    const groupProbes = [
      `displayName+eq+%22${probe}%22`,
      `displayName%20eq%20%22${probe}%22`,
      `externalId+eq+%22${probe}%22`,
    ];

    it.each([
      ...userProbes.map(filter => ['EN-T1', `/Users?filter=${filter}`]),
      ...groupProbes.map(filter => ['EN-T2', `/Groups?excludedAttributes=members&filter=${filter}`]),
      [
        'EN-T2, an ampersand in the name',
        '/Groups?excludedAttributes=members&filter=displayName+eq+%22Pilots+%26+Crew+(NL)%22',
      ],
    ])('%s: finds nothing and says so with 200: %s', async (_exchange, path) => {
      const { connection, id } = await aProvisionedUser();

      const response = await entra(connection, 'get', path);

      expect(response.status).toBe(200);
      expect(response.headers['content-type']).toBe(SCIM_JSON);
      expect(response.body).toEqual({
        schemas: [LIST],
        totalResults: 0,
        startIndex: 1,
        itemsPerPage: 0,
        Resources: [],
      });
      expect(await connection.account(login)).toMatchObject({ state: 'active', directory_user_id: id });
    });

    it('EN-T1: needs no Accept, no Content-Type and no User-Agent', async () => {
      const { baseUrl, token } = await anEntraConnection();
      const path = `/Users?${flag}&filter=userName+eq+%22${probe}%22`;

      expect(await statusOfBareGet(baseUrl + path, token)).toBe(200);
    });

    it('EN-T1: an ADSCIMVersion header is ignored', async () => {
      const request = entra(await anEntraConnection(), 'get', `/Users?filter=userName+eq+%22${probe}%22`);

      expect((await request.set('ADSCIMVersion', '5.0')).status).toBe(200);
    });

    it('EN-T2: is answered for a user-only tenant whatever the provisioning mode', async () => {
      const connection = await aConnection({ idpProfile: 'entra-id', provisioningMode: 'deprovision_only' });

      const response = await entra(
        connection,
        'get',
        `/Groups?excludedAttributes=members&filter=displayName+eq+%22${probe}%22`,
      );

      expect(response.status).toBe(200);
      expect(response.body).toMatchObject({ totalResults: 0, Resources: [] });
    });

    it("EN-T3: another enterprise's token is a 401 SCIM error", async () => {
      const connection = await anEntraConnection();
      const { token } = await anEntraConnection();

      const response = await connection
        .sendBare('get', `/Users?filter=userName+eq+%22${probe}%22`)
        .set('Authorization', `Bearer ${token}`);

      expect(response.status).toBe(401);
      expect(response.headers['content-type']).toBe(SCIM_JSON);
      expect(response.headers['www-authenticate']).toMatch(/^Bearer\b/);
      expect(response.body).toEqual({ schemas: [ERROR], status: '401', detail: expect.stringMatching(/\S/) });
    });
  });

  describe('EN-U1 to EN-U3: match', () => {
    const matches = [
      ['EN-U1', 'userName+eq+%22robin.vale%40example.com%22'],
      ['EN-U1, spaces as %20', 'userName%20eq%20%22robin.vale%40example.com%22'],
      ['EN-U1, another case', 'userName+eq+%22ROBIN.VALE%40EXAMPLE.COM%22'],
      ['EN-U1, as it was stored', 'userName+eq+%22Robin.Vale%40example.com%22'],
      ['EN-U2', `externalId+eq+%22${externalId}%22`],
      ['EN-U2, spaces as %20', `externalId%20eq%20%22${externalId}%22`],
      ['EN-U3', 'emails%5btype+eq+%22work%22%5d.value+eq+%22robin.vale%40example.org%22'],
      ['EN-U3, upper-case hex', 'emails%5Btype+eq+%22work%22%5D.value+eq+%22robin.vale%40example.org%22'],
      ['EN-U3, spaces as %20', 'emails%5btype%20eq%20%22work%22%5d.value%20eq%20%22robin.vale%40example.org%22'],
      ['EN-U3, another case', 'emails%5btype+eq+%22work%22%5d.value+eq+%22Robin.Vale%40Example.Org%22'],
    ] as const;

    it.each(matches)('%s: finds an active user: %s', async (_exchange, filter) => {
      const { connection, id } = await aProvisionedUser();
      await provision(connection, {
        ...robin,
        userName: 'other@example.com',
        externalId: probe,
        emails: [{ type: 'home', value: 'robin.vale@example.org' }],
      });

      const response = await entra(connection, 'get', `/Users?filter=${filter}`);

      expect(response.status).toBe(200);
      expect(response.body).toMatchObject({
        schemas: [LIST],
        totalResults: 1,
        itemsPerPage: 1,
        startIndex: 1,
        Resources: [{ id, ...robinStored }],
      });
    });

    it.each(matches)('%s: finds an inactive user: %s', async (_exchange, filter) => {
      const { connection, id } = await aProvisionedUser();
      await entra(connection, 'patch', `/Users/${id}`, aPatch({ op: 'Replace', path: 'active', value: 'False' }));

      const response = await entra(connection, 'get', `/Users?filter=${filter}`);

      expect(response.status).toBe(200);
      expect(response.body).toMatchObject({ totalResults: 1, Resources: [{ id, ...robinStored, active: false }] });
      expect(await connection.account(login)).toMatchObject({ state: 'suspended' });
    });

    it.each(matches)('%s: finds nobody after a hard delete: %s', async (_exchange, filter) => {
      const { connection, id } = await aProvisionedUser();
      await entra(connection, 'delete', `/Users/${id}`);

      const response = await entra(connection, 'get', `/Users?filter=${filter}`);

      expect(response.status).toBe(200);
      expect(response.body).toEqual({
        schemas: [LIST],
        totalResults: 0,
        startIndex: 1,
        itemsPerPage: 0,
        Resources: [],
      });
    });

    it.each([
      ['robin+qa@example.com', ['robin%2bqa%40example.com', 'robin%2Bqa%40example.com', 'ROBIN%2bQA%40example.com']],
      ["o'neil@example.com", ["o'neil%40example.com", 'o%27neil%40example.com']],
      ['jörg&co@example.com', ['j%c3%b6rg%26co%40example.com', 'J%C3%96RG%26co%40example.com']],
    ])('EN-U1: %s is found by its percent-encoded forms, decoded once', async (userName, encoded) => {
      const connection = await anEntraConnection();
      const id = await provision(connection, { ...robin, userName });

      for (const value of encoded) {
        const response = await entra(connection, 'get', `/Users?filter=userName+eq+%22${value}%22`);
        expect(response.status).toBe(200);
        expect(response.body).toMatchObject({ totalResults: 1, Resources: [{ id, userName }] });
      }
      expect(await connection.account(userName)).toMatchObject({ state: 'active', directory_user_id: id });
    });

    it('EN-U1: a literal plus is a space, so it does not find a plus-address', async () => {
      const connection = await anEntraConnection();
      await provision(connection, { ...robin, userName: 'robin+qa@example.com' });

      const response = await entra(connection, 'get', '/Users?filter=userName+eq+%22robin+qa%40example.com%22');

      expect(response.status).toBe(200);
      expect(response.body).toMatchObject({ totalResults: 0, Resources: [] });
    });
  });

  describe('EN-U4: create', () => {
    const nulls = {
      schemas: [CORE, `${ENTERPRISE.replace(':User', 'User')}`],
      externalId,
      userName: login,
      active: true,
      displayName: 'Robin Vale',
      emails: [{ type: 'work', value: 'robin.vale@example.org', primary: true }],
      meta: { resourceType: 'User' },
      name: { formatted: 'Robin Vale', familyName: 'Vale', givenName: 'Robin' },
      addresses: null,
      phoneNumbers: null,
      preferredLanguage: null,
      title: null,
      department: null,
      manager: null,
    };
    const { roles: _roles, meta: _meta, ...plain } = robin;
    const role = { display: 'Pilot', value: 'pilot', type: 'Duty' };

    it.each<[string, object, object, object]>([
      ['B2, the default mapping', robin, robinStored, { email: 'robin.vale@example.org', display_name: 'Robin Vale' }],
      [
        'B3, every attribute mapped; a role is primary by a string',
        { ...richAttributes, roles: [{ primary: 'True', ...role }], schemas: [CORE, ENTERPRISE] },
        { ...richAttributes, roles: [{ primary: true, ...role }], schemas: [CORE, ENTERPRISE] },
        { email: 'robin@example.net', display_name: 'Robin Q. Vale' },
      ],
      [
        'B4, nulls, and a schema URN that does not exist',
        nulls,
        { ...robinStored, displayName: 'Robin Vale' },
        { email: 'robin.vale@example.org', display_name: 'Robin Vale' },
      ],
      [
        'a custom extension that is not listed in schemas',
        { ...robin, 'urn:ietf:params:scim:schemas:extension:Harbour:2.0:User': { berth: '12' } },
        robinStored,
        { email: 'robin.vale@example.org' },
      ],
      [
        'a cloud-only person without e-mail: the userName serves as the account’s address',
        { ...plain, emails: undefined },
        { schemas: [CORE], externalId, userName: login, active: true, name: robin.name },
        { email: login },
      ],
      ['active as a string', { ...robin, active: 'True' }, robinStored, { email: 'robin.vale@example.org' }],
      [
        'B14, one role',
        { ...robin, roles: [{ primary: true, type: 'WindowsAzureActiveDirectoryRole', value: 'Pilot' }] },
        { ...robinStored, roles: [{ primary: true, type: 'WindowsAzureActiveDirectoryRole', value: 'Pilot' }] },
        {},
      ],
      [
        'B16, roles with displayName',
        {
          ...robin,
          roles: ['Pilot', 'Crew'].map(value => ({
            primary: false,
            type: 'WindowsAzureActiveDirectoryRole',
            displayName: value,
            value,
          })),
        },
        {
          ...robinStored,
          roles: ['Pilot', 'Crew'].map(value => ({
            primary: false,
            type: 'WindowsAzureActiveDirectoryRole',
            display: value,
            value,
          })),
        },
        {},
      ],
    ])('EN-U4: makes the user and the account: %s', async (_shape, body, stored, profile) => {
      const connection = await anEntraConnection();

      const response = await entra(connection, 'post', '/Users', body);

      expect(response.status).toBe(201);
      expect(response.headers['content-type']).toBe(SCIM_JSON);
      const { id } = response.body;
      const location = `${connection.baseUrl}/Users/${id}`;
      expect(response.body).toEqual({
        ...stored,
        id: expect.any(String),
        meta: {
          resourceType: 'User',
          created: expect.any(String),
          lastModified: expect.any(String),
          location,
          version: expect.any(String),
        },
      });
      expect(response.headers['location']).toBe(location);
      expect(await read(connection, id)).toEqual(response.body);
      expect(await connection.account(login)).toMatchObject({ state: 'active', directory_user_id: id, ...profile });
    });

    it('EN-U4: a disabled person is kept in the directory and gets no account', async () => {
      const connection = await anEntraConnection();

      const response = await entra(connection, 'post', '/Users', { ...robin, active: 'False' });

      expect(response.status).toBe(201);
      expect(response.body).toMatchObject({ userName: login, active: false });
      expect(await connection.account(login)).toBeUndefined();
    });
  });

  it.each<[string, object]>([
    ['the same request', robin],
    ['another case of the userName', { ...robin, userName: login.toUpperCase() }],
    ['another externalId', { ...robin, externalId: probe }],
  ])('EN-U5: an active duplicate is a 409 with uniqueness, and can be found: %s', async (_case, body) => {
    const { connection, id } = await aProvisionedUser();

    const response = await entra(connection, 'post', '/Users', body);

    expect(response.status).toBe(409);
    expect(response.headers['content-type']).toBe(SCIM_JSON);
    expect(response.body).toEqual({
      schemas: [ERROR],
      status: '409',
      scimType: 'uniqueness',
      detail: expect.stringMatching(/\S/),
    });
    const found = await entra(connection, 'get', `/Users?filter=userName+eq+%22${encodeURIComponent(login)}%22`);
    expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id, externalId }] });
    expect(await connection.account(login)).toMatchObject({ state: 'active', directory_user_id: id });
  });

  describe('EN-U7 to EN-U16: update', () => {
    const address = {
      streetAddress: '9 New Quay',
      locality: 'Delft',
      region: 'Zuid-Holland',
      postalCode: '2611 XX',
      country: 'NL',
    };
    const managerPath = `${ENTERPRISE}:manager`;
    const managerId = '51d2a7f0-6c3e-7b19-a2f4-0e8c5d937b64';
    const withManager = { ...robin, [ENTERPRISE]: { manager: { value: managerId } } };
    const assignment = (value: string) => ({
      primary: false,
      type: 'WindowsAzureActiveDirectoryRole',
      display: value,
      value,
    });
    const packed = (value: string) => ({
      value: JSON.stringify({ id: '9b5c2e60-4a1d-5f38-8d27-c6e0b7f3a914', value, displayName: value }),
    });
    const workEmail = (value: string) => [{ primary: true, type: 'work', value }];
    const { schemas: _schemas, roles: __roles, meta: __meta, ...robinAttributes } = robin;
    const bare = { schemas: [CORE], userName: login, externalId };

    interface Update {
      readonly exchange: string;
      readonly before?: object;
      readonly operations: readonly object[];
      /** What is different from before. */
      readonly after: object;
      readonly gone?: readonly string[];
      readonly account?: object;
    }

    const updates: readonly Update[] = [
      {
        exchange: 'EN-U7, B5: one operation per attribute, capitalised, always with a path',
        before: { ...robin, displayName: 'Robin Vale', [ENTERPRISE]: { employeeNumber: 'E-1', department: 'Pilots' } },
        operations: [
          { op: 'Replace', path: 'displayName', value: 'Robin Vance' },
          { op: 'Replace', path: 'emails[type eq "work"].value', value: 'robin.vance@example.org' },
          { op: 'Replace', path: 'name.givenName', value: 'Robyn' },
          { op: 'Replace', path: 'name.familyName', value: 'Vance' },
          { op: 'Replace', path: 'externalId', value: probe },
          { op: 'Replace', path: `${ENTERPRISE}:employeeNumber`, value: 'E-2' },
        ],
        after: {
          displayName: 'Robin Vance',
          emails: workEmail('robin.vance@example.org'),
          name: { formatted: 'Robin Vale', givenName: 'Robyn', familyName: 'Vance' },
          externalId: probe,
          [ENTERPRISE]: { employeeNumber: 'E-2', department: 'Pilots' },
        },
        account: { display_name: 'Robin Vance', email: 'robin.vance@example.org' },
      },
      {
        exchange: 'EN-U7, B5 as it was seen live: Replace and Add mixed',
        operations: [
          { op: 'Replace', path: 'emails[type eq "work"].value', value: 'robinv2@example.org' },
          { op: 'Replace', path: 'addresses[type eq "work"].formatted', value: '12/3044' },
          { op: 'Add', path: `${ENTERPRISE}:department`, value: 'Harbour' },
        ],
        after: {
          schemas: [CORE, ENTERPRISE],
          emails: workEmail('robinv2@example.org'),
          addresses: [{ type: 'work', formatted: '12/3044' }],
          [ENTERPRISE]: { department: 'Harbour' },
        },
        account: { email: 'robinv2@example.org' },
      },
      {
        exchange: 'EN-U7f, B6: a filtered path keeps its operation, the rest is merged under dotted and URN keys',
        before: { ...robin, [ENTERPRISE]: { department: 'Pilots' } },
        operations: [
          { op: 'replace', path: 'emails[type eq "work"].value', value: 'robin.vance@example.org' },
          {
            op: 'replace',
            value: {
              displayName: 'Robin Vance',
              'name.givenName': 'Robyn',
              'name.familyName': 'Vance',
              [`${ENTERPRISE}:employeeNumber`]: 'E-3',
            },
          },
        ],
        after: {
          schemas: [CORE, ENTERPRISE],
          displayName: 'Robin Vance',
          emails: workEmail('robin.vance@example.org'),
          name: { formatted: 'Robin Vale', givenName: 'Robyn', familyName: 'Vance' },
          [ENTERPRISE]: { department: 'Pilots', employeeNumber: 'E-3' },
        },
        account: { display_name: 'Robin Vance', email: 'robin.vance@example.org' },
      },
      {
        exchange: 'EN-U7f, B7: a path-less add',
        operations: [
          {
            op: 'add',
            value: {
              displayName: 'Robyn Vance',
              title: 'Pilot',
              'name.givenName': 'Robyn',
              'name.familyName': 'Vance',
              'name.formatted': 'Robyn Vance',
            },
          },
        ],
        after: {
          displayName: 'Robyn Vance',
          title: 'Pilot',
          name: { formatted: 'Robyn Vance', givenName: 'Robyn', familyName: 'Vance' },
        },
        account: { display_name: 'Robyn Vance' },
      },
      {
        exchange: 'EN-U7f, B7: two dotted keys in one value',
        operations: [{ op: 'replace', value: { 'name.familyName': 'Vance', 'name.formatted': 'Robin Vance' } }],
        after: { name: { formatted: 'Robin Vance', givenName: 'Robin', familyName: 'Vance' } },
        account: { display_name: 'Robin Vance' },
      },
      {
        exchange: 'EN-U7f, B7: nothing but externalId in a path-less value',
        operations: [{ op: 'replace', value: { externalId: probe } }],
        after: { externalId: probe },
      },
      {
        exchange: 'EN-U7f, B7: nested objects and unknown keys in a path-less value',
        operations: [
          {
            op: 'replace',
            value: { name: { familyName: 'Vance' }, shoeSize: 41, [ENTERPRISE]: { department: 'Harbour' } },
          },
        ],
        after: {
          schemas: [CORE, ENTERPRISE],
          name: { formatted: 'Robin Vale', givenName: 'Robin', familyName: 'Vance' },
          [ENTERPRISE]: { department: 'Harbour' },
        },
      },
      {
        exchange: 'EN-U8, B8: Add of an attribute that had no value',
        operations: [{ op: 'Add', path: 'nickName', value: 'Rob' }],
        after: { nickName: 'Rob' },
      },
      {
        exchange: 'EN-U8, B8f: add of an attribute that has a value replaces it',
        before: { ...robin, nickName: 'Robbie' },
        operations: [{ op: 'add', path: 'nickName', value: 'Rob' }],
        after: { nickName: 'Rob' },
      },
      {
        exchange: 'EN-U9: Replace of the work address of a person without e-mail creates it',
        before: bare,
        operations: [{ op: 'Replace', path: 'emails[type eq "work"].value', value: 'robin@example.net' }],
        after: { emails: [{ type: 'work', value: 'robin@example.net' }] },
        account: { email: 'robin@example.net' },
      },
      {
        exchange: 'EN-U10, B9: five parts of an address land in one address',
        operations: Object.entries(address).map(([part, value]) => ({
          op: 'Add',
          path: `addresses[type eq "work"].${part}`,
          value,
        })),
        after: { addresses: [{ type: 'work', ...address }] },
      },
      {
        exchange: 'EN-U12: a department without its URN',
        operations: [{ op: 'Add', path: 'department', value: 'Harbour' }],
        after: { schemas: [CORE, ENTERPRISE], [ENTERPRISE]: { department: 'Harbour' } },
      },
      ...(['Add', 'add', 'Replace', 'replace'] as const).map(op => ({
        exchange: `EN-U14, B11: ${op} of a manager as a bare id`,
        operations: [{ op, path: managerPath, value: managerId }],
        after: { schemas: [CORE, ENTERPRISE], [ENTERPRISE]: { manager: { value: managerId } } },
      })),
      {
        exchange: 'EN-U14, B11: a new manager instead of the old one',
        before: withManager,
        operations: [{ op: 'replace', path: managerPath, value: probe }],
        after: { [ENTERPRISE]: { manager: { value: probe } } },
      },
      {
        exchange: 'EN-U14: a manager as an object',
        operations: [{ op: 'replace', path: managerPath, value: { value: managerId } }],
        after: { schemas: [CORE, ENTERPRISE], [ENTERPRISE]: { manager: { value: managerId } } },
      },
      {
        exchange: 'EN-U14, B12: a manager as a list, under a path without URN',
        operations: [
          {
            op: 'Add',
            path: 'manager',
            value: [{ $ref: `https://scim.example.com/Users/${managerId}`, value: managerId }],
          },
        ],
        after: {
          schemas: [CORE, ENTERPRISE],
          [ENTERPRISE]: { manager: { $ref: `https://scim.example.com/Users/${managerId}`, value: managerId } },
        },
      },
      {
        exchange: 'EN-U15, B13: a manager cleared by an empty string',
        before: withManager,
        operations: [{ op: 'replace', path: managerPath, value: '' }],
        after: { schemas: [CORE] },
        gone: [ENTERPRISE],
      },
      {
        exchange: 'EN-U15, B13: a manager cleared by an empty value',
        before: withManager,
        operations: [{ op: 'replace', path: managerPath, value: { value: '' } }],
        after: { schemas: [CORE] },
        gone: [ENTERPRISE],
      },
      {
        exchange: 'EN-U15, B13: a manager cleared while the department stays',
        before: { ...robin, [ENTERPRISE]: { manager: { value: managerId }, department: 'Pilots' } },
        operations: [{ op: 'Replace', path: managerPath, value: '' }],
        after: { [ENTERPRISE]: { department: 'Pilots' } },
      },
      {
        exchange: 'EN-U16, B15: roles as JSON in strings are added to those that are there',
        before: { ...robin, roles: [assignment('Crew')] },
        operations: [{ op: 'Add', path: 'roles', value: [packed('Pilot'), packed('Cook')] }],
        after: {
          roles: [assignment('Crew'), { value: 'Pilot', display: 'Pilot' }, { value: 'Cook', display: 'Cook' }],
        },
      },
      {
        exchange: 'EN-U16, B17: a replace of roles is the whole set',
        before: { ...robin, roles: [assignment('Crew'), assignment('Pilot')] },
        operations: [{ op: 'replace', path: 'roles', value: [assignment('Pilot'), assignment('Cook')] }],
        after: { roles: [assignment('Pilot'), assignment('Cook')] },
      },
      {
        exchange: 'EN-U16: a single role, primary compared to a string, is created in one element',
        operations: [
          { op: 'Add', path: 'roles[primary eq "True"].display', value: 'Pilot' },
          { op: 'Add', path: 'roles[primary eq "True"].value', value: 'pilot' },
          { op: 'Add', path: 'roles[primary eq "True"].type', value: 'Duty' },
        ],
        after: { roles: [{ primary: true, display: 'Pilot', value: 'pilot', type: 'Duty' }] },
      },
      {
        exchange: 'EN-U7: null and the empty string clear optional attributes',
        before: { ...robin, title: 'Pilot', nickName: 'Rob', displayName: 'Robin' },
        operations: [
          { op: 'Replace', path: 'title', value: '' },
          { op: 'Replace', path: 'nickName', value: null },
          { op: 'replace', value: { displayName: '', 'name.formatted': null } },
        ],
        after: { name: { givenName: 'Robin', familyName: 'Vale' } },
        gone: ['title', 'nickName', 'displayName'],
        account: { display_name: 'Robin Vale' },
      },
    ];

    it.each(updates)(
      '$exchange',
      async ({ before = robin, operations, after, gone = [], account: expectedAccount = {} }) => {
        const { connection, id, account } = await aProvisionedUser(before);
        const { meta, ...expected } = await read(connection, id);
        for (const name of gone) delete expected[name];

        const response = await entra(connection, 'patch', `/Users/${id}`, aPatch(...operations));

        expect(response.status).toBe(200);
        expect(response.headers['content-type']).toBe(SCIM_JSON);
        expect(response.body).toEqual({
          ...expected,
          ...after,
          meta: { ...(meta as object), lastModified: expect.any(String), version: expect.any(String) },
        });
        expect(await read(connection, id)).toEqual(response.body);
        expect(await connection.account(login)).toMatchObject({
          id: account?.id,
          state: 'active',
          directory_user_id: id,
          ...expectedAccount,
        });

        const again = await entra(connection, 'patch', `/Users/${id}`, aPatch(...operations));
        expect(again.status).toBe(200);
        expect(again.body).toEqual(response.body);
        expect(await connection.account(login)).toMatchObject({ id: account?.id, state: 'active', ...expectedAccount });
      },
    );

    it('EN-U7f, B7: "Operations" may come before "schemas"', async () => {
      const { connection, id } = await aProvisionedUser();
      const { schemas, Operations } = aPatch({ op: 'replace', value: { 'name.familyName': 'Vance' } });

      const response = await entra(connection, 'patch', `/Users/${id}`, { Operations, schemas });

      expect(response.status).toBe(200);
      expect(response.body).toMatchObject({ id, name: { familyName: 'Vance', givenName: 'Robin' } });
    });

    it('EN-U4, EN-U7: a user made of nothing but a userName takes every attribute by PATCH', async () => {
      const { connection, id } = await aProvisionedUser(bare);
      const parts = Object.entries(robinAttributes.name).map(([part, value]) => ({
        op: 'add',
        path: `name.${part}`,
        value,
      }));

      const response = await entra(
        connection,
        'patch',
        `/Users/${id}`,
        aPatch(
          { op: 'add', path: 'emails[type eq "work"].value', value: 'robin.vale@example.org' },
          { op: 'add', path: 'emails[type eq "work"].primary', value: true },
          ...parts,
        ),
      );

      expect(response.status).toBe(200);
      expect(response.body).toMatchObject({ id, ...robinStored });
      expect(await connection.account(login)).toMatchObject({
        email: 'robin.vale@example.org',
        display_name: 'Robin Vale',
      });
    });
  });

  describe('EN-U11: rename', () => {
    it.each([
      ['B10', aPatch({ op: 'Replace', path: 'userName', value: 'robin.vance@example.com' })],
      ['the same in a path-less value', aPatch({ op: 'replace', value: { userName: 'robin.vance@example.com' } })],
    ])('EN-U11, %s: the id stays, and the account follows', async (_shape, patch) => {
      const { connection, id, account } = await aProvisionedUser();

      const response = await entra(connection, 'patch', `/Users/${id}`, patch);

      expect(response.status).toBe(200);
      expect(response.body).toMatchObject({ id, externalId, userName: 'robin.vance@example.com' });
      expect(await connection.account(login)).toBeUndefined();
      expect(await connection.account('robin.vance@example.com')).toMatchObject({
        id: account?.id,
        state: 'active',
        directory_user_id: id,
      });
      expect(
        (await entra(connection, 'get', '/Users?filter=userName+eq+%22robin.vale%40example.com%22')).body,
      ).toMatchObject({ totalResults: 0 });
    });

    it("EN-U11: another user's userName is a 409, and nothing changes", async () => {
      const { connection, id, account } = await aProvisionedUser();
      await provision(connection, { ...robin, userName: 'robin.vance@example.com', externalId: probe });
      const before = await read(connection, id);

      const response = await entra(
        connection,
        'patch',
        `/Users/${id}`,
        aPatch(
          { op: 'Replace', path: 'displayName', value: 'Robin Vance' },
          { op: 'Replace', path: 'userName', value: 'Robin.Vance@Example.com' },
        ),
      );

      expect(response.status).toBe(409);
      expect(response.body).toEqual({
        schemas: [ERROR],
        status: '409',
        scimType: 'uniqueness',
        detail: expect.stringMatching(/\S/),
      });
      expect(await read(connection, id)).toEqual(before);
      expect(await connection.account(login)).toEqual(account);
    });
  });

  const spellings: readonly [string, object, object][] = [
    [
      'B18, "False"',
      { op: 'Replace', path: 'active', value: 'False' },
      { op: 'Replace', path: 'active', value: 'True' },
    ],
    ['B19, false', { op: 'replace', path: 'active', value: false }, { op: 'replace', path: 'active', value: true }],
    [
      'B20, "false"',
      { op: 'Replace', path: 'active', value: 'false' },
      { op: 'Replace', path: 'active', value: 'true' },
    ],
    [
      'false with a capitalised op',
      { op: 'Replace', path: 'active', value: false },
      { op: 'Replace', path: 'active', value: true },
    ],
    ['path-less "False"', { op: 'Replace', value: { active: 'False' } }, { op: 'Replace', value: { active: 'True' } }],
    ['path-less false', { op: 'replace', value: { active: false } }, { op: 'replace', value: { active: true } }],
    ['path-less "false"', { op: 'replace', value: { active: 'false' } }, { op: 'replace', value: { active: 'true' } }],
    ['Add of "False"', { op: 'Add', path: 'active', value: 'False' }, { op: 'Add', path: 'active', value: 'True' }],
  ];

  describe('EN-U18: disable', () => {
    it.each(spellings)(
      'EN-U18, %s: suspends the account at once, and the user stays readable',
      async (_spelling, disable) => {
        const { connection, id, account } = await aProvisionedUser();

        const response = await entra(connection, 'patch', `/Users/${id}`, aPatch(disable));

        expect(response.status).toBe(200);
        expect(response.body).toMatchObject({ id, ...robinStored, active: false });
        expect(await connection.account(login)).toMatchObject({
          id: account?.id,
          state: 'suspended',
          directory_user_id: id,
        });
        expect(await read(connection, id)).toEqual(response.body);

        const again = await entra(connection, 'patch', `/Users/${id}`, aPatch(disable));
        expect(again.status).toBe(200);
        expect(again.body).toEqual(response.body);
        expect(await connection.account(login)).toMatchObject({ id: account?.id, state: 'suspended' });
      },
    );

    it.each([
      ['Falsch', 400],
      ['no', 400],
      [0, 400],
      // What takes the value away neither gives nor takes access.
      ['', 200],
      [null, 200],
    ])('EN-U18: %j is no way to say false, and suspends nobody', async (value, status) => {
      const { connection, id, account } = await aProvisionedUser();

      const response = await entra(
        connection,
        'patch',
        `/Users/${id}`,
        aPatch({ op: 'Replace', path: 'active', value }),
      );

      expect(response.status).toBe(status);
      expect(await read(connection, id)).toMatchObject({ active: true });
      expect(await connection.account(login)).toEqual(account);
    });

    it('EN-U18: "False" is a boolean for boolean attributes only', async () => {
      const { connection, id } = await aProvisionedUser();

      const response = await entra(
        connection,
        'patch',
        `/Users/${id}`,
        aPatch({ op: 'Replace', path: 'displayName', value: 'False' }),
      );

      expect(response.status).toBe(200);
      expect(response.body).toMatchObject({ displayName: 'False', active: true });
      expect(await connection.account(login)).toMatchObject({ display_name: 'False', state: 'active' });
    });

    it('EN-U18: an update of a disabled person does not give access', async () => {
      const { connection, id } = await aProvisionedUser();
      await entra(connection, 'patch', `/Users/${id}`, aPatch({ op: 'Replace', path: 'active', value: 'False' }));

      const response = await entra(
        connection,
        'patch',
        `/Users/${id}`,
        aPatch({ op: 'Replace', path: 'displayName', value: 'Robin Vance' }),
      );

      expect(response.status).toBe(200);
      expect(response.body).toMatchObject({ id, displayName: 'Robin Vance', active: false });
      expect(await connection.account(login)).toMatchObject({ state: 'suspended' });
    });
  });

  it.each(spellings)('EN-U19, %s: restoring gives the same account back', async (_spelling, disable, restore) => {
    const { connection, id, account } = await aProvisionedUser();
    await entra(connection, 'patch', `/Users/${id}`, aPatch(disable));
    expect(await connection.account(login)).toMatchObject({ state: 'suspended' });

    const response = await entra(connection, 'patch', `/Users/${id}`, aPatch(restore));

    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ id, ...robinStored, active: true });
    expect(await read(connection, id)).toEqual(response.body);
    expect(await connection.account(login)).toEqual(account);
  });

  it.each(spellings)(
    'EN-U4, EN-U18, EN-U19, %s: in deprovision-only mode a person who signed in before loses and regains access',
    async (_spelling, disable, restore) => {
      const connection = await aConnection({ idpProfile: 'entra-id', provisioningMode: 'deprovision_only' });
      await connection.localAccount(login);
      const account = await connection.account(login);

      const id = await provision(connection);
      expect(await connection.account(login)).toEqual({ ...account, directory_user_id: id });

      expect((await entra(connection, 'patch', `/Users/${id}`, aPatch(disable))).body).toMatchObject({
        id,
        active: false,
      });
      expect(await connection.account(login)).toEqual({ ...account, directory_user_id: id, state: 'suspended' });

      expect((await entra(connection, 'patch', `/Users/${id}`, aPatch(restore))).body).toMatchObject({
        id,
        active: true,
      });
      expect(await connection.account(login)).toEqual({ ...account, directory_user_id: id });
    },
  );

  describe('EN-U20: hard delete', () => {
    it.each([
      ['an active user', []],
      ['a user disabled before', [{ op: 'Replace', path: 'active', value: 'False' }]],
    ])('EN-U20: %s is gone, and a second time there is nothing: 404', async (_state, disable) => {
      const { connection, id, account } = await aProvisionedUser();
      for (const operation of disable) await entra(connection, 'patch', `/Users/${id}`, aPatch(operation));

      const response = await entra(connection, 'delete', `/Users/${id}`);

      expect(response.status).toBe(204);
      expect(response.text).toBe('');
      expect(await connection.account(login)).toMatchObject({ id: account?.id, state: 'suspended' });
      for (const after of [
        await entra(connection, 'delete', `/Users/${id}`),
        await entra(connection, 'get', `/Users/${id}`),
        await entra(connection, 'patch', `/Users/${id}`, aPatch({ op: 'Replace', path: 'active', value: 'True' })),
      ]) {
        expect(after.status).toBe(404);
        expect(after.body).toEqual({ schemas: [ERROR], status: '404', detail: expect.stringMatching(/\S/) });
      }
      expect(await connection.account(login)).toMatchObject({ id: account?.id, state: 'suspended' });
    });
  });

  describe.each(['okta', 'jumpcloud', 'generic'])(
    "Entra ID's ordinary traffic on a connection that was made as %s",
    idpProfile => {
      it('creates, finds, disables and restores one person, in both dialects', async () => {
        const connection = await aConnection({ idpProfile });
        const found = () => entra(connection, 'get', '/Users?filter=userName+eq+%22robin.vale%40example.com%22');

        const id = await provision(connection);
        const account = await connection.account(login);
        expect(account).toMatchObject({ state: 'active', email: 'robin.vale@example.org', display_name: 'Robin Vale' });

        for (const [, disable, restore] of spellings) {
          const disabled = await entra(connection, 'patch', `/Users/${id}`, aPatch(disable));
          expect(disabled.status).toBe(200);
          expect(disabled.body).toMatchObject({ id, active: false });
          expect(await connection.account(login)).toMatchObject({ id: account?.id, state: 'suspended' });
          expect((await found()).body).toMatchObject({ totalResults: 1, Resources: [{ id, active: false }] });

          const restored = await entra(connection, 'patch', `/Users/${id}`, aPatch(restore));
          expect(restored.status).toBe(200);
          expect(restored.body).toMatchObject({ id, active: true });
          expect(await connection.account(login)).toEqual(account);
          expect((await found()).body).toMatchObject({ totalResults: 1, Resources: [{ id, active: true }] });
        }
      });
    },
  );
});

function anEntraConnection(): Promise<TestConnection> {
  return aConnection({ idpProfile: 'entra-id' });
}

/** The status of a GET that has a token and none of the headers a client library would add. */
function statusOfBareGet(url: string, token: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { Authorization: `Bearer ${token}` } }, response => {
      response.resume().once('end', () => resolve(response.statusCode));
    }).once('error', reject);
  });
}
