import { beforeAll, describe, expect, it } from 'vitest';
import { aConnection, aGroup, aPatch, aUser, type TestConnection } from './builders.js';

let connection: TestConnection;
beforeAll(async () => {
  connection = await aConnection();
});

describe('userName by PRECIS (RFC 8265 §3.3, RFC 7644 §7.8)', () => {
  it.each([
    ['letter case', 'Ada.Lovelace@Example.com', 'ADA.lovelace@example.COM'],
    ['full width', 'Ｊｏｈｎ@example.com', 'john@example.com'],
    ['a composed and a decomposed accent', 'André', 'ANDRE\u0301'],
    ['half-width katakana', 'ｶﾞ@example.com', 'ガ@example.com'],
    ['a full-width space', 'Ｋｉｎｇ　Ａｄａ', 'king ada'],
    ['capital sharp s', 'STRAẞE@example.com', 'straße@example.com'],
    ['a Kelvin sign', '\u212aelvin', 'kelvin'],
    ['Greek with a final sigma', 'ΟΔΟΣ@example.com', 'οδος@example.com'],
    ['Cyrillic', 'Иван@Example.com', 'иван@example.com'],
    ['Hebrew', 'דוד', 'דוד'],
    ['Arabic with its digits', 'محمد٥', 'محمد٥'],
    ['right-to-left and left-to-right parts', 'דוד King', 'דוד KING'],
    ['an apostrophe and a plus', "O'Brien+scim@example.com", "o'brien+SCIM@example.com"],
    ['beyond the Basic Multilingual Plane', '𠮷野@example.com', '𠮷野@EXAMPLE.com'],
  ])('%s: %s is %s: kept as it was sent, found as either, taken for both', async (_, userName, other) => {
    const { id } = await connection.create('Users', aUser({ userName }));
    for (const name of [userName, other]) {
      const { Resources } = await connection.list('Users', { filter: `userName eq ${JSON.stringify(name)}` });
      expect(Resources).toMatchObject([{ id, userName }]);
      const { body } = await connection.send('post', '/Users', aUser({ userName: name })).expect(409);
      expect(body).toMatchObject({ scimType: 'uniqueness', detail: expect.stringContaining(id) });
    }
    const { id: third } = await connection.create('Users', aUser());
    const rename = aPatch({ op: 'replace', path: 'userName', value: other });
    expect((await connection.send('patch', `/Users/${third}`, rename).expect(409)).body.scimType).toBe('uniqueness');
    expect((await connection.send('patch', `/Users/${id}`, rename).expect(200)).body.userName).toBe(other);
  });

  it.each([
    ['a dotless i and an i', 'ısparta@example.com', 'isparta@example.com'],
    ['sharp s and two s', 'weiß@example.com', 'weiss@example.com'],
    ['an accent and none', 'renée@example.com', 'renee@example.com'],
    ['Latin and Cyrillic a', 'а@example.com', 'a@example.com'],
  ])('%s are two people: %s, %s', async (_, one, other) => {
    for (const userName of [one, other]) await connection.create('Users', aUser({ userName }));
    expect(await connection.list('Users', { filter: `userName eq "${one}"` })).toMatchObject({ totalResults: 1 });
  });

  it.each([
    ['nothing', ''],
    ['a space before', ' ada'],
    ['a space after', 'ada '],
    ['two spaces', 'ada  king'],
    ['a control character', 'ada\u0007'],
    ['a tab', 'ada\tking'],
    ['an emoji', 'ada😀'],
    ['long s', 'ſam'],
    ['a ligature', 'ﬁona'],
    ['a zero width joiner', 'a\u200db'],
    ['a zero width space', 'ada\u200b'],
    ['a soft hyphen', 'ada\u00ad'],
    ['a no-break space', 'ada\u00a0king'],
    ['a right-to-left override', 'ada\u202emoc'],
    ['right-to-left letters after others', 'kingדוד'],
    ['mixed kinds of digits', 'م5٥'],
    ['a noncharacter', 'ada\ufdd0'],
    ['half a surrogate pair', 'ada\ud800'],
    ['U+0000', 'ada\u0000'],
  ])('400 invalidValue for %s: %j, by POST, PUT and PATCH; by a filter nobody is found', async (what, userName) => {
    const user = await connection.create('Users', aUser());
    for (const [method, path, body] of [
      ['post', '/Users', aUser({ userName })],
      ['put', `/Users/${user.id}`, aUser({ userName })],
      ['patch', `/Users/${user.id}`, aPatch({ op: 'replace', path: 'userName', value: userName })],
    ] as const) {
      const answer = await connection.send(method, path, body).expect(400);
      expect(answer.body).toMatchObject({ scimType: 'invalidValue', detail: expect.stringContaining('userName') });
    }
    expect((await connection.send('get', `/Users/${user.id}`)).body).toEqual(user);
    if (['half a surrogate pair', 'U+0000'].includes(what)) return;
    expect(await connection.list('Users', { filter: `userName eq ${JSON.stringify(userName)}` })).toMatchObject({
      totalResults: 0,
    });
  });
});

