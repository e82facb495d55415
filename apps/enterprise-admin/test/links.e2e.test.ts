import { beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionKey } from '#libs/persistence';
import { aCaller, anEnterprise, runningAdmin } from './builders.js';
import { eventsOf, toldOf } from './people.js';

interface Link {
  readonly state: string;
  readonly directoryUserId: string | null;
  readonly accountId: string | null;
  readonly reason: string;
  readonly candidates: readonly { readonly accountId: string; readonly by: string; readonly isTaken: boolean }[];
}

let enterprise: Awaited<ReturnType<typeof anEnterprise>>;
let connection: ConnectionKey;
let path: string;

async function insert(sql: string, values: readonly unknown[]): Promise<string> {
  const { database } = await runningAdmin();
  const rows: { id: string }[] = await database.orm.em.fork().execute(`${sql} returning id`, [...values]);
  return rows[0]?.id ?? '';
}

const directoryUser = (
  userName: string,
  { active = true, state = 'present', email }: { active?: boolean; state?: string; email?: string } = {},
) =>
  insert(
    `insert into directory_users
       (enterprise_id, connection_id, id, user_name, user_name_key, state, active, attributes, search, terms)
     values (?, ?, uuidv7(), ?, ?, ?, ?, ?, '{}', '')`,
    [
      connection.enterpriseId,
      connection.connectionId,
      userName,
      userName,
      state,
      active,
      JSON.stringify(email ? { emails: [{ value: 'other@example.com' }, { value: email, primary: true }] } : {}),
    ],
  );

const account = (login: string, { email, linkedTo }: { email?: string; linkedTo?: string } = {}) =>
  insert(
    `insert into accounts (enterprise_id, id, login, login_key, email, connection_id, directory_user_id)
     values (?, uuidv7(), ?, ?, ?, ?, ?)`,
    [connection.enterpriseId, login, login, email ?? null, linkedTo ? connection.connectionId : null, linkedTo ?? null],
  );

beforeEach(async () => {
  enterprise = await anEnterprise();
  const { database } = await runningAdmin();
  connection = await database.repositories.enterprises.insertConnection(enterprise.id, {
    name: 'Test',
    idpProfile: 'generic',
    state: 'enabled',
    provisioningMode: 'deprovision_only',
  });
  path = `${enterprise.path}/connections/${connection.connectionId}`;
});

const list = async (state: string, caller = enterprise.administrator): Promise<readonly Link[]> => {
  const items: Link[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const at: string = cursor && `&cursor=${cursor}`;
    const { body } = await caller.send('get', `${path}/links?state=${state}&limit=2${at}`).expect(200);
    items.push(...body.items);
    cursor = body.nextCursor;
  }
  return items;
};

const put = (id: string, body: object) =>
  enterprise.administrator.send('put', `${path}/directory-users/${id}/link`, { reason: 'By hand', ...body });

const accountState = async (id: string) =>
  (await enterprise.administrator.send('get', `${enterprise.path}/accounts/${id}`).expect(200)).body;

describe('the workbench', () => {
  it('lists who is linked, who is not and why, and whom the directory does not know', async () => {
    const [ava, bo, cy, di, ed] = [
      await directoryUser('ava'),
      await directoryUser('bo', { email: 'Bo@example.com' }),
      await directoryUser('cy', { email: 'cy@example.com' }),
      await directoryUser('di', { email: 'di@example.com' }),
      await directoryUser('ed'),
    ];
    await directoryUser('inactive', { active: false });
    await directoryUser('gone', { state: 'deleted' });
    const accounts = {
      ava: await account('ava', { linkedTo: ava }),
      bo: await account('b', { email: 'bo@example.com' }),
      cy: await account('cy'),
      cy2: await account('cyril', { email: 'CY@example.com' }),
      di: await account('di'),
    };
    expect(await list('matched')).toMatchObject([{ directoryUserId: ava, accountId: accounts.ava }]);
    expect(await list('unmatched')).toMatchObject([
      { directoryUserId: bo, candidates: [{ accountId: accounts.bo, by: 'email', isTaken: false }] },
      { directoryUserId: di, candidates: [{ accountId: accounts.di, by: 'login' }] },
      { directoryUserId: ed, candidates: [], reason: 'No account has this login.' },
    ]);
    expect(await list('ambiguous')).toMatchObject([
      { directoryUserId: cy, candidates: [{ accountId: accounts.cy }, { accountId: accounts.cy2 }] },
    ]);
    const uncovered = (await list('not_covered')).map(({ accountId }) => accountId);
    expect(uncovered).toEqual([accounts.bo, accounts.cy, accounts.cy2, accounts.di]);
  });

  it('says when the login is another person’s account, and to support staff no names', async () => {
    const [ava, other] = [await directoryUser('ava'), await directoryUser('other')];
    await account('ava', { linkedTo: other });
    expect(await list('ambiguous', await aCaller('support', enterprise.id))).toMatchObject([
      { directoryUserId: ava, userName: '•••', candidates: [{ login: '•••', isTaken: true }] },
    ]);
  });

  it('has a page for many who are of another kind', async () => {
    const { database } = await runningAdmin();
    await database.orm.em.fork().execute(
      `insert into directory_users
         (enterprise_id, connection_id, id, user_name, user_name_key, active, attributes, search, terms)
       select ?, ?, uuidv7(), 'm' || n, 'm' || n, true, '{}', '{}', '' from generate_series(1, 1001) n`,
      [connection.enterpriseId, connection.connectionId],
    );
    const { body } = await enterprise.administrator.send('get', `${path}/links?state=ambiguous`).expect(200);
    expect(body).toEqual({ items: [], nextCursor: expect.any(String) });
    expect(await list('ambiguous')).toEqual([]);
  });
});

