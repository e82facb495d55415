import { beforeAll, describe, expect, it } from 'vitest';
import { aConnection, aGroup, aUser, type TestConnection, toQuery } from './builders.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ACME = 'urn:example:params:scim:schemas:extension:acme:2.0:User';
const acme = {
  id: ACME,
  name: 'Acme',
  attributes: [
    { name: 'badge', caseExact: true },
    { name: 'level', type: 'integer' },
    { name: 'rate', type: 'decimal' },
    { name: 'hired', type: 'dateTime' },
    { name: 'remote', type: 'boolean' },
    { name: 'photo', type: 'binary' },
    { name: 'site', type: 'reference', referenceTypes: ['external'] },
    { name: 'tags', multiValued: true },
    { name: 'pin', returned: 'never' },
    { name: 'desk', type: 'complex', subAttributes: [{ name: 'floor', type: 'integer' }, { name: 'code' }] },
    {
      name: 'cards',
      type: 'complex',
      multiValued: true,
      subAttributes: [{ name: 'number' }, { name: 'doors', type: 'integer' }],
    },
  ],
};

let connection: TestConnection;
/** The ids of the people and groups below, by the first letter of their names. */
let ids: Readonly<Record<string, string>>;
let created: string;

beforeAll(async () => {
  connection = await aConnection({ userExtensions: [acme] });
  const ada = await connection.create('Users', {
    ...aUser({ userName: 'Ada@Example.com', externalId: 'X-ada' }),
    name: { givenName: 'Ada', familyName: 'Lovelace' },
    title: 'Head of "Sales" \\ Süd 🚀',
    emails: [
      { type: 'work', value: 'ada@work.example', primary: true },
      { type: 'home', value: 'ada@home.example' },
    ],
    phoneNumbers: [{ type: 'mobile', value: '+46 1' }],
    [ENTERPRISE]: { department: 'Sales', employeeNumber: '10', manager: { value: 'M-1' } },
    [ACME]: {
      badge: 'B7',
      level: 9,
      rate: 1.5,
      hired: '2020-01-31T23:30:00-01:00',
      remote: true,
      photo: 'AAEC',
      site: 'https://acme.example/A',
      tags: ['Red', 'Blue'],
      desk: { floor: 2, code: 'C2' },
      cards: [
        { number: 'n1', doors: 1 },
        { number: 'n2', doors: 20 },
      ],
    },
  });
  const ben = await connection.create('Users', {
    ...aUser({ userName: 'ben@example.com', externalId: 'x-ADA', active: false }),
    name: { familyName: 'Lund' },
    title: 'clerk',
    emails: [
      { type: 'work', value: 'ben@home.example' },
      { type: 'home', value: 'ben@work.example', primary: true },
    ],
    [ENTERPRISE]: { department: 'sales (south)', employeeNumber: '9' },
    [ACME]: { badge: 'b7', level: 10, rate: -2, hired: '2020-02-01T00:00:00Z', remote: false, tags: ['blue'] },
  });
  const cyd = await connection.create('Users', { schemas: [USER], userName: 'cyd@example.com' });
  const sales = await connection.create(
    'Groups',
    aGroup({
      displayName: 'Sales',
      externalId: 'S-1',
      members: [{ value: ada.id, display: 'Ada' }, { value: ben.id }],
    }),
  );
  const twin = await connection.create('Groups', aGroup({ displayName: 'SALES', externalId: 's-1' }));
  const nested = await connection.create(
    'Groups',
    aGroup({ displayName: 'Équipe 🚀', members: [{ value: cyd.id }, { value: sales.id }] }),
  );
  ids = { a: ada.id, b: ben.id, c: cyd.id, sales: sales.id, twin: twin.id, nested: nested.id };
  created = ada.meta.created;
});

/** Whom a filter finds, by the first letters of their userNames; by name for groups. `{a}` is the id of Ada. */
async function found(endpoint: 'Users' | 'Groups', filter: string): Promise<string> {
  const given = filter.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? created);
  const { totalResults, Resources } = await connection.list(endpoint, { filter: given });
  expect(totalResults).toBe(Resources.length);
  const matched = new Set(Resources.map(({ id }) => id));
  expect(Object.values(ids)).toEqual(expect.arrayContaining([...matched]));
  return Object.keys(ids)
    .filter(name => matched.has(ids[name] ?? ''))
    .join(' ');
}

