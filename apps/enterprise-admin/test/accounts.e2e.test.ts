import { beforeAll, describe, expect, it } from 'vitest';
import { aCaller, anEnterprise, runningAdmin, type TestCaller } from './builders.js';
import { aLinkedAccount, aSession, eventsOf, toldOf } from './people.js';

type Enterprise = Awaited<ReturnType<typeof anEnterprise>>;
let enterprise: Enterprise;
let administrator: TestCaller;
let accounts: string;
let support: TestCaller;

beforeAll(async () => {
  enterprise = await anEnterprise();
  administrator = enterprise.administrator;
  accounts = `${enterprise.path}/accounts`;
  support = await aCaller('support', enterprise.id);
});

/** The logins of a list, page by page. */
async function logins(caller: TestCaller, list: string, cursor = ''): Promise<string[]> {
  const { body } = await caller.send('get', `${list}&limit=2${cursor}`).expect(200);
  const page = body.items.map(({ login }: { login: string }) => login);
  return body.nextCursor === null ? page : [...page, ...(await logins(caller, list, `&cursor=${body.nextCursor}`))];
}

describe('a local account', () => {
  it('is made, read and changed by an administrator, each with its audit event', async () => {
    const body = { login: 'Ava@Example.com', email: 'ava@example.com', displayName: ' Ava Lind ' };
    const made = await administrator.send('post', accounts, body).expect(201);
    const { id } = made.body;
    expect(made.headers['location']).toBe(`/api/v1${accounts}/${id}`);
    expect(made.body).toEqual({
      id,
      login: 'Ava@Example.com',
      email: 'ava@example.com',
      displayName: 'Ava Lind',
      state: 'active',
      suspendedBy: null,
      link: null,
      isAdministrator: false,
      version: 1,
      createdAt: expect.stringMatching(/Z$/),
      lastModified: made.body.createdAt,
    });
    const changed = await administrator.send('patch', `${accounts}/${id}`, { displayName: null }).expect(200);
    expect(changed.body).toMatchObject({ displayName: null, email: 'ava@example.com', version: 2 });
    expect(changed.headers['etag']).toBe('"2"');
    expect((await administrator.send('patch', `${accounts}/${id}`, {}).expect(200)).body.version).toBe(2);
    expect(await eventsOf(enterprise.id, id)).toMatchObject([
      { action: 'account.created', after: { login: 'Ava@Example.com', displayName: 'Ava Lind' } },
      { action: 'account.updated', before: { displayName: 'Ava Lind' }, after: { displayName: null } },
    ]);
  });

  it('has a login that nobody else in the enterprise has, whatever the case and width of its letters', async () => {
    await administrator.create(accounts, { login: 'Bo' });
    const { body } = await administrator.send('post', accounts, { login: 'ｂO' }).expect(409);
    expect(body).toMatchObject({ code: 'login_taken', errors: [{ pointer: '/login' }] });
    const other = await anEnterprise();
    await other.administrator.create(`${other.path}/accounts`, { login: 'bo' });
  });

  it('is made once, however many ask for its login at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => administrator.send('post', accounts, { login: 'race@example.com' })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
  });

  it.each([
    ['no login', {}, '/login'],
    ['a login that ends in a space', { login: 'ava ' }, '/login'],
    ['a login with a line break', { login: 'a\nb' }, '/login'],
    ['a login that is too long', { login: 'a'.repeat(255) }, '/login'],
    ['an e-mail address that is none', { login: 'eve', email: 'eve' }, '/email'],
    ['a name over two lines', { login: 'eve', displayName: 'A\nB' }, '/displayName'],
    ['a state', { login: 'eve', state: 'suspended' }, '/state'],
  ])('with %s is refused', async (_, body, pointer) => {
    const answer = await administrator.send('post', accounts, body).expect(400);
    expect(answer.body.errors[0].pointer).toBe(pointer);
  });

  it('is changed only in the version that was read', async () => {
    const { id } = await administrator.create(accounts, { login: 'version@example.com' });
    const change = (tag: string) =>
      administrator.send('patch', `${accounts}/${id}`, { displayName: 'V' }).set('If-Match', tag);
    await change('"7"').expect(412);
    await change('"1"').expect(200);
  });
});

it('what the directory says of a person is not changed here', async () => {
  const id = await aLinkedAccount(enterprise.id, { login: 'linked@example.com' });
  const { body } = await administrator.send('patch', `${accounts}/${id}`, { displayName: 'L' }).expect(409);
  expect(body.code).toBe('account_managed_by_directory');
});

