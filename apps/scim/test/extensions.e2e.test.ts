import { beforeAll, describe, expect, it } from 'vitest';
import { aConnection, aPatch, aUser, type TestConnection, type TestResource, toQuery } from './builders.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ACME = 'urn:example:params:scim:schemas:extension:acme:2.0:User';
const PARKING = 'urn:example:params:scim:schemas:extension:parking:2.0:User';

const acme = {
  id: ACME,
  name: 'Acme',
  description: 'What Acme knows of a person.',
  attributes: [
    { name: 'badge', required: true, caseExact: true, uniqueness: 'server', description: 'The badge.' },
    { name: 'hired', type: 'dateTime', mutability: 'immutable' },
    { name: 'score', type: 'decimal', mutability: 'readOnly' },
    { name: 'pin', mutability: 'writeOnly', returned: 'never' },
    { name: 'secret', returned: 'never' },
    { name: 'note', returned: 'request' },
    { name: 'level', type: 'integer', returned: 'always' },
    { name: 'remote', type: 'boolean' },
    { name: 'site', type: 'reference', referenceTypes: ['external'] },
    { name: 'photo', type: 'binary' },
    { name: 'shirt', canonicalValues: ['S', 'M', 'L'] },
    { name: 'tags', multiValued: true },
    {
      name: 'desk',
      type: 'complex',
      subAttributes: [
        { name: 'code', mutability: 'immutable' },
        { name: 'floor', type: 'integer' },
        { name: 'hint', returned: 'request' },
        { name: 'key', returned: 'never' },
      ],
    },
    {
      name: 'cards',
      type: 'complex',
      multiValued: true,
      subAttributes: [{ name: 'number', required: true, uniqueness: 'global' }, { name: 'kind' }],
    },
  ],
};

let connection: TestConnection;
let foreign: TestConnection;
let made = 0;

beforeAll(async () => {
  connection = await aConnection({ userExtensions: [acme, { id: PARKING, attributes: [{ name: 'place' }] }] });
  foreign = await aConnection();
});

/** A user with these attributes of Acme's, and a badge of its own. */
const anEmployee = (given: object = {}) => aUser({ schemas: [USER, ACME], [ACME]: { badge: `B${made++}`, ...given } });
const acmeOf = (user: TestResource) => user[ACME] as Readonly<Record<string, unknown>>;
const get = async (id: string, query = ''): Promise<TestResource> =>
  (await connection.send('get', `/Users/${id}${query}`).expect(200)).body;

/** What a request is refused with. */
async function refusal(method: 'post' | 'put' | 'patch' | 'get', path: string, body?: object): Promise<unknown> {
  const answer = await connection.send(method, path, body);
  expect(answer.status).toBeOneOf([400, 409]);
  return answer.body.scimType;
}

describe('discovery', () => {
  it('lists the extensions of the connection, but not what is never returned (RFC 7643 §6, §7)', async () => {
    const { body } = await connection.send('get', '/Schemas').expect(200);
    expect(body.Resources.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining([USER, ENTERPRISE, ACME, PARKING]),
    );
    const { body: schema } = await connection.send('get', `/Schemas/${ACME}`).expect(200);
    expect(schema).toMatchObject({ id: ACME, name: 'Acme', description: 'What Acme knows of a person.' });
    const names = schema.attributes.map(({ name }: { name: string }) => name);
    expect(names).toEqual(acme.attributes.map(({ name }) => name).filter(name => !['pin', 'secret'].includes(name)));
    expect(schema.attributes[0]).toEqual({
      name: 'badge',
      type: 'string',
      multiValued: false,
      description: 'The badge.',
      required: true,
      caseExact: true,
      mutability: 'readWrite',
      returned: 'default',
      uniqueness: 'server',
    });
    const { body: type } = await connection.send('get', '/ResourceTypes/User').expect(200);
    expect(type.schemaExtensions).toEqual([ENTERPRISE, ACME, PARKING].map(urn => ({ schema: urn, required: false })));
  });

  it('of another connection knows nothing of them', async () => {
    const { body } = await foreign.send('get', '/Schemas').expect(200);
    expect(JSON.stringify(body)).not.toContain('acme');
    await foreign.send('get', `/Schemas/${ACME}`).expect(404);
    expect((await foreign.send('get', '/ResourceTypes/User')).body.schemaExtensions).toHaveLength(1);
  });
});

