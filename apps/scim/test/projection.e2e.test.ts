import { beforeAll, describe, expect, it } from 'vitest';
import { aConnection, aGroup, aPatch, aUser, runningScim, type TestConnection, toQuery } from './builders.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ACME = 'urn:example:params:scim:schemas:extension:acme:2.0:User';
const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

type Parameters = Readonly<Record<string, string>>;

let connection: TestConnection;
beforeAll(async () => {
  connection = await aConnection({
    userExtensions: [
      {
        id: ACME,
        attributes: [
          { name: 'level', type: 'integer', returned: 'always' },
          { name: 'note', returned: 'request' },
          { name: 'pin', returned: 'never' },
        ],
      },
    ],
  });
});

/** A user with something of every kind, and a name of its own. */
function aWholeUser() {
  return aUser({
    schemas: [USER, ENTERPRISE, ACME],
    name: { givenName: 'Ava', familyName: 'Lind' },
    emails: [{ type: 'work', value: 'ava@example.com', primary: true }, { value: 'ava@home.example' }],
    [ENTERPRISE]: { department: 'Sales', manager: { value: 'M-1' } },
    [ACME]: { level: 3, note: 'left-handed' },
  });
}

/** Every request that answers with a user, as the user it answers with (RFC 7644 §3.9). */
const requests: readonly (readonly [string, (parameters: Parameters) => Promise<Record<string, unknown>>])[] = [
  ['GET /Users/{id}', async parameters => (await ofOne('get', parameters)).body],
  ['GET /Users', async parameters => only(await connection.list('Users', { ...parameters, filter: await ofNew() }))],
  [
    'POST /Users/.search',
    async ({ attributes, excludedAttributes }) => {
      const body = {
        schemas: [SEARCH],
        filter: await ofNew(),
        ...(attributes !== undefined && { attributes: attributes.split(',') }),
        ...(excludedAttributes !== undefined && { excludedAttributes: excludedAttributes.split(',') }),
      };
      return only((await connection.send('post', '/Users/.search', body).expect(200)).body);
    },
  ],
  [
    'GET of the base URL',
    async parameters => only(await connection.list('', { ...parameters, filter: await ofNew() })),
  ],
  [
    'POST /Users',
    async parameters => (await connection.send('post', `/Users${toQuery(parameters)}`, aWholeUser()).expect(201)).body,
  ],
  ['PUT /Users/{id}', async parameters => (await ofOne('put', parameters)).body],
  ['PATCH /Users/{id}', async parameters => (await ofOne('patch', parameters)).body],
];

async function ofOne(method: 'get' | 'put' | 'patch', parameters: Parameters) {
  const user = aWholeUser();
  const { id } = await connection.create('Users', user);
  const bodies = { get: undefined, put: { ...user, title: 'Clerk' }, patch: aPatch({ op: 'remove', path: 'title' }) };
  return connection.send(method, `/Users/${id}${toQuery(parameters)}`, bodies[method]).expect(200);
}

async function ofNew(): Promise<string> {
  return `id eq "${(await connection.create('Users', aWholeUser())).id}"`;
}

function only({ Resources }: { readonly Resources: readonly Record<string, unknown>[] }) {
  expect(Resources).toHaveLength(1);
  return Resources[0] ?? {};
}

const always = { schemas: [USER, ENTERPRISE, ACME], id: expect.stringMatching(/^[\da-f-]{36}$/), [ACME]: { level: 3 } };

