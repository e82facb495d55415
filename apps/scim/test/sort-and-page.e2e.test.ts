import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { aConnection, aGroup, aUser, runningScim, type TestConnection, type TestList, toQuery } from './builders.js';
import { mintToken, scimScopes } from '#libs/tokens';

const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ACME = 'urn:example:params:scim:schemas:extension:acme:2.0:User';

let connection: TestConnection;

/** People by the first letter of their userNames, in the order in which they are made. */
const people: readonly (readonly [string, object])[] = [
  [
    'd',
    {
      title: 'beta',
      name: { familyName: 'Øberg' },
      emails: [
        { type: 'work', value: 'a@x.example' },
        { type: 'home', value: 'z@x.example', primary: true },
      ],
      [ENTERPRISE]: { employeeNumber: '9', manager: { value: 'M-2' } },
      [ACME]: { level: 10, tags: ['m', 'a'], hired: '2020-01-01T00:00:00+05:00', badge: 'b' },
    },
  ],
  [
    'a',
    {
      title: 'Alpha',
      name: { familyName: 'zorn' },
      emails: [{ value: 'M@x.example' }],
      active: false,
      [ACME]: { badge: 'B' },
    },
  ],
  ['c', { emails: [], [ACME]: { level: 9, tags: ['b'], hired: '2019-12-31T20:00:00Z', badge: 'a' } }],
  [
    'B',
    {
      title: 'ALPHA',
      name: { familyName: 'Ågren' },
      [ENTERPRISE]: { employeeNumber: '10' },
      emails: [{ value: 'b@x.example' }, { value: 'a@x.example' }],
    },
  ],
  [
    'e',
    {
      title: 'beta',
      name: { givenName: 'Eve' },
      emails: [],
      [ENTERPRISE]: { employeeNumber: '9' },
      [ACME]: { level: -1, hired: '2019-12-31T19:30:00Z', badge: 'A' },
    },
  ],
];
const others = Array.from({ length: 18 }, (_, number) => `x${String(number).padStart(2, '0')}`);

beforeAll(async () => {
  connection = await aConnection({
    userExtensions: [
      {
        id: ACME,
        attributes: [
          { name: 'badge', caseExact: true },
          { name: 'level', type: 'integer' },
          { name: 'hired', type: 'dateTime' },
          { name: 'tags', multiValued: true },
          { name: 'pin', returned: 'never' },
        ],
      },
    ],
  });
  for (const [userName, given] of people)
    await connection.create('Users', { ...aUser({ userName, externalId: `sorted-${userName}` }), name: {}, ...given });
  // Those behind page by page: six of them share each nickName.
  for (const [index, userName] of others.entries())
    await connection.create('Users', aUser({ userName, nickName: `Team ${index % 3}`, emails: [], name: {} }));
  const { Resources } = await connection.list('Users', { filter: 'userName eq "c" or userName eq "d"' });
  const member = (index: number) => [{ value: Resources[index]?.id }];
  await connection.create('Groups', aGroup({ displayName: 'Öl', externalId: 'g-2', members: member(0) }));
  await connection.create('Groups', aGroup({ displayName: 'oak', externalId: 'g-10' }));
  await connection.create('Groups', aGroup({ displayName: 'Oak', members: member(1) }));
});

afterEach(() => void vi.useRealTimers());

const SORTED = 'externalId sw "sorted-"';

function namesOf({ Resources }: TestList): string[] {
  return Resources.map(({ userName, displayName }) => String(userName ?? displayName));
}

async function sorted(parameters: Readonly<Record<string, string>>): Promise<string> {
  return namesOf(await connection.list('Users', { filter: SORTED, ...parameters })).join('');
}

