import { beforeAll, describe, expect, it } from 'vitest';
import { aConnection, aUser, type TestConnection } from './builders.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
let connection: TestConnection;
let ava: { id: string; meta: { created: string; version: string } };

beforeAll(async () => {
  connection = await aConnection();
  const people = [
    aUser({
      userName: 'Ava.Lind@example.com',
      externalId: 'X-ava',
      name: { givenName: 'Ava', familyName: 'Lind' },
      title: 'Head of Sales',
      emails: [
        { type: 'work', value: 'Ava@Example.com', primary: true },
        { type: 'home', value: 'ava@home.example.com' },
      ],
      addresses: [{ type: 'work', locality: 'Malmö' }],
      roles: [{ value: 'admin', primary: true }],
      [ENTERPRISE]: { department: 'Sales', manager: { value: 'M-1' } },
    }),
    aUser({ userName: "o'neil+qa@example.com", emails: [{ type: 'home', value: 'ava@example.com' }] }),
    aUser({ userName: 'leaver@example.com', active: false }),
  ];
  for (const person of people) {
    const { body } = await connection.send('post', '/Users', person).expect(201);
    ava ??= body;
  }
});

async function found(filter: string): Promise<string[]> {
  const { body } = await connection.send('get', `/Users?filter=${encodeURIComponent(filter)}`).expect(200);
  expect(body.totalResults).toBe(body.Resources.length);
  return body.Resources.map(({ userName }: { userName: string }) => userName);
}