describe.each(requests)('%s', (_, ask) => {
  it.each<[string, string, object]>([
    ['one attribute and those returned always (RFC 7643 §7)', 'displayName', {}],
    ['its parts', 'name.familyName', { name: { familyName: 'Lind' } }],
    ['parts of each value', 'emails.type', { emails: [{ type: 'work' }] }],
    [
      'by URN, in any letter case (RFC 7644 §3.10)',
      `${USER.toUpperCase()}:NAME.GIVENNAME`,
      { name: { givenName: 'Ava' } },
    ],
    ['of an extension', `${ENTERPRISE}:manager.value`, { [ENTERPRISE]: { manager: { value: 'M-1' } } }],
    ['a whole extension', ENTERPRISE, { [ENTERPRISE]: { department: 'Sales', manager: { value: 'M-1' } } }],
    ['what is returned on request only', `${ACME}:note`, { [ACME]: { level: 3, note: 'left-handed' } }],
    ['what is never returned, or unknown', `${ACME}:pin,password,shoeSize`, {}],
    ['a part of meta', 'meta.resourceType', { meta: { resourceType: 'User' } }],
    ['several, and id, which comes anyhow', 'id,name.givenName, active', { name: { givenName: 'Ava' }, active: true }],
  ])('attributes: %s: %s', async (__, attributes, expected) => {
    expect(await ask({ attributes })).toEqual({ ...always, ...expected });
  });

  it.each<[string, string, readonly string[]]>([
    ['an attribute', 'emails', ['emails']],
    ['several, in any letter case and by URN', `EMAILS,${USER}:name,${ENTERPRISE}`, ['emails', 'name', ENTERPRISE]],
    ['never what is returned always', `id,schemas,${ACME}:level,userName`, ['userName']],
    ['what is unknown', 'shoeSize', []],
  ])('excludedAttributes: %s: %s', async (__, excludedAttributes, gone) => {
    const answer = await ask({ excludedAttributes });
    const names = ['schemas', 'id', 'userName', 'name', 'emails', 'active', 'meta', ENTERPRISE, ACME];
    expect(
      Object.keys(answer)
        .filter(name => name !== 'title')
        .sort(),
    ).toEqual(names.filter(name => !gone.includes(name)).sort());
    expect(answer).toMatchObject(always);
  });

  it('excludedAttributes: parts', async () => {
    const answer = await ask({ excludedAttributes: `name.givenName,emails.primary,${ENTERPRISE}:manager` });
    expect(answer).toMatchObject({
      name: { familyName: 'Lind' },
      emails: [{ type: 'work', value: 'ava@example.com' }, { value: 'ava@home.example' }],
      [ENTERPRISE]: { department: 'Sales' },
    });
    expect(JSON.stringify(answer)).not.toMatch(/Ava|primary|manager/);
  });
});

describe('attributes and excludedAttributes at once', () => {
  it.each(['/Users', '/Groups', ''])('are refused by a list of %s', async path => {
    const { body } = await connection.send('get', `${path}?attributes=id&excludedAttributes=meta`).expect(400);
    expect(body).toMatchObject({ scimType: 'invalidValue' });
  });

  it('are refused before anything is written', async () => {
    const user = await connection.create('Users', aUser());
    const group = await connection.create('Groups', aGroup());
    const query = '?attributes=id&excludedAttributes=meta';
    const before = await connection.list('', {});
    const { userName } = user;
    for (const [method, path, body] of [
      ['post', '/Users', aUser()],
      ['put', `/Users/${user.id}`, { schemas: [USER], userName }],
      ['patch', `/Users/${user.id}`, aPatch({ op: 'replace', path: 'title', value: 'x' })],
      ['post', '/Groups', aGroup()],
      ['put', `/Groups/${group.id}`, aGroup({ displayName: 'Renamed' })],
      ['patch', `/Groups/${group.id}`, aPatch({ op: 'replace', path: 'displayName', value: 'Renamed' })],
    ] as const)
      expect((await connection.send(method, path + query, body).expect(400)).body.scimType).toBe('invalidValue');
    expect(await connection.list('', {})).toEqual(before);
  });
});

