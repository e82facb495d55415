import { beforeAll, describe, expect, it } from 'vitest';
import { aConnection, aGroup, aPatch, aUser, type TestConnection, type TestResource } from './builders.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ACME = 'urn:example:params:scim:schemas:extension:acme:2.0:User';

const WORK = { value: 'ada@example.com', type: 'work', primary: true };
const HOME = { value: 'ada@home.example', type: 'home' };
const OTHER = { value: 'other@example.com', type: 'other' };
const before = {
  title: 'Countess',
  name: { givenName: 'Ada', familyName: 'Byron' },
  emails: [WORK, HOME],
  active: true,
  [ENTERPRISE]: { department: 'Maths', manager: { value: 'm-1' } },
  [ACME]: { badge: '7', tags: ['x'], desk: { code: 'D1', room: 'R1' } },
};
const work = (changed: object) => ({ emails: [{ ...WORK, ...changed }, HOME] });
const acme = (changed: object) => ({ [ACME]: { ...before[ACME], ...changed } });
const enterprise = (changed: object) => ({ [ENTERPRISE]: { ...before[ENTERPRISE], ...changed } });

let connection: TestConnection;
beforeAll(async () => {
  connection = await aConnection({
    userExtensions: [
      {
        id: ACME,
        attributes: [
          { name: 'badge', mutability: 'immutable' },
          { name: 'seal', mutability: 'immutable' },
          { name: 'score', mutability: 'readOnly' },
          { name: 'pin', mutability: 'writeOnly', returned: 'never' },
          { name: 'level', type: 'integer' },
          { name: 'tags', multiValued: true },
          {
            name: 'desk',
            type: 'complex',
            subAttributes: [{ name: 'code', mutability: 'immutable' }, { name: 'room' }],
          },
        ],
      },
    ],
  });
});

/** An error's scimType, or what differs afterwards; `undefined` is gone, and nothing is no change. */
type Outcome = string | Readonly<Record<string, unknown>>;
type Cell = readonly [op: string, path: string | undefined, value: unknown, outcome: Outcome];
const same = {};