describe('sortBy (RFC 7644 §3.4.2.3)', () => {
  it.each([
    ['text without regard to case', 'userName', 'aBcde'],
    ['text with ties in the order of making, and those without last', 'title', 'aBdec'],
    ['a sub-attribute by code points, not by a language', 'name.familyName', 'aBdce'],
    ['the primary value, else the first', 'emails', 'Badce'],
    ['a sub-attribute of the primary value', 'emails.value', 'Badce'],
    ['a boolean: false before true', 'active', 'adcBe'],
    ['numbers by size', `${ACME}:level`, 'ecdaB'],
    ['instants by time', `${ACME}:hired`, 'decaB'],
    ['the first of simple values', `${ACME}:tags`, 'cdaBe'],
    ['exact text by code points', `${ACME}:badge`, 'eacdB'],
    ['text that looks like numbers', `${ENTERPRISE}:employeeNumber`, 'Bdeac'],
    ['a complex attribute by its value', `${ENTERPRISE}:manager`, 'dacBe'],
    ['externalId, which is exact', 'externalId', 'Bacde'],
    ['id', 'id', 'dacBe'],
    ['meta.created', 'meta.created', 'dacBe'],
    ['meta.location', 'meta.location', 'dacBe'],
    ['what nobody has', 'ims', 'dacBe'],
  ])('%s: %s; descending is the reverse, those without first', async (_, sortBy, ascending) => {
    expect(await sorted({ sortBy })).toBe(ascending);
    expect(await sorted({ sortBy, sortOrder: 'Ascending' })).toBe(ascending);
    expect(await sorted({ sortBy, sortOrder: 'descending' })).toBe(Array.from(ascending).reverse().join(''));
  });

  it.each([
    ['ascending', ['oak', 'Oak', 'Öl']],
    ['descending', ['Öl', 'Oak', 'oak']],
  ])('groups by displayName, %s', async (sortOrder, names) => {
    expect(namesOf(await connection.list('Groups', { sortBy: 'displayName', sortOrder }))).toEqual(names);
  });

  it('groups by externalId, those without last', async () => {
    expect(namesOf(await connection.list('Groups', { sortBy: 'externalId' }))).toEqual(['oak', 'Öl', 'Oak']);
  });

  it.each(['members', 'members.value'])('groups by %s: the first member, those without last', async sortBy => {
    expect(namesOf(await connection.list('Groups', { sortBy }))).toEqual(['Öl', 'Oak', 'oak']);
  });

  it('sorts a whole list, then takes the page', async () => {
    const page = await connection.list('Users', { sortBy: 'userName', startIndex: '4', count: '3' });
    expect(page).toMatchObject({ totalResults: 23, startIndex: 4, itemsPerPage: 3 });
    expect(namesOf(page)).toEqual(['d', 'e', 'x00']);
  });

  it.each([
    ['an unknown attribute', { sortBy: 'shoeSize' }],
    ['what is never returned', { sortBy: `${ACME}:pin` }],
    ['the password', { sortBy: 'password' }],
    ['a complex attribute without a value', { sortBy: 'name' }],
    ['what cannot be a name', { sortBy: 'a b' }],
    ['an unknown order', { sortBy: 'userName', sortOrder: 'up' }],
  ])('400 invalidValue for %s', async (_, parameters) => {
    const { body } = await connection.send('get', `/Users${toQuery(parameters)}`).expect(400);
    expect(body).toMatchObject({ scimType: 'invalidValue' });
  });

  it('sortOrder without sortBy changes nothing', async () => {
    expect(await sorted({ sortOrder: 'descending' })).toBe('dacBe');
  });
});

