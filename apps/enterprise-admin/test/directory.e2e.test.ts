import { beforeAll, describe, expect, it } from 'vitest';
import { aCaller, anEnterprise, runningAdmin, type TestCaller } from './builders.js';

const SOMEBODY = '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11';
const PERSONAL = /ava\d*@example|Ava|Lind|E-\d/;
let enterpriseId: string;
let path: string;
let place: string;
let administrator: TestCaller;
let support: TestCaller;

/** What an identity provider left: users, a group with members, an account. */
async function fill(connectionId: string, users: number): Promise<void> {
  const { database } = await runningAdmin();
  const db = database.orm.em.fork();
  await db.execute(
    `insert into directory_users
       (enterprise_id, connection_id, id, state, user_name, user_name_key, external_id, active, attributes, search, terms)
     select ?, ?, uuidv7(), case when n = 2 then 'deleted' else 'present' end, 'ava' || n || '@example.com',
       'ava' || n || '@example.com', 'E-' || n, true, '{"name": {"givenName": "Ava", "familyName": "Lind"}}', '{}', ''
     from generate_series(1, ?) as n`,
    [enterpriseId, connectionId, users],
  );
  await db.execute(
    `insert into directory_groups
       (enterprise_id, connection_id, id, display_name, display_name_key, external_id, attributes, search, terms)
     select ?, ?, uuidv7(), 'Team ' || n, 'team ' || n, 'G-' || n, '{}', '{}', '' from generate_series(1, 3) as n`,
    [enterpriseId, connectionId],
  );
  await db.execute(
    `insert into directory_memberships (enterprise_id, connection_id, group_id, member_id, member_type, display)
     select g.enterprise_id, g.connection_id, g.id, u.id, 'User', 'Ava Lind'
     from directory_groups g join directory_users u using (enterprise_id, connection_id)
     where g.connection_id = ? and g.display_name = 'Team 1'`,
    [connectionId],
  );
  await db.execute(
    `insert into accounts (enterprise_id, id, login, login_key, email, display_name, connection_id, directory_user_id)
     select enterprise_id, uuidv7(), user_name, user_name_key, user_name, 'Ava Lind', connection_id, id
     from directory_users where connection_id = ? and state = 'present'`,
    [connectionId],
  );
}

beforeAll(async () => {
  const enterprise = await anEnterprise();
  ({ id: enterpriseId, path, administrator } = enterprise);
  support = await aCaller('support', enterprise.id);
  const { id } = await administrator.create(`${path}/connections`, { name: 'Okta', idpProfile: 'okta' });
  place = `${path}/connections/${id}`;
  await fill(id, 5);
});

/** The items of all pages of a list. */
async function everything(caller: TestCaller, list: string): Promise<{ id: string; [name: string]: unknown }[]> {
  const { body } = await caller.send('get', list).expect(200);
  if (body.nextCursor === null) return body.items;
  const separator = list.includes('?') ? '&' : '?';
  const rest = await everything(caller, `${list.split(/[?&]cursor=/)[0]}${separator}cursor=${body.nextCursor}`);
  return [...body.items, ...rest];
}

describe('directory users', () => {
  it('are listed page by page, deleted ones too, each as it is read alone', async () => {
    // Ids of one millisecond have no order.
    const users = (await everything(administrator, `${place}/directory-users?limit=2`)).toSorted((a, b) =>
      String(a['userName']).localeCompare(String(b['userName'])),
    );
    expect(users.map(({ userName }) => userName)).toEqual([1, 2, 3, 4, 5].map(n => `ava${n}@example.com`));
    expect(users.map(({ state }) => state)).toEqual(['present', 'deleted', 'present', 'present', 'present']);
    const { body, headers } = await administrator.send('get', `${place}/directory-users/${users[0]!.id}`).expect(200);
    expect(body).toEqual(users[0]);
    expect(headers['etag']).toBe('"1"');
    expect(body).toMatchObject({
      externalId: 'E-1',
      active: true,
      resource: { userName: 'ava1@example.com', externalId: 'E-1', name: { givenName: 'Ava' } },
    });
  });

  it('show support staff that they are there, and not who they are', async () => {
    const users = await everything(support, `${place}/directory-users`);
    expect(users).toHaveLength(5);
    expect(users[0]).toMatchObject({ userName: '•••', externalId: '•••', resource: null, active: true });
    expect(JSON.stringify(users)).not.toMatch(PERSONAL);
    const { text } = await support.send('get', `${place}/directory-users/${users[0]!.id}`).expect(200);
    expect(text).not.toMatch(PERSONAL);
  });
});