describe('other text is kept as it was sent, and compared without regard to case, width and composition', () => {
  it.each([
    ['an emoji with a joiner', 'Team 👩‍💻 Rocket 🚀', 'team 👩‍💻 ROCKET 🚀'],
    ['flags and skin tones', '🇸🇪 👋🏽', '🇸🇪 👋🏽'],
    ['right-to-left text, digits and Latin', 'צוות 42 Sales', 'צוות 42 SALES'],
    ['Arabic', 'فريق المبيعات', 'فريق المبيعات'],
    ['Vietnamese, decomposed', 'Phòng Kỹ thuật'.normalize('NFD'), 'phòng kỹ thuật'],
    ['Chinese in full width', '銷售部ＡＢＣ', '銷售部abc'],
    ['quotes, backslashes and line breaks', 'a "b" \\ c\n\td', 'A "B" \\ C\n\tD'],
    ['per cent signs and underscores', '100%_x', '100%_X'],
    ['leading and trailing spaces', '  padded  ', '  PADDED  '],
    ['an apostrophe and a semicolon', "Robert'); drop table groups;--", "robert'); drop table groups;--"],
  ])('a group called %s: %s', async (_, displayName, other) => {
    const { id } = await connection.create('Groups', aGroup({ displayName }));
    expect((await connection.send('get', `/Groups/${id}`).expect(200)).body.displayName).toBe(displayName);
    for (const [operator, value] of [
      ['eq', displayName],
      ['eq', other],
      ['sw', Array.from(other).slice(0, 3).join('')],
      ['ew', Array.from(other).slice(-3).join('')],
      ['co', other],
    ] as const) {
      const { Resources } = await connection.list('Groups', {
        filter: `displayName ${operator} ${JSON.stringify(value)}`,
      });
      expect(Resources.map(group => group['displayName'])).toContain(displayName);
    }
    const { Resources } = await connection.list('Groups', { filter: `not (displayName eq ${JSON.stringify(other)})` });
    expect(Resources.map(group => group.id)).not.toContain(id);
  });

  it('a user’s names, titles and addresses', async () => {
    const given = {
      displayName: 'דוד 👑',
      name: { givenName: 'Zoe\u0308', familyName: 'Ÿsøy' },
      addresses: [{ locality: 'Łódź', streetAddress: 'ul. Żółta 7\n2 piętro' }],
    };
    const { id } = await connection.create('Users', aUser(given));
    expect((await connection.send('get', `/Users/${id}`)).body).toMatchObject(given);
    for (const filter of [
      'name.givenName eq "ZOË"',
      'displayName co "👑"',
      'addresses[locality eq "łódź"]',
      'addresses.streetAddress co "ŻÓŁTA"',
    ])
      expect(await connection.list('Users', { filter })).toMatchObject({ Resources: [{ id }] });
  });

  it.each([
    ['a high half of a surrogate pair', '\ud83d'],
    ['a low half', '\ude80'],
    ['halves the wrong way round', '\ude80\ud83d'],
    ['U+0000', '\u0000'],
  ])('400 for %s anywhere in a body, which no UTF-8 or PostgreSQL text can hold', async (_, bad) => {
    const user = await connection.create('Users', aUser());
    const group = await connection.create('Groups', aGroup());
    for (const [method, path, body] of [
      ['post', '/Users', aUser({ title: `x${bad}` })],
      ['post', '/Users', aUser({ emails: [{ value: bad }] })],
      ['post', '/Users', aUser({ externalId: bad })],
      ['put', `/Users/${user.id}`, aUser({ name: { givenName: bad } })],
      ['patch', `/Users/${user.id}`, aPatch({ op: 'add', path: 'title', value: bad })],
      ['post', '/Groups', aGroup({ displayName: `x${bad}` })],
      ['post', '/Groups', aGroup({ externalId: bad })],
      ['patch', `/Groups/${group.id}`, aPatch({ op: 'replace', value: { displayName: bad } })],
      [
        'patch',
        `/Groups/${group.id}`,
        aPatch({ op: 'add', path: 'members', value: [{ value: user.id, display: bad }] }),
      ],
    ] as const)
      expect((await connection.send(method, path, body).expect(400)).body).toMatchObject({ scimType: 'invalidValue' });
    expect((await connection.send('get', `/Groups/${group.id}`)).body).toEqual(group);
  });

  it('400 invalidFilter for half a surrogate pair or U+0000 in a filter, 400 for a URL that is not UTF-8', async () => {
    for (const text of [String.raw`\ud83d`, String.raw`\u0000`]) {
      const { body } = await connection
        .send('get', `/Groups?filter=${encodeURIComponent(`displayName eq "${text}"`)}`)
        .expect(400);
      expect(body).toMatchObject({ scimType: 'invalidFilter' });
    }
    await connection.send('get', '/Groups/%ff%fe').expect(400);
  });
});
