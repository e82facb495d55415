import { beforeAll, describe, expect, it } from 'vitest';
import { aConnection, aGroup, aUser, type TestConnection, type TestList } from './builders.js';

const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
let connection: TestConnection;

beforeAll(async () => {
  connection = await aConnection();
  const member = await connection.create('Users', aUser({ userName: 'ada', displayName: 'Ada', externalId: 'X-1' }));
  await connection.create('Users', aUser({ userName: 'ben', displayName: 'Sales', title: 'Clerk', active: false }));
  await connection.create('Users', aUser({ userName: 'cyd' }));
  await connection.create(
    'Groups',
    aGroup({ displayName: 'Sales', externalId: 'X-1', members: [{ value: member.id }] }),
  );
  await connection.create('Groups', aGroup({ displayName: 'Board' }));
});

async function search(parameters: object, path = ''): Promise<TestList> {
  return (await connection.send('post', `${path}/.search`, { schemas: [SEARCH], ...parameters }).expect(200)).body;
}

function namesOf({ Resources }: TestList): string {
  return Resources.map(({ userName, displayName }) => String(userName ?? displayName)).join(' ');
}

describe('a query of the base URL (RFC 7644 §3.4.2.1)', () => {
  it.each([
    ['both types', 'externalId eq "X-1"', 'ada Sales'],
    ['an attribute of both', 'displayName eq "sales"', 'ben Sales'],
    ['an attribute that groups do not have, which is one without a value', 'userName pr', 'ada ben cyd'],
    ['the same, denied', 'not (userName pr)', 'Sales Board'],
    ['an attribute that users do not have', 'members pr', 'Sales'],
    ['either', 'userName eq "cyd" or members pr', 'cyd Sales'],
    ['both at once are nobody’s', 'userName pr and members pr', ''],
    ['by type', 'meta.resourceType eq "Group"', 'Sales Board'],
    ['by type, exactly (RFC 7643 §3.1)', 'meta.resourceType eq "group"', ''],
    [
      'by type and name',
      '(meta.resourceType eq "User") or (meta.resourceType eq "Group" and displayName eq "board")',
      'ada ben cyd Board',
    ],
    ['by schema', 'schemas eq "urn:ietf:params:scim:schemas:core:2.0:Group"', 'Sales Board'],
    ['by URN', 'urn:ietf:params:scim:schemas:core:2.0:User:displayName eq "sales"', 'ben'],
    ['ne of what groups do not have', 'userName ne "ada"', 'ben cyd Sales Board'],
    ['null', 'title eq null', 'ada cyd Sales Board'],
    ['a value path', 'emails[type eq "work"]', 'ada ben cyd'],
    ['nothing', 'title eq "nobody"', ''],
  ])('%s: %s', async (_, filter, names) => {
    const byGet = await connection.list('', { filter });
    expect(namesOf(byGet)).toBe(names);
    expect(byGet.totalResults).toBe(byGet.Resources.length);
    expect(await search({ filter })).toEqual(byGet);
  });

  it.each([
    'shoeSize eq 43',
    'active gt true',
    'userName eq 5',
    'password pr',
    'userName eq "a" and',
    `${'('.repeat(10_000)}title pr`,
  ])('400 invalidFilter, when no type can be asked so: %.40s', async filter => {
    const answer = await connection.send('post', '/.search', { schemas: [SEARCH], filter }).expect(400);
    expect(answer.body).toMatchObject({ scimType: 'invalidFilter' });
  });

  it('without a filter answers everything: users, then groups, each at its own location', async () => {
    const everything = await connection.list('', {});
    expect(namesOf(everything)).toBe('ada ben cyd Sales Board');
    expect(everything).toMatchObject({ totalResults: 5, startIndex: 1, itemsPerPage: 5 });
    for (const { id, meta } of everything.Resources) {
      expect(meta.location).toBe(`${connection.baseUrl}/${meta.resourceType}s/${id}`);
      expect((await connection.send('get', `/${meta.resourceType}s/${id}`)).body).toMatchObject({ id, meta });
    }
  });

  it.each([
    ['the first', { count: 2 }, 'ada ben'],
    ['over the border between types', { startIndex: 3, count: 2 }, 'cyd Sales'],
    ['within the groups', { startIndex: 5, count: 5 }, 'Board'],
    ['at the border', { startIndex: 4, count: 1 }, 'Sales'],
    ['beyond the end', { startIndex: 6 }, ''],
    ['far beyond the end', { startIndex: 1000 }, ''],
    ['of none', { count: 0 }, ''],
    ['of a filter', { filter: 'externalId pr', startIndex: 2, count: 1 }, 'Sales'],
  ])('pages: %s', async (_, parameters, names) => {
    const page = await search(parameters);
    expect(namesOf(page)).toBe(names);
    const totalResults = 'filter' in parameters ? 2 : 5;
    expect(page).toMatchObject({ totalResults, itemsPerPage: page.Resources.length });
  });

  it('sorts each type; those without the attribute come as they were made', async () => {
    expect(namesOf(await search({ sortBy: 'displayName' }))).toBe('ada ben cyd Board Sales');
    expect(namesOf(await search({ sortBy: 'displayName', sortOrder: 'descending' }))).toBe('cyd ben ada Sales Board');
    expect(namesOf(await search({ sortBy: 'userName', sortOrder: 'descending' }))).toBe('cyd ben ada Sales Board');
    await connection.send('get', '/?sortBy=shoeSize').expect(400);
  });

  it('gives the attributes asked for, of each type what it has', async () => {
    const { Resources } = await search({ filter: 'externalId eq "X-1"', attributes: ['userName', 'members.type'] });
    expect(Resources).toEqual([
      { schemas: expect.any(Array), id: expect.any(String), userName: 'ada' },
      { schemas: expect.any(Array), id: expect.any(String), members: [{ type: 'User' }] },
    ]);
  });

  it('gives what the token may read, and 403 to one that may read nothing', async () => {
    const users = await aConnection({ scopes: ['users:read', 'users:write', 'groups:write'] });
    await users.create('Users', aUser({ userName: 'only' }));
    await users.create('Groups', aGroup());
    expect(namesOf(await users.list('', {}))).toBe('only');
    const writer = await aConnection({ scopes: ['users:write', 'groups:write'] });
    expect((await writer.send('get', '').expect(403)).body).toMatchObject({ status: '403' });
    await writer.send('post', '/.search', { schemas: [SEARCH] }).expect(403);
  });

  it('never leaves the connection', async () => {
    const other = await aConnection();
    expect(await other.list('', { filter: 'id pr or userName eq "ada" or displayName pr' })).toMatchObject({
      totalResults: 0,
      Resources: [],
    });
  });

  it('by cursor is refused: it is for one resource type', async () => {
    for (const cursor of ['', 'x'])
      expect((await connection.send('post', '/.search', { schemas: [SEARCH], cursor }).expect(400)).body).toMatchObject(
        { status: '400' },
      );
  });
});