describe('directory groups', () => {
  it('are listed with their members, whose names support staff do not see', async () => {
    const groups = await everything(administrator, `${place}/directory-groups?limit=1`);
    expect(new Set(groups.map(({ displayName }) => displayName))).toEqual(new Set(['Team 1', 'Team 2', 'Team 3']));
    const first = groups.find(({ displayName }) => displayName === 'Team 1');
    const group = `${place}/directory-groups/${first!.id}`;
    expect((await administrator.send('get', group).expect(200)).body).toEqual(first);
    expect(first).toMatchObject({ externalId: 'G-1', version: 1 });
    const members = await everything(administrator, `${group}/members?limit=2`);
    expect(members).toHaveLength(5);
    expect(members[0]).toEqual({ id: expect.any(String), type: 'User', display: 'Ava Lind' });
    expect((await everything(support, `${group}/members`)).map(({ display }) => display)).toContain('•••');
    expect(JSON.stringify(await everything(support, `${group}/members`))).not.toMatch(PERSONAL);
  });
});

describe('accounts', () => {
  it('are listed with the directory user they are linked to', async () => {
    const accounts = await everything(administrator, `${path}/accounts?limit=3`);
    expect(accounts).toHaveLength(4);
    const account = accounts.find(({ login }) => login === 'ava1@example.com');
    const { body } = await administrator.send('get', `${path}/accounts/${account!.id}`).expect(200);
    expect(body).toEqual(account);
    expect(body).toMatchObject({
      displayName: 'Ava Lind',
      state: 'active',
      suspendedBy: null,
      link: { connectionId: place.split('/').at(-1), directoryUserId: expect.any(String) },
    });
  });

  it('show support staff no login, name or address', async () => {
    const accounts = await everything(support, `${path}/accounts`);
    expect(accounts[0]).toMatchObject({ login: '•••', email: '•••', displayName: '•••', state: 'active' });
    expect(JSON.stringify(accounts)).not.toMatch(PERSONAL);
    const { text } = await support.send('get', `${path}/accounts/${accounts[0]!.id}`).expect(200);
    expect(text).not.toMatch(PERSONAL);
  });
});

describe('404', () => {
  it('for what is not there', async () => {
    for (const list of ['directory-users', 'directory-groups'])
      await administrator.send('get', `${place}/${list}/${SOMEBODY}`).expect(404);
    await administrator.send('get', `${place}/directory-groups/${SOMEBODY}/members`).expect(404);
    await administrator.send('get', `${path}/accounts/${SOMEBODY}`).expect(404);
  });

  it('for what another enterprise or another connection has', async () => {
    const [user] = await everything(administrator, `${place}/directory-users`);
    const [account] = await everything(administrator, `${path}/accounts`);
    const sibling = await administrator.create(`${path}/connections`, { name: 'Second', idpProfile: 'generic' });
    await administrator.send('get', `${path}/connections/${sibling.id}/directory-users/${user!.id}`).expect(404);
    const other = await anEnterprise();
    const foreign = `${other.path}/connections/${place.split('/').at(-1)}`;
    for (const rest of [`directory-users`, `directory-users/${user!.id}`, 'directory-groups'])
      await other.administrator.send('get', `${foreign}/${rest}`).expect(404);
    await other.administrator.send('get', `${other.path}/accounts/${account!.id}`).expect(404);
    expect((await other.administrator.send('get', `${other.path}/accounts`)).body.items).toEqual([]);
  });
});