describe('the list', () => {
  it('is of one state, of one login, of the linked or of the others, page by page', async () => {
    const own = await anEnterprise();
    const list = `${own.path}/accounts`;
    for (const login of ['a', 'b', 'c']) await own.administrator.create(list, { login });
    for (const login of ['d', 'e', 'f']) await aLinkedAccount(own.id, { login, isActive: true });
    await aLinkedAccount(own.id, { login: 'g', suspendedBy: 'directory' });
    const [first] = (await own.administrator.send('get', `${list}?login=a`)).body.items;
    await own.administrator.send('post', `${list}/${first.id}/suspend`).expect(200);
    const sorted = async (query: string) => (await logins(own.administrator, `${list}?${query}`)).toSorted().join('');
    expect(await sorted('')).toBe('abcdefg');
    expect(await sorted('state=active')).toBe('bcdef');
    expect(await sorted('state=suspended')).toBe('ag');
    expect(await sorted('isLinked=false')).toBe('abc');
    expect(await sorted('isLinked=true')).toBe('defg');
    expect(await sorted('isLinked=true&state=active')).toBe('def');
    expect(await sorted('login=%EF%BC%A4')).toBe('d');
    expect(await sorted('login=d&isLinked=false')).toBe('');
  });

  it.each(['state=deleted', 'isLinked=maybe', 'login=%20'])('with %s is refused', async query => {
    const { body } = await administrator.send('get', `${accounts}?${query}`).expect(400);
    expect(body.errors[0].parameter).toBe(query.split('=')[0]);
  });
});

describe('suspending', () => {
  it('ends every session and every personal access token at once', async () => {
    const { id } = await administrator.create(accounts, { login: 'leaver@example.com' });
    const neighbour = await administrator.create(accounts, { login: 'neighbour@example.com' });
    const session = await aSession(enterprise.id, id);
    await aSession(enterprise.id, id, { endsInDays: -1 });
    await aSession(enterprise.id, neighbour.id);
    await administrator.create(`${accounts}/${id}/personal-access-tokens`, { name: 'Pipeline' });
    const { body } = await administrator.send('post', `${accounts}/${id}/suspend`).expect(200);
    expect(body).toMatchObject({ state: 'suspended', suspendedBy: 'administrator', version: 2 });
    expect((await eventsOf(enterprise.id, id)).at(-1)).toMatchObject({
      action: 'account.suspended',
      before: { state: 'active' },
      actor: { kind: 'api-key', role: 'enterprise_admin' },
      after: { state: 'suspended', suspendedBy: 'administrator', endedSessions: 1, revokedPersonalAccess: 1 },
    });
    const { accountSessions } = (await runningAdmin()).database.repositories;
    expect(await accountSessions.findLive(enterprise.id, session.account_id, session.id)).toBeUndefined();
    const { items } = (await administrator.send('get', `${accounts}/${neighbour.id}/sessions`)).body;
    expect(items).toMatchObject([{ revokedAt: null }]);
  });

  it('twice at the same time happens once', async () => {
    const { id } = await administrator.create(accounts, { login: 'twice@example.com' });
    const suspend = () => administrator.send('post', `${accounts}/${id}/suspend`).expect(200);
    const answers = await Promise.all([suspend(), suspend()]);
    expect(answers.map(({ body }) => body.version)).toEqual([2, 2]);
    expect((await eventsOf(enterprise.id, id)).map(({ action }) => action)).toEqual([
      'account.created',
      'account.suspended',
    ]);
  });

  it('is undone by reactivating, which leaves tokens revoked', async () => {
    const { id } = await administrator.create(accounts, { login: 'back@example.com' });
    await administrator.create(`${accounts}/${id}/personal-access-tokens`, { name: 'Pipeline' });
    await administrator.send('post', `${accounts}/${id}/suspend`).expect(200);
    const reactivate = () => administrator.send('post', `${accounts}/${id}/reactivate`).expect(200);
    expect((await reactivate()).body).toMatchObject({ state: 'active', suspendedBy: null, version: 3 });
    expect((await reactivate()).body.version).toBe(3);
    const { items } = (await administrator.send('get', `${accounts}/${id}/personal-access-tokens`)).body;
    expect(items).toMatchObject([{ revokedAt: expect.any(String) }]);
    expect((await eventsOf(enterprise.id, id)).at(-1)).toMatchObject({
      action: 'account.reactivated',
      after: { state: 'active' },
    });
  });

  it('by the directory is not undone here', async () => {
    const id = await aLinkedAccount(enterprise.id, { login: 'left@example.com', suspendedBy: 'directory' });
    const { body } = await administrator.send('post', `${accounts}/${id}/reactivate`).expect(409);
    expect(body).toMatchObject({ code: 'suspended_by_directory', detail: expect.stringContaining('Reactivate') });
  });

  it.each([
    [
      'deleted',
      `update connections set state = 'deleted' where id = (select connection_id from accounts where id = ?)`,
    ],
    [
      'disabled',
      `update connections set state = 'disabled' where id = (select connection_id from accounts where id = ?)`,
    ],
    ['linked to nothing any more', 'update accounts set connection_id = null, directory_user_id = null where id = ?'],
  ])('by a directory that has no say any more is undone, with what it took: %s', async (what, change) => {
    const own = await anEnterprise();
    const id = await aLinkedAccount(own.id, { login: 'left', isActive: false, suspendedBy: 'directory' });
    const { orm } = (await runningAdmin()).database;
    const organization = await own.administrator.create(`${own.path}/organizations`, { key: 'a', name: what });
    await orm.em.fork().execute(
      `with r as (
         insert into receipts (enterprise_id, account_id, id, connection_id, directory_user_id, purge_after)
         select enterprise_id, id, uuidv7(), connection_id, directory_user_id, now() + interval '30 days' from accounts
         where id = ? returning *
       )
       insert into receipt_memberships (enterprise_id, receipt_id, organization_id, account_id, source, created_at)
       select enterprise_id, id, ?, account_id, 'local', now() from r`,
      [id, organization.id],
    );
    const reactivate = () => own.administrator.send('post', `${own.path}/accounts/${id}/reactivate`);
    await reactivate().expect(409);
    await orm.em.fork().execute(change, [id]);
    expect((await reactivate().expect(200)).body).toMatchObject({ state: 'active', suspendedBy: null });
    const { items } = (await own.administrator.send('get', `${own.path}/accounts/${id}/organizations`)).body;
    expect(items).toHaveLength(1);
    expect((await toldOf(id)).map(({ type }) => type)).toEqual(['account.reactivated']);
  });

  it.each([
    ['whom the directory deactivated meanwhile stay out', false, 'enabled', 409],
    ['whom the directory lets in come back', true, 'enabled', 200],
    ['come back when their connection has no say', false, 'disabled', 200],
  ] as const)('people %s', async (_, isActive, connectionState, status) => {
    const login = `kept-${String(isActive)}-${connectionState}@example.com`;
    const suspendedBy = 'administrator';
    const id = await aLinkedAccount(enterprise.id, { login, isActive, connectionState, suspendedBy });
    await administrator.send('post', `${accounts}/${id}/reactivate`).expect(status);
  });

  it('what the directory suspended leaves it to the directory', async () => {
    const id = await aLinkedAccount(enterprise.id, { login: 'held@example.com', suspendedBy: 'directory' });
    const { body } = await administrator.send('post', `${accounts}/${id}/suspend`).expect(200);
    expect(body).toMatchObject({ state: 'suspended', suspendedBy: 'directory', version: 1 });
    expect(await toldOf(id)).toEqual([]);
  });

  it('is meant for the version that was read', async () => {
    const { id } = await administrator.create(accounts, { login: 'tagged@example.com' });
    for (const change of ['suspend', 'reactivate'])
      await administrator.send('post', `${accounts}/${id}/${change}`).set('If-Match', '"9"').expect(412);
  });
});