describe('operators (RFC 7644 §3.4.2.2)', () => {
  it.each([
    ['eq', 'userName eq "ada@example.com"', 'a'],
    ['ne, which those without the attribute pass', 'title ne "CLERK"', 'a c'],
    ['co', 'name.familyName co "UN"', 'b'],
    ['co with characters that mean something in SQL', 'title co "%"', ''],
    ['co with an underscore', 'title co "c_erk"', ''],
    ['sw', 'title sw "CL"', 'b'],
    ['ew', 'title ew "RK"', 'b'],
    ['pr', 'title pr', 'a b'],
    ['pr of a complex attribute', 'name pr', 'a b'],
    ['pr of a multi-valued attribute', 'emails pr', 'a b'],
    ['gt', 'name.familyName gt "lovelace"', 'b'],
    ['ge', 'name.familyName ge "lovelace"', 'a b'],
    ['lt', 'name.familyName lt "LUND"', 'a'],
    ['le', 'name.familyName le "LUND"', 'a b'],
    [
      'the letter case of operators and names is free',
      'USERNAME EQ "cyd@example.com" OR Title PR AND NOT (Active eq FALSE)',
      'a c',
    ],
    ['numbers go by size, not by letters', `${ACME}:level gt 9`, 'b'],
    ['numbers equal whatever way they are written', `${ACME}:rate eq 15e-1`, 'a'],
    ['negative numbers', `${ACME}:rate lt 0`, 'b'],
    ['an integer and a fraction', `${ACME}:level le 9.5`, 'a'],
    ['text that looks like a number goes by letters', `${ENTERPRISE}:employeeNumber gt "10"`, 'b'],
    ['instants go by time, whatever their offset', `${ACME}:hired eq "2020-02-01T00:30:00Z"`, 'a'],
    ['instants in order', `${ACME}:hired lt "2020-02-01T01:15:00+01:00"`, 'b'],
    ['meta.created', 'meta.created ge "{created}" and userName pr', 'a b c'],
    ['meta.lastModified', 'meta.lastModified lt "{created}"', ''],
    ['a boolean', `${ACME}:remote eq false`, 'b'],
    ['a boolean in quotes (Entra ID)', `${ACME}:remote eq "False"`, 'b'],
    ['ne of a boolean', 'active ne true', 'b'],
    ['null is absence (RFC 7643 §2.5)', 'title eq null', 'c'],
    ['ne null is presence', 'title ne null', 'a b'],
  ])('%s: %s', async (_, filter, expected) => {
    expect(await found('Users', filter)).toBe(expected);
  });

  it.each([
    ['gt on a boolean (Table 3)', 'active gt true'],
    ['le on a boolean', `${ACME}:remote le false`],
    ['ge on binary data', `${ACME}:photo ge "AA"`],
    ['lt on a certificate', 'x509Certificates.value lt "AA"'],
    ['co on a number', `${ACME}:level co 1`],
    ['sw on an instant', `${ACME}:hired sw "2020"`],
    ['a number for text', `${ENTERPRISE}:employeeNumber eq 10`],
    ['text for a number', `${ACME}:level eq "nine"`],
    ['a date without time', `${ACME}:hired gt "2020-01-01"`],
    ['an order on null', 'title gt null'],
    ['an unknown operator', 'title like "x"'],
    ['an unknown attribute', 'shoeSize eq 43'],
    ['an unknown sub-attribute', 'emails.size eq 43'],
    ['an unknown URN', 'urn:example:nothing:size eq 43'],
    ['a complex attribute without a value of its own', 'name eq "Ada"'],
    ['the password (RFC 7643 §4.1.1)', 'password sw "a"'],
    ['what is never returned', `${ACME}:pin eq "1234"`],
    ['brackets after a singular attribute', `${ACME}:desk[floor eq 2]`],
    ['nothing behind and', 'title pr and'],
    ['something behind the end', 'title pr title'],
    ['text without quotes', 'title eq clerk'],
    ['single quotes', "title eq 'clerk'"],
    ['a parenthesis too many', 'title pr)'],
    ['a bracket left open', 'emails[type eq "work"'],
    ['an escape that is none', String.raw`title eq "\x41"`],
    ['half a surrogate pair', String.raw`title eq "\ud83d"`],
    ['U+0000', String.raw`title eq "\u0000"`],
    ['not without parentheses', 'not title pr'],
    ['SQL', `title eq "x"; delete from directory_users`],
  ])('400 invalidFilter, never half a filter: %s: %s', async (_, filter) => {
    for (const endpoint of ['Users', 'Groups']) {
      const path = `/${endpoint}?filter=${encodeURIComponent(filter)}`;
      const { body } = await connection.send('get', path).expect(400);
      expect(body).toMatchObject({ status: '400', scimType: 'invalidFilter', detail: expect.stringMatching(/.{15}/) });
    }
  });
});

