import { beforeEach, describe, expect, it } from 'vitest';
import { type ConnectionKey, driftKinds, newId, type ScimRequestId, type ScimRequestWrite } from '#libs/persistence';
import { aCaller, anEnterprise, runningAdmin, type TestCaller } from './builders.js';

let enterprise: Awaited<ReturnType<typeof anEnterprise>>;
let path: string;
let key: ConnectionKey;

/** One active account of somebody inactive, a local one, one that is as it should be, an empty group and one with the inactive. */
beforeEach(async () => {
  enterprise = await anEnterprise();
  const { database } = await runningAdmin();
  const { connectionId } = await database.repositories.enterprises.insertConnection(enterprise.id, {
    name: 'Test',
    idpProfile: 'entra-id',
    state: 'enabled',
    provisioningMode: 'users',
  });
  path = `${enterprise.path}/connections/${connectionId}/drift`;
  key = { enterpriseId: enterprise.id, connectionId };
  const both = [enterprise.id, connectionId];
  const db = database.orm.em.fork();
  await db.execute(
    `with u as (
       insert into directory_users
         (enterprise_id, connection_id, id, user_name, user_name_key, active, attributes, search, terms)
       values (?, ?, uuidv7(), '=away', 'away', false, '{}', '{}', ''), (?, ?, uuidv7(), 'here', 'here', true, '{}', '{}', '')
       returning *
     ), a as (
       insert into accounts (enterprise_id, id, login, login_key, connection_id, directory_user_id)
       select enterprise_id, uuidv7(), user_name, user_name_key, connection_id, id from u
       union all select ?, uuidv7(), 'local', 'local', null, null
     ), g as (
       insert into directory_groups
         (enterprise_id, connection_id, id, display_name, display_name_key, attributes, search, terms)
       values (?, ?, uuidv7(), 'Empty', 'empty', '{}', '{}', ''), (?, ?, uuidv7(), 'Staff', 'staff', '{}', '{}', '')
       returning *
     )
     insert into directory_memberships (enterprise_id, connection_id, group_id, member_id, member_type)
     select g.enterprise_id, g.connection_id, g.id, u.id, 'User' from g, u where g.display_name = 'Staff'`,
    [...both, ...both, enterprise.id, ...both, ...both],
  );
});

it('the drift report counts each kind and lists it', async () => {
  const { administrator } = enterprise;
  expect((await administrator.send('get', path).expect(200)).body).toEqual({
    access_despite_directory: 1,
    account_without_directory_user: 1,
    group_without_members: 1,
    group_without_mapping: 2,
    membership_of_nobody: 1,
    not_seen: null,
    notSeenSince: null,
    notSeenBy: null,
    stale_ids: 0,
  });
  const names: Record<string, string[]> = {};
  for (const kind of driftKinds) {
    const { body } = await administrator.send('get', `${path}/items?kind=${kind}`).expect(200);
    names[kind] = body.items.map(({ name }: { name: string }) => name).toSorted();
  }
  expect(names).toEqual({
    access_despite_directory: ['=away'],
    account_without_directory_user: ['local'],
    group_without_members: ['Empty'],
    group_without_mapping: ['Empty', 'Staff'],
    membership_of_nobody: ['Staff'],
    not_seen: [],
    stale_ids: [],
  });
});

it('is listed page by page, and a cursor is of one kind', async () => {
  const { administrator } = enterprise;
  const first = await administrator.send('get', `${path}/items?kind=group_without_mapping&limit=1`).expect(200);
  const { nextCursor } = first.body;
  const rest = `limit=1&cursor=${nextCursor}`;
  const { body } = await administrator.send('get', `${path}/items?kind=group_without_mapping&${rest}`).expect(200);
  expect([body.items.length, body.nextCursor]).toEqual([1, null]);
  await administrator.send('get', `${path}/items?kind=membership_of_nobody&${rest}`).expect(400);
});

it('is exported as CSV that no spreadsheet runs, without names of people to support staff', async () => {
  const { text, headers } = await enterprise.administrator.send('get', `${path}/export`).expect(200);
  expect(headers['content-type']).toContain('text/csv');
  const lines = text.split('\r\n');
  expect(lines[0]).toBe('kind,id,name,otherId,requests,firstAt,lastAt,clickPath');
  expect(lines).toHaveLength(8);
  expect(text).toContain(",'=away,");
  const support = await aCaller('support', enterprise.id);
  const told = (await support.send('get', `${path}/export`).expect(200)).text;
  expect(told).not.toContain('away');
  expect(told).toContain('Staff');
});

it('of another enterprise is not there', async () => {
  const other = await anEnterprise();
  for (const rest of ['', '/items?kind=group_without_members', '/export'])
    await other.administrator.send('get', `${path}${rest}`).expect(404);
});