describe('filter', () => {
  it.each([
    ['userName eq "ava.lind@EXAMPLE.com"'],
    ['USERNAME EQ "Ava.Lind@example.com"'],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ava.lind@example.com"'],
    ['externalId eq "X-ava"'],
    ['name.familyName eq "lind"'],
    ['title eq "head of sales"'],
    ['emails[type eq "work"].value eq "ava@example.com"'],
    ['emails[type eq "work" and value eq "ava@example.com"]'],
    ['emails.value eq "ava@home.example.com"'],
    ['emails eq "ava@home.example.com"'],
    ['addresses.locality eq "malmö"'],
    ['roles.primary eq true'],
    ['emails.primary eq false and title pr'],
    ['emails[type eq "home" and primary eq false] and title pr'],
    ['roles[primary eq "True"].value eq "ADMIN"'],
    [`${ENTERPRISE}:department eq "sales"`],
    [`${ENTERPRISE}:manager.value eq "M-1"`],
    [`${ENTERPRISE}:manager eq "M-1"`],
    [`schemas eq "${ENTERPRISE}"`],
    ['title pr'],
    ['not (active eq false) and title eq "Head of Sales"'],
    ['title eq "Head of Sales" or title eq "nobody"'],
    ['userName eq "ava.lind@example.com" and active eq true'],
  ])('%s', async filter => {
    expect(await found(filter)).toEqual(['Ava.Lind@example.com']);
  });

  it.each(['id', 'meta.created', 'meta.version'])('%s eq', async attribute => {
    const value = { id: ava.id, 'meta.created': ava.meta.created, 'meta.version': ava.meta.version }[attribute];
    expect(await found(`${attribute} eq ${JSON.stringify(value)}`)).toContain('Ava.Lind@example.com');
  });

  it.each([
    ['externalId is case exact (RFC 7643 §3.1)', 'externalId eq "x-ava"', []],
    [
      'both conditions hold for the same value (RFC 7644 §3.4.2.2)',
      'emails[type eq "work" and value eq "ava@home.example.com"]',
      [],
    ],
    ['two types at once are no value’s', 'emails[type eq "home" and type eq "work"]', []],
    [
      'a missing primary is false (RFC 7643 §2.4)',
      'emails[primary eq false and value eq "ava@example.com"]',
      ["o'neil+qa@example.com"],
    ],
    [
      'a quote and a backslash in a value filter stay in the value',
      'emails[primary eq false and value eq "\\\" || true"]',
      [],
    ],
    [
      'an inactive user is found: Okta and Entra ID create a duplicate otherwise',
      'userName eq "leaver@example.com"',
      ['leaver@example.com'],
    ],
    [
      'an apostrophe and a plus are ordinary characters',
      'userName eq "o\'neil+qa@example.com"',
      ["o'neil+qa@example.com"],
    ],
    ['nobody is called like that', 'userName eq "nobody@example.com"', []],
    ['what cannot be a userName is nobody’s', 'userName eq "\\u200d"', []],
    ['an id that is none of ours is nobody’s', 'id eq "42"', []],
    [
      'not applies to people without the attribute too',
      'not (externalId eq "X-ava")',
      ["o'neil+qa@example.com", 'leaver@example.com'],
    ],
    ['eq null means not present', 'externalId eq null and active eq false', ['leaver@example.com']],
    ['a quote in a value stays in the value', 'userName eq "x\\" or userName pr or userName eq \\""', []],
  ])('%s', async (_, filter, expected) => {
    expect(await found(filter)).toEqual(expected);
  });

  it('never leaves the connection, whatever "or" says', async () => {
    const other = await aConnection();
    const { body } = await other
      .send(
        'get',
        `/Users?filter=${encodeURIComponent('userName eq "x" or userName eq "ava.lind@example.com" or userName pr')}`,
      )
      .expect(200);
    expect(body.totalResults).toBe(0);
  });

  it.each([
    'userName',
    'userName eq',
    'userName eq "a" and',
    'userName eq "a" garbage',
    'userName xx "a"',
    'nickname.foo eq "a"',
    'noSuchAttribute eq "a"',
    "userName eq 'a'",
    'userName eq "a',
    '(userName eq "a"',
    'active eq "perhaps"',
    'password eq "x"',
    'active eq "constructor"',
    'emails.primary eq "__proto__"',
    '',
  ])('400 invalidFilter and never half a filter: %s', async filter => {
    const { body } = await connection.send('get', `/Users?filter=${encodeURIComponent(filter)}`).expect(400);
    expect(body).toMatchObject({ scimType: 'invalidFilter', detail: expect.stringMatching(/.{15}/) });
  });

  it.each([
    'meta.created eq "0000-01-01T00:00:00Z"',
    'meta.created eq "0001-01-01T00:00:00+14:00"',
    'meta.lastModified eq "9999-12-31T23:59:59-14:00"',
  ])('a moment beyond those PostgreSQL has is nobody’s: %s', async filter => {
    expect(await found(filter)).toEqual([]);
  });

  it.each(['/Users?filter[]=userName+pr', '/Users?filter[x]=1', '/Users?filter=title+pr&filter=title+pr'])(
    'is never ignored for the way it is given: %s',
    async path => {
      await connection.send('get', path).expect(400);
    },
  );

  it('is never ignored for what stands before it: a thousand other parameters', async () => {
    const others = Array.from({ length: 1100 }, (_, number) => `p${number}=`).join('&');
    const { body } = await connection.send('get', `/Users?${others}&filter=userName+eq+%22nobody%22`).expect(200);
    expect(body.totalResults).toBe(0);
  });

  it('10,000 nested parentheses are refused at once', async () => {
    const started = performance.now();
    await connection.send('get', `/Users?filter=${'('.repeat(5000)}userName%20pr${')'.repeat(5000)}`).expect(400);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('paging (RFC 7644 §3.4.2.4)', () => {
  it.each<[string, object, number]>([
    ['', { totalResults: 3, startIndex: 1, itemsPerPage: 3 }, 3],
    ['?count=2', { totalResults: 3, startIndex: 1, itemsPerPage: 2 }, 2],
    ['?startIndex=3&count=2', { totalResults: 3, startIndex: 3, itemsPerPage: 1 }, 1],
    ['?startIndex=4&count=2', { totalResults: 3, startIndex: 4, itemsPerPage: 0 }, 0],
    ['?count=0', { totalResults: 3, itemsPerPage: 0 }, 0],
    ['?count=-5', { totalResults: 3, itemsPerPage: 0 }, 0],
    ['?startIndex=0', { totalResults: 3, startIndex: 1 }, 3],
    ['?startIndex=-1&count=1', { totalResults: 3, startIndex: 1 }, 1],
    ['?count=100000', { totalResults: 3, itemsPerPage: 3 }, 3],
  ])('/Users%s', async (query, expected, length) => {
    const { body } = await connection.send('get', `/Users${query}`).expect(200);
    expect(body).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], ...expected });
    expect(body.Resources).toHaveLength(length);
  });

  it('pages neither repeat nor skip anybody', async () => {
    const names: string[] = [];
    for (const startIndex of [1, 2, 3]) {
      const { body } = await connection
        .send('get', `/Users?startIndex=${startIndex}&count=1&attributes=userName`)
        .expect(200);
      names.push(...body.Resources.map(({ userName }: { userName: string }) => userName));
    }
    expect(names).toEqual(['Ava.Lind@example.com', "o'neil+qa@example.com", 'leaver@example.com']);
  });
});