describe('precedence: grouping, not, and, or (RFC 7644 §3.4.2.2)', () => {
  it.each([
    ['userName sw "ada" or userName sw "ben" and active eq true', 'a'],
    ['(userName sw "cyd" or userName sw "ben") and active eq false', 'b'],
    ['active eq false or title pr and userName sw "ada"', 'a b'],
    ['not (title pr) and active eq true', 'c'],
    ['not (title pr and active eq true)', 'b c'],
    ['not (title pr or active eq true)', ''],
    ['not(title pr)', 'c'],
    ['not (not (title pr))', 'a b'],
    ['((((title pr))))', 'a b'],
    ['not (emails[type eq "work" and value co "home"])', 'a c'],
    ['not (title eq "clerk")', 'a c'],
  ])('%s', async (filter, expected) => {
    expect(await found('Users', filter)).toBe(expected);
  });
});

describe('several values', () => {
  it.each([
    ['any of them', 'emails.value eq "ben@work.example"', 'b'],
    ['a complex attribute stands for its value', 'emails co "@home"', 'a b'],
    [
      'outside of brackets each condition has its own value',
      'emails.type eq "home" and emails.value co "ada@work"',
      'a',
    ],
    ['in brackets both are of one value', 'emails[type eq "home" and value co "ada@work"]', ''],
    ['in brackets, found', 'emails[type eq "work" and value co "@work"]', 'a'],
    ['or in brackets', 'emails[value sw "ben" and (type eq "x" or primary eq true)]', 'b'],
    ['not in brackets', 'emails[not (type eq "work") and value sw "ada"]', 'a'],
    ['Entra ID’s sub-attribute behind brackets', 'emails[type eq "work"].value eq "ADA@WORK.example"', 'a'],
    ['the same of another value', 'emails[type eq "work"].value eq "ada@home.example"', ''],
    ['presence behind brackets', 'emails[type eq "home"].value pr', 'a b'],
    ['an absent primary is false (RFC 7643 §2.4)', 'emails[type eq "work" and primary eq false]', 'b'],
    ['ne means a value that differs', 'emails.type ne "work"', 'a b'],
    ['not means none that equals', 'not (emails.type eq "home")', 'c'],
    ['ne of nobody’s value', 'phoneNumbers.type ne "work"', 'a'],
    ['a value path of nobody’s', 'ims[value pr]', ''],
    ['simple values', `${ACME}:tags eq "BLUE"`, 'a b'],
    ['simple values in brackets are called value', `${ACME}:tags[value sw "r"]`, 'a'],
    ['numbers of the same element', `${ACME}:cards[number eq "n1" and doors gt 10]`, ''],
    ['numbers of one element', `${ACME}:cards[number eq "n2" and doors gt 10]`, 'a'],
  ])('%s: %s', async (_, filter, expected) => {
    expect(await found('Users', filter)).toBe(expected);
  });
});

describe('letter case follows caseExact (RFC 7643 §2.2, §7)', () => {
  it.each<[string, 'Users' | 'Groups', string, string]>([
    ['userName is not exact', 'Users', 'userName eq "ADA@example.COM"', 'a'],
    ['externalId is exact', 'Users', 'externalId eq "X-ada"', 'a'],
    ['externalId in another case is another', 'Users', 'externalId eq "x-ADA"', 'b'],
    ['externalId by its beginning', 'Users', 'externalId sw "x-"', 'b'],
    ['an exact custom attribute', 'Users', `${ACME}:badge eq "B7"`, 'a'],
    ['an exact custom attribute, contained', 'Users', `${ACME}:badge co "b"`, 'b'],
    ['a reference is exact (RFC 7643 §2.3.7)', 'Users', `${ACME}:site eq "https://acme.example/a"`, ''],
    ['binary data is exact (RFC 7643 §2.3.6)', 'Users', `${ACME}:photo eq "aaec"`, ''],
    ['meta.resourceType is exact', 'Users', 'meta.resourceType eq "user"', ''],
    ['meta.resourceType', 'Users', 'meta.resourceType eq "User"', 'a b c'],
    ['id is exact', 'Users', 'id eq "{a}"', 'a'],
    ['externalId of a group is exact', 'Groups', 'externalId eq "s-1"', 'twin'],
    ['displayName of a group is not', 'Groups', 'displayName eq "sales"', 'sales twin'],
  ])('%s (%s): %s', async (_, endpoint, filter, expected) => {
    expect(await found(endpoint, filter)).toBe(expected);
  });

  it('of ids, which are lower case', async () => {
    expect(await found('Users', `id eq "${ids['a']?.toUpperCase()}"`)).toBe('');
    expect(await found('Groups', `members.value eq "${ids['a']?.toUpperCase()}"`)).toBe('');
  });
});