const cells: Readonly<Record<string, readonly Cell[]>> = {
  'no path: a set of attributes (RFC 7644 §3.5.2.1, §3.5.2.3)': [
    [
      'add',
      undefined,
      { title: 'Lady', name: { givenName: 'Augusta' } },
      { title: 'Lady', name: { givenName: 'Augusta', familyName: 'Byron' } },
    ],
    ['add', undefined, { emails: [OTHER] }, { emails: [WORK, HOME, OTHER] }],
    ['replace', undefined, { emails: [OTHER] }, { emails: [OTHER] }],
    ['replace', undefined, { [ENTERPRISE]: { department: 'Physics' } }, enterprise({ department: 'Physics' })],
    ['replace', undefined, { title: null }, { title: undefined }],
    ['replace', undefined, { id: 'x', meta: { version: '9' }, groups: [] }, same],
    ['replace', undefined, 'x', 'invalidSyntax'],
    ['add', undefined, undefined, 'invalidValue'],
    ['remove', undefined, undefined, 'noTarget'],
    ['remove', undefined, { title: 'Countess' }, 'noTarget'],
  ],
  'a single simple attribute': [
    ['add', 'title', 'Lady', { title: 'Lady' }],
    ['add', 'nickName', 'Enchantress', { nickName: 'Enchantress' }],
    ['add', 'title', 'Countess', same],
    ['replace', 'title', 'Lady', { title: 'Lady' }],
    ['replace', 'nickName', 'Enchantress', { nickName: 'Enchantress' }],
    ['replace', 'title', null, { title: undefined }],
    ['replace', 'title', { value: 'x' }, 'invalidSyntax'],
    ['replace', 'title', 5, 'invalidValue'],
    ['replace', 'title', undefined, 'invalidValue'],
    ['remove', 'title', undefined, { title: undefined }],
    ['remove', 'nickName', undefined, same],
    ['replace', 'active', 'False', { active: false }],
    ['replace', 'active', 'perhaps', 'invalidValue'],
    ['replace', `${ACME}:level`, 'seven', 'invalidValue'],
    ['replace', `${ACME}:level`, 7, acme({ level: 7 })],
  ],
  'a single complex attribute': [
    ['add', 'name', { givenName: 'Augusta' }, { name: { givenName: 'Augusta', familyName: 'Byron' } }],
    ['replace', 'name', { givenName: 'Augusta' }, { name: { givenName: 'Augusta', familyName: 'Byron' } }],
    ['replace', 'name', null, { name: undefined }],
    ['replace', 'name', 'Ada', 'invalidSyntax'],
    ['remove', 'name', undefined, { name: undefined }],
    ['replace', 'name.givenName', 'Augusta', { name: { givenName: 'Augusta', familyName: 'Byron' } }],
    ['add', 'NAME.MIDDLENAME', 'King', { name: { ...before.name, middleName: 'King' } }],
    ['remove', 'name.givenName', undefined, { name: { familyName: 'Byron' } }],
    ['remove', 'name.middleName', undefined, same],
  ],
  'several simple values': [
    ['add', `${ACME}:tags`, ['y'], acme({ tags: ['x', 'y'] })],
    ['add', `${ACME}:tags`, ['x'], same],
    ['replace', `${ACME}:tags`, ['y'], acme({ tags: ['y'] })],
    ['replace', `${ACME}:tags`, [5], 'invalidValue'],
    ['remove', `${ACME}:tags[value eq "X"]`, undefined, acme({ tags: undefined })],
    ['remove', `${ACME}:tags`, undefined, acme({ tags: undefined })],
  ],
  'several complex values': [
    ['add', 'emails', [OTHER], { emails: [WORK, HOME, OTHER] }],
    ['add', 'emails', OTHER, { emails: [WORK, HOME, OTHER] }],
    ['add', 'emails', [WORK], same],
    [
      'add',
      'emails',
      [{ ...OTHER, primary: true }],
      { emails: [{ value: WORK.value, type: 'work', primary: false }, HOME, { ...OTHER, primary: true }] },
    ],
    ['replace', 'emails', [OTHER], { emails: [OTHER] }],
    ['replace', 'emails', [], { emails: undefined }],
    ['replace', 'emails', 5, 'invalidSyntax'],
    ['remove', 'emails', undefined, { emails: undefined }],
    [
      'add',
      'emails.display',
      'Ada',
      {
        emails: [
          { ...WORK, display: 'Ada' },
          { ...HOME, display: 'Ada' },
        ],
      },
    ],
  ],
  'selected values': [
    ['add', 'emails[type eq "work"]', { display: 'Ada' }, work({ display: 'Ada' })],
    ['replace', 'emails[type eq "work"]', OTHER, { emails: [OTHER, HOME] }],
    ['remove', 'emails[type eq "work"]', undefined, { emails: [HOME] }],
    ['remove', 'emails[value pr]', undefined, { emails: undefined }],
    ['replace', 'emails[type eq "work"].value', 'new@example.com', work({ value: 'new@example.com' })],
    [
      'replace',
      'emails[value pr].display',
      'Ada',
      {
        emails: [
          { ...WORK, display: 'Ada' },
          { ...HOME, display: 'Ada' },
        ],
      },
    ],
    [
      'replace',
      'emails[type eq "home"].primary',
      true,
      {
        emails: [
          { ...WORK, primary: false },
          { ...HOME, primary: true },
        ],
      },
    ],
    ['remove', 'emails[type eq "work"].type', undefined, { emails: [{ value: WORK.value, primary: true }, HOME] }],
    [
      'replace',
      'emails[not (type eq "work") and value co "home"].display',
      'Ada',
      { emails: [WORK, { ...HOME, display: 'Ada' }] },
    ],
    ['remove', 'emails[type eq "fax"]', undefined, same],
    ['replace', 'emails[type eq "other"].value', OTHER.value, { emails: [WORK, HOME, OTHER] }],
    ['replace', 'emails[type sw "f"].value', OTHER.value, 'noTarget'],
    ['replace', 'emails[not (type pr)]', OTHER, 'noTarget'],
    ['replace', 'emails[nick eq "x"].value', 'x', 'invalidFilter'],
    ['replace', 'emails[type eq "work"', 'x', 'invalidPath'],
    ['replace', 'emails[type eq "work"].nick', 'x', 'invalidPath'],
  ],
  'extensions (RFC 7644 §3.10)': [
    ['add', `${ENTERPRISE}:department`, 'Physics', enterprise({ department: 'Physics' })],
    ['replace', `${ENTERPRISE.toUpperCase()}:DEPARTMENT`, 'Physics', enterprise({ department: 'Physics' })],
    ['replace', `${ENTERPRISE}:manager`, { value: 'm-2' }, enterprise({ manager: { value: 'm-2' } })],
    ['replace', `${ENTERPRISE}:manager.value`, 'm-2', enterprise({ manager: { value: 'm-2' } })],
    ['remove', `${ENTERPRISE}:manager`, undefined, enterprise({ manager: undefined })],
    ['add', ENTERPRISE, { costCenter: '4' }, enterprise({ costCenter: '4' })],
    ['remove', ENTERPRISE, undefined, { [ENTERPRISE]: undefined }],
    ['replace', `${ACME}:desk.room`, 'R2', acme({ desk: { code: 'D1', room: 'R2' } })],
    ['replace', `${USER}:title`, 'Lady', { title: 'Lady' }],
    ['replace', 'urn:example:nothing:title', 'Lady', 'invalidPath'],
  ],
  'mutability (RFC 7643 §7)': [
    ['replace', 'id', 'x', 'mutability'],
    ['replace', 'meta.created', '2020-01-01T00:00:00Z', 'mutability'],
    ['add', 'groups', [{ value: 'x' }], 'mutability'],
    ['remove', 'groups', undefined, 'mutability'],
    ['replace', `${ENTERPRISE}:manager.displayName`, 'x', 'mutability'],
    ['replace', `${ACME}:score`, 'x', 'mutability'],
    ['replace', `${ACME}:badge`, '8', 'mutability'],
    ['replace', `${ACME}:badge`, '7', same],
    ['remove', `${ACME}:badge`, undefined, 'mutability'],
    ['add', `${ACME}:seal`, '8', acme({ seal: '8' })],
    ['replace', `${ACME}:desk.code`, 'D2', 'mutability'],
    ['remove', `${ACME}:desk`, undefined, 'mutability'],
    ['replace', `${ACME}:pin`, '1234', same],
    ['replace', 'password', 'secret', same],
    ['remove', 'userName', undefined, 'mutability'],
    ['replace', 'userName', null, 'invalidValue'],
    ['replace', 'userName', '', 'invalidValue'],
  ],
  'paths that lead nowhere': [
    ['add', 'shoeSize', 43, 'invalidPath'],
    ['replace', 'name.nick', 'x', 'invalidPath'],
    ['remove', 'shoeSize', undefined, 'invalidPath'],
    ['replace', 'name[givenName pr]', {}, 'invalidPath'],
    ['replace', 'title title', 'x', 'invalidPath'],
    ['replace', '(title)', 'x', 'invalidPath'],
  ],
};