describe('a custom extension', () => {
  it('is kept whole and answered with its URN in schemas (RFC 7643 §3.3)', async () => {
    const given = {
      hired: '2020-01-31T08:00:00+01:00',
      level: 3,
      remote: true,
      site: 'https://acme.example/a',
      photo: 'AAECAw==',
      shirt: 'XXL',
      tags: ['Red', 'Blue'],
      desk: { code: 'C2', floor: 2 },
      cards: [{ number: 'n-1', kind: 'door' }, { number: 'n-2' }],
    };
    const user = await connection.create('Users', { ...anEmployee(given), [PARKING]: { place: '7' } });
    expect(user).toMatchObject({ schemas: [USER, ACME, PARKING], [ACME]: given, [PARKING]: { place: '7' } });
    expect(await get(user.id)).toEqual(user);
    expect((await connection.send('put', `/Users/${user.id}`, user).expect(200)).body).toEqual(user);
  });

  it('is not needed: a user without it is a user', async () => {
    expect(await connection.create('Users', aUser())).toMatchObject({ schemas: [USER] });
  });

  it('of another connection is nobody’s: ignored in a body, unknown to paths, filters and orders', async () => {
    const user = await foreign.create('Users', anEmployee({ level: 3 }));
    expect(user['schemas']).toEqual([USER]);
    expect(user).not.toHaveProperty([ACME]);
    for (const [path, scimType] of [
      [`/Users${toQuery({ filter: `${ACME}:level eq 3` })}`, 'invalidFilter'],
      [`/Users${toQuery({ sortBy: `${ACME}:level` })}`, 'invalidValue'],
    ] as const)
      expect((await foreign.send('get', path).expect(400)).body).toMatchObject({ scimType });
    const patch = aPatch({ op: 'add', path: `${ACME}:level`, value: 4 });
    expect((await foreign.send('patch', `/Users/${user.id}`, patch).expect(400)).body).toMatchObject({
      scimType: 'invalidPath',
    });
  });

  it.each<[string, object, string]>([
    ['an integer with a fraction', { level: 1.5 }, 'invalidValue'],
    ['text for an integer', { level: 'three' }, 'invalidValue'],
    ['text for a boolean', { remote: 'perhaps' }, 'invalidValue'],
    ['a date without time', { hired: '2020-01-31' }, 'invalidValue'],
    ['what is no base64', { photo: '*' }, 'invalidValue'],
    ['a number for text', { shirt: 5 }, 'invalidValue'],
    ['text for a complex attribute', { desk: 'C2' }, 'invalidSyntax'],
    ['a wrong sub-attribute', { desk: { floor: 'two' } }, 'invalidValue'],
    ['a wrong value among several', { tags: ['x', 5] }, 'invalidValue'],
    ['text for what is only written', { pin: 1234 }, 'invalidValue'],
    ['a card without its number', { cards: [{ kind: 'door' }] }, 'invalidValue'],
  ])('has its types checked: %s', async (_, given, scimType) => {
    expect(await refusal('post', '/Users', anEmployee(given))).toBe(scimType);
    const { id } = await connection.create('Users', anEmployee());
    expect(await refusal('patch', `/Users/${id}`, aPatch({ op: 'add', value: { [ACME]: given } }))).toBe(scimType);
  });

  it('is filtered and sorted by, each type as it is', async () => {
    const other = await aConnection({ userExtensions: [acme] });
    for (const given of [
      { badge: 'x1', level: 10, tags: ['b'] },
      { badge: 'X2', level: 9, tags: ['C', 'a'] },
      { badge: 'x3' },
    ])
      await other.create('Users', anEmployee(given));
    const badges = async (parameters: Record<string, string>) =>
      (await other.list('Users', parameters)).Resources.map(user => acmeOf(user)['badge']);
    expect(await badges({ filter: `${ACME}:level lt 10` })).toEqual(['X2']);
    expect(await badges({ filter: `${ACME}:badge sw "x"` })).toEqual(['x1', 'x3']);
    expect(await badges({ filter: `${ACME}:tags eq "c" or not (${ACME}:tags pr)` })).toEqual(['X2', 'x3']);
    expect(await badges({ sortBy: `${ACME}:level` })).toEqual(['X2', 'x1', 'x3']);
    expect(await badges({ sortBy: `${ACME}:tags`, sortOrder: 'descending' })).toEqual(['x3', 'X2', 'x1']);
  });
});