describe('names (RFC 7644 §3.10)', () => {
  it.each([
    ['the URN before the name', `${USER}:userName sw "A"`, 'a'],
    ['the URN in any letter case', `${USER.toUpperCase()}:USERNAME sw "A"`, 'a'],
    ['a dot for the sub-attribute behind a URN', `${USER}:name.familyName eq "lund"`, 'b'],
    ['an extension', `${ENTERPRISE}:department eq "SALES"`, 'a'],
    ['an extension’s sub-attribute', `${ENTERPRISE}:manager.value eq "M-1"`, 'a'],
    ['a custom extension', `${ACME.toUpperCase()}:LEVEL eq 9`, 'a'],
    ['a custom extension’s sub-attribute', `${ACME}:desk.floor eq 2 and ${ACME}:desk.code eq "c2"`, 'a'],
    ['a custom extension’s value path', `${ACME}:cards[doors ge 20]`, 'a'],
    ['the URN before brackets', `${USER}:emails[type eq "work" and value sw "ben"]`, 'b'],
    ['schemas', `schemas eq "${ENTERPRISE}"`, 'a b'],
    ['schemas, not', `not (schemas eq "${ACME}")`, 'c'],
    ['schemas, always the base schema', `schemas eq "${USER}"`, 'a b c'],
    ['meta.location', `meta.location ew "/Users/{a}"`, 'a'],
    ['meta.version', 'meta.version eq "W/\\"1\\"" and title eq "clerk"', 'b'],
  ])('%s: %s', async (_, filter, expected) => {
    expect(await found('Users', filter)).toBe(expected);
  });
});

describe('strings', () => {
  it.each([
    ['an escaped quote and backslash', String.raw`title co "\"Sales\" \\ "`, 'a'],
    ['an escaped letter', String.raw`title co "s\u00fcd"`, 'a'],
    ['a decomposed letter', 'title co "su\u0308d"', 'a'],
    ['a surrogate pair, escaped', String.raw`title ew "\ud83d\ude80"`, 'a'],
    ['a surrogate pair, as it is', 'title ew "🚀"', 'a'],
    ['operators, parentheses and spaces in a string', `${ENTERPRISE}:department eq "sales (south)"`, 'b'],
    ['a string that looks like a filter', 'title eq "x\\" or title pr or title eq \\""', ''],
    ['no space before the value (RFC 7644 §3.5.2.2)', 'title eq"clerk"', 'b'],
    ['white space around', '  title   eq\t"clerk"  ', 'b'],
    ['full width', 'title eq "ｃｌｅｒｋ"', 'b'],
  ])('%s: %s', async (_, filter, expected) => {
    expect(await found('Users', filter)).toBe(expected);
  });

  it('long values are compared to their end', async () => {
    const long = `${'x'.repeat(300)}1`;
    const { id } = await connection.create('Users', aUser({ displayName: long }));
    for (const [filter, totalResults] of [
      [`displayName eq "${long}"`, 1],
      [`displayName eq "${'x'.repeat(300)}2"`, 0],
      [`displayName sw "${'x'.repeat(300)}"`, 1],
      [`displayName sw "${'x'.repeat(300)}2"`, 0],
      [`displayName ew "x1"`, 1],
    ] as const)
      expect(await connection.list('Users', { filter })).toMatchObject({ totalResults });
    await connection.send('delete', `/Users/${id}`).expect(204);
  });

  it('a space may come as + or %20, and a + as %2B', async () => {
    for (const path of ['/Users?filter=title+eq+%22clerk%22', '/Users?filter=title%20eq%20%22clerk%22'])
      expect((await connection.send('get', path).expect(200)).body.totalResults).toBe(1);
    const phone = '/Users?filter=phoneNumbers.value%20eq%20%22%2B46+1%22';
    expect((await connection.send('get', phone).expect(200)).body.totalResults).toBe(1);
  });
});