describe.each(Object.entries(cells))('PATCH /Users, %s', (_, rows) => {
  it.each(rows)('%s %s with %j gives %j', async (op, path, value, outcome) => {
    const { userName } = aUser();
    const user = await connection.create('Users', { schemas: [USER, ENTERPRISE, ACME], userName, ...before });
    const operation = { op, ...(path !== undefined && { path }), ...(value !== undefined && { value }) };
    if (typeof outcome === 'string') {
      // RFC 7644 §3.5.2: what comes before the operation that fails is undone.
      const patch = aPatch(
        { op: 'replace', path: 'title', value: 'Lady' },
        { op: 'remove', path: 'emails' },
        operation,
      );
      for (const body of [aPatch(operation), ...(path?.startsWith('emails') ? [] : [patch])]) {
        const answer = await connection.send('patch', `/Users/${user.id}`, body).expect(400);
        expect(answer.body).toMatchObject({ status: '400', scimType: outcome, detail: expect.stringMatching(/.{10}/) });
      }
      expect((await connection.send('get', `/Users/${user.id}`)).body).toEqual(user);
      return;
    }
    const { body, headers } = await connection.send('patch', `/Users/${user.id}`, aPatch(operation)).expect(200);
    const { schemas, meta, ...attributes } = body as TestResource;
    const expected: Record<string, unknown> = JSON.parse(JSON.stringify({ ...before, ...outcome }));
    expect(attributes).toEqual({ id: user.id, userName, ...expected });
    const version = outcome === same ? 'W/"1"' : 'W/"2"';
    expect([meta.version, headers['etag']]).toEqual([version, version]);
    expect(meta.lastModified === user.meta.lastModified).toBe(outcome === same);
    expect(schemas).toEqual([USER, ENTERPRISE, ACME].filter(urn => urn === USER || urn in expected));
    expect((await connection.send('get', `/Users/${user.id}`)).body).toEqual(body);
  });
});