describe('POST /.search (RFC 7644 §3.4.3)', () => {
  it.each<[string, '' | 'Users' | 'Groups', object]>([
    ['a filter', 'Users', { filter: 'active eq true' }],
    ['a page', 'Users', { startIndex: 2, count: 1 }],
    ['an order', 'Groups', { sortBy: 'displayName', sortOrder: 'descending' }],
    ['attributes', 'Users', { attributes: ['userName', 'name.familyName'] }],
    ['excluded attributes', 'Groups', { excludedAttributes: ['members'] }],
    [
      'all of it',
      'Groups',
      { filter: 'displayName pr', sortBy: 'id', startIndex: 1, count: 5, attributes: ['displayName'] },
    ],
    ['nothing', 'Groups', {}],
    ['attributes of the base URL', '', { attributes: ['displayName'], count: 4 }],
  ])('with %s is answered 200, as the same GET is', async (_, endpoint, parameters) => {
    const query = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
    const path = endpoint === '' ? '' : `/${endpoint}`;
    expect(await search(parameters, path)).toEqual(await connection.list(endpoint, query));
  });

  it.each(['', '/Users', '/Groups'])('at "%s" refuses what is no SearchRequest', async path => {
    for (const body of [
      {},
      { schemas: [] },
      { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'] },
      [],
      { filter: 'id pr' },
    ])
      expect((await connection.send('post', `${path}/.search`, body).expect(400)).body).toMatchObject({
        scimType: 'invalidSyntax',
      });
    for (const part of [
      { filter: 5 },
      { attributes: 'userName' },
      { startIndex: '1' },
      { count: 1.5 },
      { sortOrder: 'up' },
    ])
      expect(
        (await connection.send('post', `${path}/.search`, { schemas: [SEARCH], ...part }).expect(400)).body.scimType,
      ).toBe('invalidValue');
  });

  it.each(['', '/Users', '/Groups'])('at "%s" is POST only', async path => {
    for (const method of ['put', 'patch', 'delete'] as const) {
      const { headers, body } = await connection.send(method, `${path}/.search`, {}).expect(405);
      expect([headers['allow'], body.status]).toEqual(['POST', '405']);
    }
  });

  it('takes a filter too long for a URL', async () => {
    const filter = Array.from({ length: 150 }, (_, number) => `displayName eq "a name of some length, ${number}"`).join(
      ' or ',
    );
    expect(filter.length).toBeGreaterThan(6000);
    expect(namesOf(await search({ filter: `${filter} or displayName eq "board"` }, '/Groups'))).toBe('Board');
  });
});