describe('groups', () => {
  it.each([
    ['by a member', 'members.value eq "{a}"', 'sales'],
    ['by a bare member (AWS, Entra ID)', 'members eq "{c}"', 'nested'],
    ['by a value path', 'members[value eq "{a}"]', 'sales'],
    ['of one group and one member (Entra ID)', 'id eq "{sales}" and members eq "{b}"', 'sales'],
    ['of one group and one who is no member', 'id eq "{sales}" and members eq "{c}"', ''],
    ['by type of member', 'members[type eq "group"]', 'nested'],
    ['by type and id of the same member', 'members[type eq "Group" and value eq "{c}"]', ''],
    ['by type and id of different members', 'members.type eq "Group" and members.value eq "{c}"', 'nested'],
    ['by display of a member', 'members.display eq "ADA"', 'sales'],
    ['by $ref (RFC 7643 §2.1)', 'members.$ref ew "/Users/{a}"', 'sales'],
    ['with members', 'members pr', 'sales nested'],
    ['without members', 'not (members pr)', 'twin'],
    ['without members, by null', 'members eq null', 'twin'],
    ['by somebody who is none of ours', 'members eq "nobody"', ''],
    ['by a name that is not ASCII', 'displayName eq "équipe 🚀"', 'nested'],
    ['by name and externalId', 'displayName eq "Sales" and externalId eq "S-1"', 'sales'],
    ['by the URN and name', `${GROUP}:displayName sw "SAL" and not (members pr)`, 'twin'],
    ['in order of names', 'displayName gt "sales"', 'nested'],
  ])('%s: %s', async (_, filter, expected) => {
    expect(await found('Groups', filter)).toBe(expected);
  });

  it.each([
    ['in which they are', 'groups.value eq "{sales}"', 'a b'],
    ['in which they are themselves, not by another group', 'groups.value eq "{nested}"', 'c'],
    ['by name', 'groups.display eq "SALES"', 'a b'],
    ['by type of the same', 'groups[value eq "{nested}" and type eq "direct"]', 'c'],
    ['none', 'not (groups pr)', ''],
  ])('of a user, %s: %s', async (_, filter, expected) => {
    expect(await found('Users', filter)).toBe(expected);
  });
});

describe('bounds (fast, and never a 5xx)', () => {
  it.each<[string, string, object]>([
    ['10,000 parentheses', `${'('.repeat(10_000)}title pr${')'.repeat(10_000)}`, { scimType: 'invalidFilter' }],
    ['10,000 negations', `${'not ('.repeat(10_000)}title pr${')'.repeat(10_000)}`, { scimType: 'invalidFilter' }],
    ['10,000 open brackets', `emails${'['.repeat(10_000)}`, { scimType: 'invalidFilter' }],
    ['10,000 terms', Array.from({ length: 10_000 }, () => 'title pr').join(' or '), { status: '400' }],
    ['an over-long string', `title eq "${'x'.repeat(9000)}"`, { scimType: 'invalidFilter' }],
  ])('%s', async (_, filter, expected) => {
    for (const endpoint of ['Users', 'Groups'] as const) {
      const started = performance.now();
      const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], filter };
      const answer = await connection.send('post', `/${endpoint}/.search`, body).expect(400);
      expect(answer.body).toMatchObject(expected);
      if (filter.length < 90_000) {
        const path = `/${endpoint}${toQuery({ filter })}`;
        expect((await connection.send('get', path)).status).toBeOneOf([400, 414]);
      }
      expect(performance.now() - started).toBeLessThan(500);
    }
  });

  it('a filter at the bounds is answered', async () => {
    const terms = Array.from({ length: 199 }, (_, number) => `title eq "${number}"`).join(' or ');
    expect(await found('Users', `title eq "clerk" or ${terms}`)).toBe('b');
    expect(await found('Groups', `${'('.repeat(50)}members pr${')'.repeat(50)}`)).toBe('sales nested');
  });
});