describe('the PatchOp message (RFC 7644 §3.5.2)', () => {
  const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
  const operation = { op: 'replace', path: 'displayName', value: 'x' };

  it.each([
    ['no Operations', { schemas: [PATCH_OP] }],
    ['no operation', { schemas: [PATCH_OP], Operations: [] }],
    ['Operations that are no list', { schemas: [PATCH_OP], Operations: operation }],
    ['an operation that is no object', { schemas: [PATCH_OP], Operations: ['replace'] }],
    ['an unknown op', { schemas: [PATCH_OP], Operations: [{ ...operation, op: 'move' }] }],
    ['no op', { schemas: [PATCH_OP], Operations: [{ path: 'displayName', value: 'x' }] }],
    ['two ops', { schemas: [PATCH_OP], Operations: [{ ...operation, OP: 'add' }] }],
    ['another message', { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations: [operation] }],
    ['a bare list', [operation]],
  ])('%s is 400 invalidSyntax', async (_, body) => {
    for (const [endpoint, made] of [
      ['Users', aUser()],
      ['Groups', aGroup()],
    ] as const) {
      const { id } = await connection.create(endpoint, made);
      const answer = await connection.send('patch', `/${endpoint}/${id}`, body).expect(400);
      expect(answer.body).toMatchObject({ scimType: 'invalidSyntax' });
    }
  });

  it('each operation works on the result of the one before, whatever the letter case of names', async () => {
    const { id } = await connection.create('Users', aUser({ emails: [] }));
    const body = {
      SCHEMAS: [PATCH_OP],
      operations: [
        { OP: 'Add', PATH: 'emails', VALUE: [{ value: 'a@example.com', type: 'work' }] },
        { op: 'REPLACE', path: 'emails[type eq "work"].value', value: 'b@example.com' },
        { op: 'add', path: 'emails[value eq "b@example.com"].primary', value: true },
      ],
    };
    const answer = await connection.send('patch', `/Users/${id}`, body).expect(200);
    expect(answer.body.emails).toEqual([{ value: 'b@example.com', type: 'work', primary: true }]);
  });

  it('an operation that fails last leaves the user, the account and the group as they were', async () => {
    const user = await connection.create('Users', aUser());
    const group = await connection.create('Groups', aGroup({ members: [{ value: user.id }] }));
    const operations = [
      { op: 'replace', path: 'active', value: false },
      { op: 'replace', path: 'userName', value: `renamed-${user.id}` },
      { op: 'add', path: 'emails', value: [OTHER] },
      { op: 'replace', path: 'shoeSize', value: 43 },
    ];
    const seen = (await connection.send('get', `/Users/${user.id}`)).body;
    const failed = await connection.send('patch', `/Users/${user.id}`, aPatch(...operations)).expect(400);
    expect(failed.headers).not.toHaveProperty('etag');
    expect((await connection.send('get', `/Users/${user.id}`)).body).toEqual(seen);
    expect(await connection.account(String(user['userName']))).toMatchObject({ state: 'active' });
    const onGroup = [
      { op: 'replace', path: 'displayName', value: 'Renamed' },
      { op: 'remove', path: 'members' },
      { op: 'replace', path: 'members[value eq "nobody"].display', value: 'x' },
    ];
    await connection.send('patch', `/Groups/${group.id}`, aPatch(...onGroup)).expect(400);
    expect((await connection.send('get', `/Groups/${group.id}`)).body).toEqual(group);
  });

  it('a userName that another has is 409 uniqueness, and nothing is changed', async () => {
    const [one, other] = [await connection.create('Users', aUser()), await connection.create('Users', aUser())];
    const taken = { op: 'replace', path: 'userName', value: String(other['userName']).toUpperCase() };
    const patch = aPatch({ op: 'replace', path: 'title', value: 'Lady' }, taken);
    const { body } = await connection.send('patch', `/Users/${one.id}`, patch).expect(409);
    expect(body).toMatchObject({ scimType: 'uniqueness' });
    expect((await connection.send('get', `/Users/${one.id}`)).body).toEqual(one);
  });

  it('the extension’s URN comes and goes with its attributes', async () => {
    const { id } = await connection.create('Users', aUser());
    const add = aPatch({ op: 'add', path: `${ENTERPRISE}:department`, value: 'Maths' });
    expect((await connection.send('patch', `/Users/${id}`, add).expect(200)).body.schemas).toEqual([USER, ENTERPRISE]);
    const remove = aPatch({ op: 'remove', path: `${ENTERPRISE}:department` });
    expect((await connection.send('patch', `/Users/${id}`, remove).expect(200)).body.schemas).toEqual([USER]);
  });
});