it('the vendor’s application is told of each change', async () => {
  const { id } = await administrator.create(accounts, { login: 'told@example.com' });
  await administrator.send('patch', `${accounts}/${id}`, { displayName: 'Tom' }).expect(200);
  for (const change of ['suspend', 'suspend', 'reactivate', 'reactivate'])
    await administrator.send('post', `${accounts}/${id}/${change}`).expect(200);
  expect(await toldOf(id)).toMatchObject([
    { type: 'account.created', change: { after: { login: 'told@example.com' } }, actor: { kind: 'api-key' } },
    { type: 'account.updated', change: { before: { displayName: null }, after: { displayName: 'Tom' } } },
    { type: 'account.suspended', change: { after: { state: 'suspended' }, endedSessions: 0 } },
    { type: 'account.reactivated', change: { before: { suspendedBy: 'administrator' } } },
  ]);
});

it('support staff do not find out by a guess whose account it is', async () => {
  await administrator.create(accounts, { login: 'guessed@example.com' });
  for (const login of ['guessed@example.com', 'nobody@example.com'])
    expect((await support.send('get', `${accounts}?login=${login}`).expect(403)).body.code).toBe('forbidden');
});

it('support staff do not see whose account it is', async () => {
  const { id } = await administrator.create(accounts, { login: 'ava.masked@example.com', displayName: 'Ava Lind' });
  const { text } = await support.send('get', `${accounts}/${id}`).expect(200);
  expect(text).not.toMatch(/ava|Lind/);
});

it('another enterprise’s account is not there', async () => {
  const { id } = await administrator.create(accounts, { login: 'foreign@example.com' });
  const other = await anEnterprise();
  const place = `${other.path}/accounts/${id}`;
  await other.administrator.send('patch', place, { displayName: 'B' }).expect(404);
  for (const rest of ['suspend', 'reactivate']) await other.administrator.send('post', `${place}/${rest}`).expect(404);
  expect((await administrator.send('get', `${accounts}/${id}`)).body).toMatchObject({ state: 'active', version: 1 });
});