/** What the identity provider asked, so many minutes ago. */
async function asked(minutes: number, request: Partial<ScimRequestWrite>): Promise<void> {
  const { database } = await runningAdmin();
  await database.repositories.scimRequests.write([
    {
      enterprise_id: key.enterpriseId,
      connection_id: key.connectionId,
      at: minutesAgo(minutes),
      id: newId<ScimRequestId>(),
      token_id: null,
      method: 'GET',
      path: '/Users',
      status: 200,
      scim_type: null,
      detail: null,
      duration_ms: 2,
      request_id: null,
      remote_address: null,
      user_agent: null,
      ad_scim_version: null,
      body: null,
      body_kept: 'none',
      dialect: 'generic',
      intent_kind: 'list-users',
      intent_subject: null,
      intent_count: null,
      is_test: false,
      resource_type: null,
      resource_id: null,
      touched: null,
      operations: null,
      found: null,
      rehearsal_id: null,
      ...request,
    },
  ]);
}

const started = Date.now();
const minutesAgo = (minutes: number) => new Date(started - minutes * 60_000).toISOString();

describe('people whom no request names', () => {
  const lookUp = (subject: string, found: number): Partial<ScimRequestWrite> => ({
    path: `/Users?filter=userName eq "${subject}"`,
    intent_kind: 'look-up-user',
    intent_subject: subject,
    found,
  });
  const userId = async (name: string) => {
    const { database } = await runningAdmin();
    const [row = expect.fail('nobody has the name')] = await database.orm.em
      .fork()
      .execute('select id from directory_users where connection_id = ? and user_name = ?', [key.connectionId, name]);
    return row.id as string;
  };
  const notSeen = async () => {
    const { administrator } = enterprise;
    const { not_seen, notSeenSince, notSeenBy } = (await administrator.send('get', path).expect(200)).body;
    const { items } = (await administrator.send('get', `${path}/items?kind=not_seen`).expect(200)).body;
    expect(items).toHaveLength(not_seen ?? 0);
    return [notSeenSince, notSeenBy, items.map(({ name }: { name: string }) => name)];
  };

  beforeEach(async () => {
    const { database } = await runningAdmin();
    await database.orm.em
      .fork()
      .execute(`update directory_users set created_at = now() - interval '1 year' where connection_id = ?`, [
        key.connectionId,
      ]);
  });

  it('since the last full listing, which began with its first page', async () => {
    await asked(30, { resource_id: await userId('here'), path: '/Users/x', intent_kind: 'read-user' });
    await asked(20, { path: '/Users?startIndex=1&count=100' });
    await asked(19, { path: '/Users?startIndex=101&count=100' });
    await asked(18, { path: '/Users?count=1' });
    expect(await notSeen()).toEqual([minutesAgo(20), 'full_listing', ['=away', 'here']]);
    await asked(10, lookUp('HERE', 1));
    await asked(10, lookUp('=away', 0));
    expect(await notSeen()).toEqual([minutesAgo(20), 'full_listing', ['=away']]);
    await asked(9, { path: '/Bulk', method: 'POST', intent_kind: 'bulk', operations: [{ id: await userId('=away') }] });
    expect(await notSeen()).toEqual([minutesAgo(20), 'full_listing', []]);
  });

  it('since the last cycle of look-ups, when it never lists', async () => {
    await asked(20, lookUp('here', 1));
    expect(await notSeen()).toEqual([minutesAgo(20), 'look_up_cycle', ['=away']]);
    const support = await aCaller('support', enterprise.id);
    const { items } = (await support.send('get', `${path}/items?kind=not_seen`).expect(200)).body;
    expect(items).toMatchObject([{ name: '•••' }]);
  });
});

it('ids that are asked for again and again and are gone, with whose they were and what to do', async () => {
  const { database } = await runningAdmin();
  const [gone = expect.fail('nobody is gone')] = await database.orm.em
    .fork()
    .execute(
      `update directory_users set state = 'deleted' where connection_id = ? and user_name = 'here' returning id`,
      [key.connectionId],
    );
  const group = newId();
  const once = newId();
  for (const [minutes, id, type] of [
    [30, gone.id, 'Users'],
    [20, gone.id, 'Users'],
    [9, group, 'Groups'],
    [8, group, 'Groups'],
    [7, once, 'Users'],
  ] as const)
    await asked(minutes, { path: `/${type}/${id}`, status: 404, resource_id: id, intent_kind: 'read-user' });
  const list = async (caller: TestCaller) =>
    (await caller.send('get', `${path}/items?kind=stale_ids`).expect(200)).body;
  const { items } = await list(enterprise.administrator);
  expect(items).toHaveLength(2);
  expect(items).toContainEqual({
    kind: 'stale_ids',
    id: gone.id,
    name: 'here',
    otherId: null,
    asked: {
      resourceType: 'User',
      requests: 2,
      firstAt: minutesAgo(30),
      lastAt: minutesAgo(20),
      advice: expect.stringContaining('an id that is gone'),
      clickPath: expect.stringMatching(/Restart provisioning$/),
    },
  });
  expect(items).toContainEqual(expect.objectContaining({ id: group, name: null }));
  expect((await enterprise.administrator.send('get', path).expect(200)).body).toMatchObject({ stale_ids: 2 });
  expect(JSON.stringify(await list(await aCaller('support', enterprise.id)))).not.toContain('"here"');
  const { text } = await enterprise.administrator.send('get', `${path}/export`).expect(200);
  expect(text).toContain(`stale_ids,${gone.id},here,,2,${minutesAgo(30)},${minutesAgo(20)},Microsoft`);
});