describe('paging by index (RFC 7644 §3.4.2.4)', () => {
  const inOrder = [...people.map(([userName]) => userName), ...others];

  it.each<[string, string, object, readonly string[]]>([
    ['the first page', '?count=2', { startIndex: 1, itemsPerPage: 2 }, inOrder.slice(0, 2)],
    ['a page in between', '?startIndex=3&count=4', { startIndex: 3, itemsPerPage: 4 }, inOrder.slice(2, 6)],
    ['the last, full page', '?startIndex=22&count=2', { startIndex: 22, itemsPerPage: 2 }, inOrder.slice(21)],
    ['the last page, not full', '?startIndex=22&count=10', { startIndex: 22, itemsPerPage: 2 }, inOrder.slice(21)],
    ['exactly the last', '?startIndex=23&count=1', { startIndex: 23, itemsPerPage: 1 }, inOrder.slice(22)],
    ['just beyond the end', '?startIndex=24&count=1', { startIndex: 24, itemsPerPage: 0 }, []],
    ['far beyond the end', '?startIndex=1000000000000&count=1', { itemsPerPage: 0 }, []],
    ['startIndex below 1 is 1', '?startIndex=-9&count=1', { startIndex: 1, itemsPerPage: 1 }, inOrder.slice(0, 1)],
    ['a negative count is 0', '?count=-1', { itemsPerPage: 0 }, []],
    ['count 0 only counts', '?count=0', { itemsPerPage: 0 }, []],
    ['count above the maximum', '?count=5000', { startIndex: 1, itemsPerPage: 23 }, inOrder],
    ['no count', '?startIndex=2', { startIndex: 2, itemsPerPage: 22 }, inOrder.slice(1)],
  ])('%s: %s', async (_, query, expected, names) => {
    const { body } = await connection.send('get', `/Users${query}`).expect(200);
    expect(body).toMatchObject({ totalResults: 23, ...expected });
    expect(body.itemsPerPage).toBe(body.Resources.length);
    expect(namesOf(body)).toEqual(names);
  });

  it.each<[string, Record<string, string>, number]>([
    ['a filter', { filter: 'nickName eq "team 1"', count: '2' }, 6],
    ['a filter and an order', { filter: 'nickName pr', sortBy: 'nickName', count: '5' }, 18],
    ['a filter that finds nobody', { filter: 'nickName eq "nobody"', count: '2' }, 0],
  ])('totalResults of %s is the same on every page, and beyond the end', async (_, parameters, totalResults) => {
    for (const startIndex of ['1', '3', '17', '400'])
      expect(await connection.list('Users', { ...parameters, startIndex })).toMatchObject({ totalResults });
    expect(await connection.list('Users', { ...parameters, count: '0' })).toMatchObject({
      totalResults,
      Resources: [],
    });
  });

  it.each<[string, Record<string, string>]>([
    ['no order', {}],
    ['an order with many ties', { sortBy: 'nickName' }],
    ['the same, descending', { sortBy: 'nickName', sortOrder: 'descending' }],
    ['an order by what nobody has', { sortBy: 'ims.value' }],
    ['a filter', { filter: 'not (nickName eq "Team 0")' }],
  ])('pages neither repeat nor skip anybody: %s', async (_, parameters) => {
    const whole = namesOf(await connection.list('Users', parameters));
    const paged: string[] = [];
    for (let startIndex = 1; startIndex <= whole.length; startIndex += 4)
      paged.push(
        ...namesOf(await connection.list('Users', { ...parameters, startIndex: String(startIndex), count: '4' })),
      );
    expect(paged).toEqual(whole);
    expect(new Set(whole).size).toBe(whole.length);
  });

  it.each(['?startIndex=one', '?count=ten', '?count=1.5', '?startIndex=', '?count=1&count=2', '?COUNT=1&count=2'])(
    'what is no number is 400 invalidValue: %s',
    async query => {
      for (const endpoint of ['Users', 'Groups']) {
        const { body } = await connection.send('get', `/${endpoint}${query}`).expect(400);
        expect(body).toMatchObject({ scimType: 'invalidValue' });
      }
    },
  );

  it('groups are paged alike', async () => {
    const page = await connection.list('Groups', { startIndex: '2', count: '1' });
    expect(page).toMatchObject({
      totalResults: 3,
      startIndex: 2,
      itemsPerPage: 1,
      Resources: [{ displayName: 'oak' }],
    });
    expect(await connection.list('Groups', { startIndex: '4' })).toMatchObject({ totalResults: 3, Resources: [] });
  });
});

/** Everything from the first page by cursor to the last, as a client walks it. */
async function walk(endpoint: 'Users' | 'Groups', parameters: Readonly<Record<string, string>>): Promise<TestList[]> {
  const pages = [await connection.list(endpoint, { ...parameters, cursor: '' })];
  for (let cursor = pages[0]?.nextCursor; cursor !== undefined; cursor = pages.at(-1)?.nextCursor) {
    expect(cursor).toMatch(/^[\w.~-]+$/);
    pages.push(await connection.list(endpoint, { ...parameters, cursor }));
  }
  return pages;
}