describe('required (RFC 7643 §2.2)', () => {
  it('is asked for once the extension is used, and cannot be taken away', async () => {
    expect(await refusal('post', '/Users', aUser({ [ACME]: { level: 3 } }))).toBe('invalidValue');
    const { id } = await connection.create('Users', anEmployee({ level: 3 }));
    expect(await refusal('patch', `/Users/${id}`, aPatch({ op: 'remove', path: `${ACME}:badge` }))).toBe('mutability');
    expect(await refusal('patch', `/Users/${id}`, aPatch({ op: 'replace', path: `${ACME}:badge`, value: null }))).toBe(
      'invalidValue',
    );
    expect(await refusal('put', `/Users/${id}`, aUser({ [ACME]: { level: 4 } }))).toBe('invalidValue');
    const whole = await connection.send('patch', `/Users/${id}`, aPatch({ op: 'remove', path: ACME }));
    expect([whole.status, whole.body.scimType]).toEqual([400, 'mutability']);
  });

  it('is asked for by a PATCH that begins to use the extension, after its last operation', async () => {
    const { id } = await connection.create('Users', aUser());
    const level = { op: 'add', path: `${ACME}:level`, value: 3 };
    for (const operation of [level, { op: 'add', value: { [ACME]: { level: 3 } } }])
      expect(await refusal('patch', `/Users/${id}`, aPatch(operation))).toBe('invalidValue');
    expect((await get(id))['schemas']).toEqual([USER]);
    const badge = { op: 'add', path: `${ACME}:badge`, value: `B${made++}` };
    const { body } = await connection.send('patch', `/Users/${id}`, aPatch(level, badge)).expect(200);
    expect(acmeOf(body)).toEqual({ level: 3, badge: badge.value });
  });
});

describe('mutability (RFC 7643 §7)', () => {
  const hired = '2020-01-31T08:00:00Z';

  it('immutable: set once by POST, PUT or PATCH, then neither changed nor cleared; omitted it stays', async () => {
    const user = await connection.create('Users', anEmployee());
    const { badge } = acmeOf(user);
    const set = aPatch({ op: 'add', path: `${ACME}:hired`, value: hired });
    expect(acmeOf((await connection.send('patch', `/Users/${user.id}`, set).expect(200)).body)).toMatchObject({
      hired,
    });
    const put = (value: object) => aUser({ userName: user['userName'], [ACME]: { badge, ...value } });
    for (const value of ['2021-01-01T00:00:00Z', null]) {
      expect(await refusal('put', `/Users/${user.id}`, put({ hired: value }))).toBe('mutability');
      expect(await refusal('patch', `/Users/${user.id}`, aPatch({ op: 'replace', path: `${ACME}:hired`, value }))).toBe(
        'mutability',
      );
    }
    expect(await refusal('patch', `/Users/${user.id}`, aPatch({ op: 'remove', path: `${ACME}:hired` }))).toBe(
      'mutability',
    );
    expect(acmeOf((await connection.send('put', `/Users/${user.id}`, put({})).expect(200)).body)).toMatchObject({
      hired,
    });
    expect(acmeOf((await connection.send('put', `/Users/${user.id}`, put({ hired })).expect(200)).body)).toMatchObject({
      hired,
    });
  });

  it('immutable sub-attribute: the others change, it does not', async () => {
    const user = await connection.create('Users', anEmployee({ desk: { code: 'C2', floor: 2 } }));
    const move = aPatch({ op: 'replace', path: `${ACME}:desk.floor`, value: 3 });
    expect(acmeOf((await connection.send('patch', `/Users/${user.id}`, move).expect(200)).body)['desk']).toEqual({
      code: 'C2',
      floor: 3,
    });
    expect(
      await refusal(
        'patch',
        `/Users/${user.id}`,
        aPatch({ op: 'replace', path: `${ACME}:desk`, value: { code: 'D' } }),
      ),
    ).toBe('mutability');
  });

  it('readOnly: ignored in a body, refused by path', async () => {
    const user = await connection.create('Users', anEmployee({ score: 7 }));
    expect(acmeOf(user)).not.toHaveProperty('score');
    expect(await refusal('patch', `/Users/${user.id}`, aPatch({ op: 'add', path: `${ACME}:score`, value: 7 }))).toBe(
      'mutability',
    );
    const silent = aPatch({ op: 'add', value: { [ACME]: { score: 7 } } });
    expect((await connection.send('patch', `/Users/${user.id}`, silent).expect(200)).body).toEqual(user);
  });

  it('writeOnly, and what is never returned, is taken and never seen again', async () => {
    const posted = anEmployee({ pin: 'p-1234', secret: 's-1234', desk: { key: 'k-1234', floor: 1 } });
    const { body: user, text } = await connection.send('post', '/Users', posted).expect(201);
    const write = aPatch(
      ...['pin', 'secret', 'desk.key'].map(name => ({ op: 'add', path: `${ACME}:${name}`, value: 'x-1234' })),
    );
    const patched = await connection.send('patch', `/Users/${user.id}`, write).expect(200);
    const asked = await connection
      .send('get', `/Users/${user.id}?attributes=${ACME}:pin,${ACME}:secret,${ACME}:desk.key,${ACME}`)
      .expect(200);
    const listed = await connection.send('get', `/Users${toQuery({ filter: `id eq "${user.id}"` })}`).expect(200);
    expect(text + patched.text + asked.text + listed.text).not.toMatch(/1234|"pin"|"secret"|"key"/);
    for (const name of ['pin', 'secret', 'desk.key']) {
      expect(await refusal('get', `/Users${toQuery({ filter: `${ACME}:${name} pr` })}`)).toBe('invalidFilter');
      expect(await refusal('get', `/Users${toQuery({ sortBy: `${ACME}:${name}` })}`)).toBe('invalidValue');
    }
  });
});