describe('groups', () => {
  let id: string;
  let member: string;
  beforeAll(async () => {
    member = (await connection.create('Users', aUser())).id;
    id = (
      await connection.create('Groups', aGroup({ displayName: 'Sales', members: [{ value: member, display: 'Ava' }] }))
    ).id;
  });

  it.each<[string, object]>([
    ['?attributes=displayName', { displayName: 'Sales' }],
    ['?attributes=members.value', { members: [{ value: expect.any(String) }] }],
    ['?attributes=members.type,members.display', { members: [{ type: 'User', display: 'Ava' }] }],
    [`?attributes=${GROUP}:MEMBERS.%24ref`, { members: [{ $ref: expect.stringContaining('/Users/') }] }],
    ['?attributes=members.shoeSize', {}],
    ['?attributes=id', {}],
    ['?excludedAttributes=meta,members', { displayName: 'Sales' }],
    [
      '?excludedAttributes=meta,displayName,members.$ref,members.display',
      { members: [{ value: expect.any(String), type: 'User' }] },
    ],
  ])('%s', async (query, expected) => {
    const whole = { schemas: [GROUP], id, ...expected };
    expect((await connection.send('get', `/Groups/${id}${query}`).expect(200)).body).toEqual(whole);
    const filter = encodeURIComponent(`id eq "${id}"`);
    const { body } = await connection.send('get', `/Groups${query}&filter=${filter}`).expect(200);
    expect(body.Resources).toEqual([whole]);
    const put = { schemas: [GROUP], displayName: 'Sales', members: [{ value: member }] };
    expect((await connection.send('put', `/Groups/${id}${query}`, put).expect(200)).body).toEqual(whole);
    const rename = aPatch({ op: 'replace', path: 'displayName', value: 'Sales' });
    expect((await connection.send('patch', `/Groups/${id}${query}`, rename).expect(200)).body).toEqual(whole);
  });

  it('a PATCH is 204 without a body, and 200 with one when attributes are asked for (RFC 7644 §3.5.2)', async () => {
    const add = aPatch({ op: 'add', path: 'members', value: [{ value: member }] });
    const silent = await connection.send('patch', `/Groups/${id}`, add).expect(204);
    expect(silent.text).toBe('');
    expect(silent.headers).toMatchObject({
      etag: expect.stringMatching(/^W\/"\d+"$/),
      location: `${connection.baseUrl}/Groups/${id}`,
    });
    const { body } = await connection.send('patch', `/Groups/${id}?attributes=members`, add).expect(200);
    expect(body).toMatchObject({ id, members: [{ value: member }] });
    await connection.send('patch', `/Groups/${id}?attributes=`, add).expect(204);
  });

  it('a PATCH of a user is 200 with the user', async () => {
    const patch = aPatch({ op: 'replace', path: 'title', value: 'Clerk' });
    const { body } = await connection.send('patch', `/Users/${member}`, patch).expect(200);
    expect(body).toMatchObject({ id: member, title: 'Clerk', groups: [{ value: id }] });
  });

  it('what leaves members out does not even read them (Entra ID, Okta)', async () => {
    const { database } = await runningScim();
    const whole = await database.orm.em.fork().transactional(async em => {
      await em.execute('lock table directory_memberships in access exclusive mode');
      for (const query of ['?excludedAttributes=members', '?attributes=displayName,externalId'])
        for (const path of [`/Groups/${id}`, '/Groups', `/Groups/.search`])
          await (
            path.endsWith('.search')
              ? connection.send('post', path, { schemas: [SEARCH], excludedAttributes: ['members'] })
              : connection.send('get', path + query)
          ).expect(200);
      await connection.send('get', `/Users/${member}?excludedAttributes=groups`).expect(200);
      await connection.send('get', '/Users?attributes=userName').expect(200);
      const rename = aPatch({ op: 'replace', path: 'displayName', value: 'Renamed' });
      await connection.send('patch', `/Groups/${id}`, rename).expect(204);
      let answered = false;
      const waiting = connection.send('get', `/Groups/${id}`).then(answer => {
        answered = true;
        return answer;
      });
      await connection.send('get', `/Groups/${id}?excludedAttributes=members`).expect(200);
      expect(answered).toBe(false);
      return { waiting };
    });
    expect((await whole.waiting).body).toMatchObject({ displayName: 'Renamed', members: [{ value: member }] });
  });
});