describe('paging by cursor (RFC 9865)', () => {
  it.each<[string, 'Users' | 'Groups', Record<string, string>, number]>([
    ['everybody', 'Users', { count: '5' }, 5],
    ['pages that are full to the last', 'Users', { count: '6', filter: 'nickName pr' }, 3],
    ['a page of one', 'Users', { count: '1', filter: SORTED }, 5],
    ['a filter', 'Users', { count: '4', filter: 'not (nickName eq "team 1")' }, 5],
    ['an order with ties', 'Users', { count: '4', sortBy: 'nickName' }, 6],
    ['the same, descending', 'Users', { count: '4', sortBy: 'nickName', sortOrder: 'descending' }, 6],
    ['an order where most have no value', 'Users', { count: '2', sortBy: `${ACME}:level` }, 12],
    ['the same, descending', 'Users', { count: '2', sortBy: `${ACME}:level`, sortOrder: 'descending' }, 12],
    ['an order by instants and a filter', 'Users', { count: '1', sortBy: `${ACME}:hired`, filter: SORTED }, 5],
    ['an order by booleans', 'Users', { count: '3', sortBy: 'active' }, 8],
    ['an order by several values', 'Users', { count: '2', sortBy: 'emails', sortOrder: 'descending' }, 12],
    ['an order by when they were made', 'Users', { count: '7', sortBy: 'meta.created', sortOrder: 'descending' }, 4],
    ['a page that holds all', 'Users', { count: '23' }, 1],
    ['groups', 'Groups', { count: '2' }, 2],
    ['groups in order', 'Groups', { count: '1', sortBy: 'displayName' }, 3],
  ])('a walk to the end is the whole list: %s of %s', async (_, endpoint, parameters, count) => {
    const { count: __, ...unpaged } = parameters;
    const pages = await walk(endpoint, parameters);
    const whole = await connection.list(endpoint, unpaged);
    expect(pages.flatMap(({ Resources }) => Resources)).toEqual(whole.Resources);
    expect(pages).toHaveLength(count);
    for (const page of pages) {
      expect(page).toMatchObject({ totalResults: whole.totalResults, itemsPerPage: page.Resources.length });
      expect(page).not.toHaveProperty('startIndex');
      expect(page).not.toHaveProperty('previousCursor');
    }
  });

  it('index paging stays the default: a cursor is given to who asks for one', async () => {
    expect(await connection.list('Users', { count: '2' })).not.toHaveProperty('nextCursor');
  });

  it('nobody found is one page without a cursor', async () => {
    expect(await walk('Users', { filter: 'userName eq "nobody"' })).toMatchObject([{ totalResults: 0, Resources: [] }]);
  });

  it('who is made while somebody pages is on a later page, who is deleted is not, and nobody is twice', async () => {
    const other = await aConnection();
    const ids: string[] = [];
    for (let number = 0; number < 4; number++) ids.push((await other.create('Users', aUser())).id);
    const first = await other.list('Users', { cursor: '', count: '2' });
    await other.send('delete', `/Users/${ids[1]}`).expect(204);
    await other.send('delete', `/Users/${ids[2]}`).expect(204);
    const last = await other.create('Users', aUser());
    const second = await other.list('Users', { cursor: String(first.nextCursor), count: '2' });
    expect(second.Resources.map(({ id }) => id)).toEqual([ids[3], last.id]);
    expect(second).not.toHaveProperty('nextCursor');
  });

  it('the projection may change from page to page, as it does not change who is on them', async () => {
    const { nextCursor } = await connection.list('Users', { cursor: '', count: '2' });
    const page = await connection.list('Users', { cursor: String(nextCursor), count: '2', attributes: 'userName' });
    expect(namesOf(page)).toEqual(['c', 'B']);
    expect(page.Resources[0]).not.toHaveProperty('emails');
  });

  describe('is refused', () => {
    let cursor: string;
    const first = { filter: SORTED, sortBy: 'userName', count: '2' };
    beforeAll(async () => {
      cursor = String((await connection.list('Users', { ...first, cursor: '' })).nextCursor);
    });

    it.each<[string, string, (cursor: string) => Record<string, string | undefined>]>([
      [
        'a letter changed',
        'invalidCursor',
        given => ({ cursor: `${given.startsWith('e') ? 'f' : 'e'}${given.slice(1)}` }),
      ],
      ['its signature changed', 'invalidCursor', given => ({ cursor: `${given.slice(0, -4)}AAAA` })],
      ['no signature', 'invalidCursor', given => ({ cursor: given.split('.')[0] })],
      ['its end cut off', 'invalidCursor', given => ({ cursor: given.slice(0, -1) })],
      ['nothing of ours', 'invalidCursor', () => ({ cursor: 'next' })],
      ['letters no cursor has', 'invalidCursor', given => ({ cursor: `${given}/+=` })],
      ['another filter', 'invalidCursor', () => ({ filter: 'nickName pr' })],
      ['no filter', 'invalidCursor', () => ({ filter: undefined })],
      ['another order', 'invalidCursor', () => ({ sortOrder: 'descending' })],
      ['another sortBy', 'invalidCursor', () => ({ sortBy: 'title' })],
      ['no sortBy', 'invalidCursor', () => ({ sortBy: undefined })],
      ['another count', 'invalidCount', () => ({ count: '3' })],
      ['no count', 'invalidCount', () => ({ count: undefined })],
      ['a count that is no number', 'invalidCount', () => ({ count: 'two' })],
      ['startIndex beside it (RFC 9865 §2.4)', 'invalidValue', () => ({ startIndex: '1' })],
    ])('with %s: %s', async (_, scimType, change) => {
      const changed = Object.entries({ ...first, cursor, ...change(cursor) }).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value] as const],
      );
      const { body } = await connection.send('get', `/Users${toQuery(Object.fromEntries(changed))}`).expect(400);
      expect(body).toMatchObject({ status: '400', scimType, detail: expect.stringMatching(/.{15}/) });
    });

    it('when it is older than is published: expiredCursor', async () => {
      const { body } = await connection.send('get', '/ServiceProviderConfig').expect(200);
      const { cursorTimeout } = body.pagination;
      const after = async (seconds: number) => {
        vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 });
        const answer = await connection.send('get', `/Users${toQuery({ ...first, cursor })}`);
        vi.useRealTimers();
        return answer;
      };
      expect((await after(cursorTimeout - 60)).status).toBe(200);
      expect((await after(cursorTimeout + 1)).body).toMatchObject({ status: '400', scimType: 'expiredCursor' });
    });

    it('at another endpoint', async () => {
      const { nextCursor } = await connection.list('Users', { cursor: '', count: '1' });
      const path = `/Groups${toQuery({ cursor: String(nextCursor), count: '1' })}`;
      const { body } = await connection.send('get', path).expect(400);
      expect(body).toMatchObject({ scimType: 'invalidCursor' });
    });

    it('with another token, of another connection or of the same, as one that never was (RFC 9865 §3)', async () => {
      const path = `/Users${toQuery({ ...first, cursor })}`;
      const foreign = await (await aConnection()).send('get', path).expect(400);
      const { database } = await runningScim();
      const token = mintToken('scim');
      const terms = { scopes: scimScopes, expiresAt: new Date(Date.now() + 60_000) };
      await database.transaction(({ scimTokens }) => scimTokens.insert(connection.key, token, terms));
      const other = connection.sendBare('get', path).set('Authorization', `Bearer ${token.secret.reveal()}`);
      const never = await connection.send('get', `/Users${toQuery({ ...first, cursor: 'never' })}`).expect(400);
      expect(foreign.body).toEqual(never.body);
      expect((await other.expect(400)).body).toEqual(never.body);
      expect(never.body).toMatchObject({ scimType: 'invalidCursor' });
    });
  });

  it.each(['Users', 'Groups'] as const)('POST /%s/.search takes the same cursors as GET', async endpoint => {
    const search = async (parameters: object) =>
      (
        await connection
          .send('post', `/${endpoint}/.search`, { schemas: [SEARCH], count: 2, ...parameters })
          .expect(200)
      ).body as TestList;
    const first = await search({ cursor: '' });
    const second = await search({ cursor: first.nextCursor });
    const byGet = await connection.list(endpoint, { cursor: String(first.nextCursor), count: '2' });
    expect(second.Resources).toEqual(byGet.Resources);
    const whole = await connection.list(endpoint, { count: '4' });
    expect([...first.Resources, ...second.Resources]).toEqual(whole.Resources);
    const forged = { schemas: [SEARCH], count: 2, cursor: 'forged' };
    const { body } = await connection.send('post', `/${endpoint}/.search`, forged).expect(400);
    expect(body).toMatchObject({ scimType: 'invalidCursor' });
    const otherCount = { schemas: [SEARCH], count: 3, cursor: first.nextCursor };
    const changed = await connection.send('post', `/${endpoint}/.search`, otherCount).expect(400);
    expect(changed.body).toMatchObject({ scimType: 'invalidCount' });
  });
});