describe('returned (RFC 7643 §7)', () => {
  it('request: when it is asked for, or has just been written', async () => {
    const { id, ...user } = await connection.create(
      'Users',
      anEmployee({ note: 'left-handed', desk: { floor: 1, hint: 'window' } }),
    );
    expect(user[ACME]).toMatchObject({ note: 'left-handed', desk: { floor: 1, hint: 'window' } });
    expect(JSON.stringify(await get(id))).not.toMatch(/left-handed|window/);
    expect(acmeOf(await get(id, `?attributes=${ACME}:note`))).toMatchObject({ note: 'left-handed' });
    expect(acmeOf(await get(id, `?attributes=${ACME}:desk.hint`))).toMatchObject({ desk: { hint: 'window' } });
    const rename = await connection
      .send('patch', `/Users/${id}`, aPatch({ op: 'replace', path: 'title', value: 'Clerk' }))
      .expect(200);
    expect(rename.text).not.toMatch(/left-handed|window/);
    const change = aPatch({ op: 'replace', path: `${ACME}:note`, value: 'right-handed' });
    const { body } = await connection.send('patch', `/Users/${id}`, change).expect(200);
    expect(acmeOf(body)).toMatchObject({ note: 'right-handed' });
    const { Resources } = await connection.list('Users', { filter: `${ACME}:note eq "right-handed"` });
    expect(Resources.map(found => found.id)).toEqual([id]);
    expect(JSON.stringify(Resources)).not.toContain('right-handed');
  });

  it('always: whatever is asked for or excluded', async () => {
    const { id } = await connection.create('Users', anEmployee({ level: 3 }));
    for (const query of [
      '?attributes=userName',
      `?excludedAttributes=${ACME}`,
      `?excludedAttributes=${ACME}:level,${ACME}:badge`,
    ])
      expect(acmeOf(await get(id, query))).toEqual({ level: 3 });
  });
});

describe('uniqueness (RFC 7643 §7)', () => {
  it.each([
    ['server', () => ({ badge: 'one-badge' })],
    ['global, of any of several values', () => ({ cards: [{ number: `c-${made++}` }, { number: 'ONE-card' }] })],
  ])('%s: 409 for a value that another user of the connection has, by POST, PUT and PATCH', async (_, unique) => {
    const holder = await connection.create('Users', anEmployee(unique()));
    expect(await refusal('post', '/Users', anEmployee(unique()))).toBe('uniqueness');
    const other = await connection.create('Users', anEmployee());
    const before = await get(other.id);
    expect(await refusal('put', `/Users/${other.id}`, { ...other, [ACME]: { ...acmeOf(other), ...unique() } })).toBe(
      'uniqueness',
    );
    expect(await refusal('patch', `/Users/${other.id}`, aPatch({ op: 'add', value: { [ACME]: unique() } }))).toBe(
      'uniqueness',
    );
    expect(await get(other.id)).toEqual(before);
    const again = await connection.send(
      'patch',
      `/Users/${holder.id}`,
      aPatch({ op: 'replace', value: { [ACME]: acmeOf(holder), title: 'x' } }),
    );
    expect(again.status).toBe(200);
    await connection.send('delete', `/Users/${holder.id}`).expect(204);
    await connection.create('Users', anEmployee(unique()));
  });

  it('goes by letter case where the attribute is exact, and not where it is not', async () => {
    await connection.create('Users', anEmployee({ badge: 'Case', cards: [{ number: 'Case-1' }] }));
    await connection.create('Users', anEmployee({ badge: 'CASE' }));
    expect(await refusal('post', '/Users', anEmployee({ cards: [{ number: 'CASE-1' }] }))).toBe('uniqueness');
  });

  it('is of one connection', async () => {
    const other = await aConnection({ userExtensions: [acme] });
    for (const each of [other, connection]) await each.create('Users', anEmployee({ badge: 'shared' }));
    const filter = `${ACME}:badge eq "shared"`;
    expect(await connection.list('Users', { filter })).toMatchObject({ totalResults: 1 });
  });

  it('of creates that arrive at once, one goes through', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => connection.send('post', '/Users', anEmployee({ badge: 'rush' }))),
    );
    const statuses = answers.map(({ status }) => status).toSorted((one, other) => one - other);
    expect(statuses).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
  });
});