describe('a link', () => {
  it('is made with a reason, and what the directory says is carried to the account at once', async () => {
    const [ava, accountId] = [await directoryUser('ava', { active: false }), await account('a')];
    const { body } = await put(ava, { accountId }).expect(200);
    expect(body).toMatchObject({ state: 'matched', directoryUserId: ava, accountId });
    await put(ava, { accountId }).expect(200);
    expect(await accountState(accountId)).toMatchObject({ state: 'suspended', suspendedBy: 'directory' });
    expect((await toldOf(accountId)).map(({ type }) => type)).toEqual(['account.linked', 'account.suspended']);
    expect(await eventsOf(enterprise.id, accountId)).toMatchObject([
      { action: 'account.linked', after: { directoryUserId: ava, reason: 'By hand' }, actor: { kind: 'api-key' } },
      { action: 'account.suspended' },
    ]);
  });

  it('is carried only when the connection is enabled', async () => {
    await enterprise.administrator.send('post', `${path}/disable`).expect(200);
    const [ava, accountId] = [await directoryUser('ava', { active: false }), await account('a')];
    await put(ava, { accountId }).expect(200);
    expect(await accountState(accountId)).toMatchObject({ state: 'active', link: { directoryUserId: ava } });
  });

  it('is taken from another directory user only when that is said', async () => {
    const [ava, bo] = [await directoryUser('ava'), await directoryUser('bo')];
    const [a, b] = [await account('a', { linkedTo: ava }), await account('b', { linkedTo: bo })];
    expect((await put(bo, { accountId: a }).expect(409)).body.code).toBe('link_taken');
    await put(bo, { accountId: a, movesLink: true }).expect(200);
    expect((await accountState(a)).link).toMatchObject({ directoryUserId: bo });
    expect((await accountState(b)).link).toBeNull();
    expect((await toldOf(a)).map(({ type }) => type)).toEqual(['account.unlinked', 'account.linked']);
    expect(await eventsOf(enterprise.id, b)).toMatchObject([
      { action: 'account.unlinked', before: { directoryUserId: bo }, after: { reason: 'By hand' } },
    ]);
  });

  it('to whoever is gone is refused, and taken from whoever is gone it is not', async () => {
    const [gone, ava] = [await directoryUser('gone', { state: 'deleted' }), await directoryUser('ava')];
    const accountId = await account('a', { linkedTo: gone });
    expect((await put(gone, { accountId: await account('b') }).expect(409)).body.code).toBe('directory_user_gone');
    await put(ava, { accountId }).expect(200);
  });

  it('ends with a reason; the account stays as it is', async () => {
    const ava = await directoryUser('ava');
    const accountId = await account('a', { linkedTo: ava });
    const place = `${path}/directory-users/${ava}/link`;
    await enterprise.administrator.send('delete', place).expect(400);
    await enterprise.administrator.send('delete', `${place}?reason=Wrong`).expect(204);
    await enterprise.administrator.send('delete', `${place}?reason=Wrong`).expect(204);
    expect(await accountState(accountId)).toMatchObject({ state: 'active', link: null });
    expect(await eventsOf(enterprise.id, accountId)).toMatchObject([
      { action: 'account.unlinked', after: { reason: 'Wrong' } },
    ]);
  });

  it('of one account to two people at once is one', async () => {
    const people = [await directoryUser('ava'), await directoryUser('bo')];
    const accountId = await account('a');
    const answers = await Promise.all(people.map(id => put(id, { accountId })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });

  it('does not reach another enterprise', async () => {
    const other = await anEnterprise();
    const ava = await directoryUser('ava');
    const { id: accountId } = await other.administrator.create(`${other.path}/accounts`, { login: 'ava' });
    await put(ava, { accountId }).expect(404);
    await other.administrator.send('get', `${path}/links?state=matched`).expect(404);
    const foreign = `${other.path}/connections/${connection.connectionId}/directory-users/${ava}/link`;
    await other.administrator.send('put', foreign, { accountId, reason: 'Why' }).expect(404);
    await other.administrator.send('delete', `${foreign}?reason=Why`).expect(404);
  });
});