describe('PATCH /Groups', () => {
  let a: string;
  let b: string;
  let c: string;
  beforeAll(async () => {
    [a = '', b = '', c = ''] = await connection.manyUsers(3);
  });

  type Operation = () => object;
  type GroupCell = readonly [
    what: string,
    operations: readonly Operation[],
    outcome: string | (() => Readonly<Record<string, unknown>>),
  ];
  const values = (...ids: readonly string[]) => ids.map(value => ({ value }));
  const on =
    (op: string, path: string | (() => string), value?: () => unknown): Operation =>
    () => ({
      op,
      path: typeof path === 'string' ? path : path(),
      ...(value && { value: value() }),
    });
  const one =
    (id: () => string, sub = '') =>
    () =>
      `members[value eq "${id()}"]${sub}`;

  // A group of a and b, called Poets.
  it.each<GroupCell>([
    ['add', [on('add', 'members', () => values(c))], () => ({ members: [a, b, c] })],
    ['add, one object', [on('add', 'members', () => ({ value: c }))], () => ({ members: [a, b, c] })],
    ['add, a member already (RFC 7644 §3.5.2.1)', [on('add', 'members', () => values(a, b))], () => same],
    ['add of nobody', [on('add', 'members', () => [])], () => same],
    ['add by URN', [on('add', `${GROUP}:members`, () => values(c))], () => ({ members: [a, b, c] })],
    [
      'add without a path',
      [() => ({ op: 'add', value: { members: values(c), displayName: 'Writers' } })],
      () => ({ members: [a, b, c], displayName: 'Writers' }),
    ],
    ['replace', [on('replace', 'members', () => values(c))], () => ({ members: [c] })],
    ['replace by the same', [on('replace', 'members', () => values(b, a))], () => same],
    ['replace by nobody', [on('replace', 'members', () => [])], () => ({ members: [] })],
    ['replace by null', [on('replace', 'members', () => null)], () => ({ members: [] })],
    [
      'replace without a path (Okta)',
      [() => ({ op: 'replace', value: { id: 'x', members: values(c) } })],
      () => ({ members: [c] }),
    ],
    ['remove of all', [on('remove', 'members')], () => ({ members: [] })],
    [
      'remove by a filter (RFC 7644 §3.5.2.2)',
      [
        on(
          'remove',
          one(() => a),
        ),
      ],
      () => ({ members: [b] }),
    ],
    [
      'remove by a filter, no member',
      [
        on(
          'remove',
          one(() => c),
        ),
      ],
      () => same,
    ],
    ['remove by value list (Entra ID)', [on('Remove', 'members', () => values(a, c))], () => ({ members: [b] })],
    ['remove by an empty list', [on('remove', 'members', () => [])], () => same],
    ['remove by or', [on('remove', () => `members[value eq "${a}" or value eq "${b}"]`)], () => ({ members: [] })],
    ['remove by another filter', [on('remove', () => `members[value ne "${a}"]`)], () => ({ members: [a] })],
    ['remove by type', [on('remove', 'members[type eq "Group"]')], () => same],
    ['remove by display', [on('remove', 'members[display sw "ad"]')], () => ({ members: [b] })],
    [
      'remove, add and rename',
      [
        on(
          'remove',
          one(() => a),
        ),
        on('add', 'members', () => values(c, a)),
        on(
          'remove',
          one(() => b),
        ),
        on('replace', 'displayName', () => 'Writers'),
      ],
      () => ({ members: [a, c], displayName: 'Writers' }),
    ],
    [
      'remove of all, then add',
      [on('remove', 'members'), on('add', 'members', () => values(c))],
      () => ({ members: [c] }),
    ],
    ['rename', [on('replace', 'displayName', () => 'Writers')], () => ({ displayName: 'Writers' })],
    ['rename by the same', [on('replace', 'displayName', () => 'Poets')], () => same],
    [
      'a sub-attribute of a member (RFC 7643 §4.2)',
      [
        on(
          'replace',
          one(() => a, '.display'),
          () => 'x',
        ),
      ],
      'mutability',
    ],
    [
      'the value of a member',
      [
        on(
          'replace',
          one(() => a, '.value'),
          () => c,
        ),
      ],
      'mutability',
    ],
    ['a sub-attribute of all', [on('replace', 'members.display', () => 'x')], 'mutability'],
    ['id', [on('replace', 'id', () => 'x')], 'mutability'],
    ['removal of displayName', [on('remove', 'displayName')], 'mutability'],
    ['displayName null', [on('replace', 'displayName', () => null)], 'invalidValue'],
    ['remove without a path', [() => ({ op: 'remove' })], 'noTarget'],
    ['add without a value', [on('add', 'members')], 'invalidValue'],
    ['a member without value', [on('add', 'members', () => [{ display: 'x' }])], 'invalidValue'],
    ['a member that is a number', [on('add', 'members', () => [5])], 'invalidSyntax'],
    [
      'nobody, after a removal',
      [on('remove', 'members'), on('add', 'members', () => values('nobody'))],
      'invalidValue',
    ],
    ['a filter by an unknown sub-attribute', [on('remove', 'members[nick eq "x"]')], 'invalidFilter'],
    ['a path that leads nowhere', [on('add', 'member', () => values('x'))], 'invalidPath'],
    ['a path that is none', [on('remove', 'members[value eq "x"')], 'invalidPath'],
    [
      'a filter that selects nothing',
      [on('replace', 'members[type eq "Group"]', () => ({ value: c }))],
      () => ({ members: [a, b, c] }),
    ],
  ])('%s', async (_, operations, outcome) => {
    const members = [{ value: a, display: 'Ada' }, { value: b }];
    const group = await connection.create('Groups', aGroup({ displayName: 'Poets', members }));
    const answer = await connection.send(
      'patch',
      `/Groups/${group.id}`,
      aPatch(...operations.map(operation => operation())),
    );
    const { body } = await connection.send('get', `/Groups/${group.id}`).expect(200);
    if (typeof outcome === 'string') {
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ scimType: outcome, detail: expect.stringMatching(/.{10}/) });
      expect(body).toEqual(group);
      return;
    }
    const changed = outcome();
    expect(answer.status).toBe(204);
    expect({
      displayName: body.displayName,
      members: body.members.map(({ value }: { value: string }) => value),
    }).toEqual({
      displayName: 'Poets',
      members: [a, b],
      ...changed,
    });
    expect([body.meta.version, answer.headers['etag']]).toEqual(
      changed === same ? ['W/"1"', 'W/"1"'] : ['W/"2"', 'W/"2"'],
    );
    if (changed === same) expect(body).toEqual(group);
  });
});
