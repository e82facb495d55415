import { beforeEach, expect, it } from 'vitest';
import { driftKinds } from '#libs/persistence';
import { aCaller, anEnterprise, runningAdmin } from './builders.js';

let enterprise: Awaited<ReturnType<typeof anEnterprise>>;
let path: string;

/** One active account of somebody inactive, a local one, one that is as it should be, an empty group and one with the inactive. */
beforeEach(async () => {
  enterprise = await anEnterprise();
  const { database } = await runningAdmin();
  const { connectionId } = await database.repositories.enterprises.insertConnection(enterprise.id, {
    name: 'Test',
    idpProfile: 'generic',
    state: 'enabled',
    provisioningMode: 'users',
  });
  path = `${enterprise.path}/connections/${connectionId}/drift`;
  const key = [enterprise.id, connectionId];
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
    [...key, ...key, enterprise.id, ...key, ...key],
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
  expect(lines[0]).toBe('kind,id,name,otherId');
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
