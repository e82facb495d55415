import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  type ConnectionKey,
  type Database,
  type DirectoryGroupId,
  type OrganizationId,
  type Repositories,
} from '#libs/persistence';
import { aConnection, aGroup, aPatch, aUser, runningScim, type TestConnection } from './builders.js';

type Rows = readonly Readonly<Record<string, unknown>>[];

const cause = { actor: { kind: 'system', id: 'test' }, requestId: null } as const;

let database: Database;
let connection: TestConnection;
/** Named by their keys. */
let organizations: Readonly<Record<'a' | 'b', OrganizationId>>;

const query = (sql: string, values: readonly unknown[] = []): Promise<Rows> =>
  database.orm.em.fork().execute(sql, [...values]);

beforeEach(async () => {
  ({ database } = await runningScim());
  connection = await aConnection({ provisioningMode: 'users_and_groups' });
  const { enterprises } = database.repositories;
  const insert = (key: string) => enterprises.insertOrganization(connection.key.enterpriseId, { key, name: key });
  organizations = { a: await insert('a'), b: await insert('b') };
});

/** As administration does it. */
function map(groupId: string, organizationId: OrganizationId, key: ConnectionKey = connection.key) {
  return database.transaction(async ({ groupMappings, carriedMemberships }: Repositories) => {
    await groupMappings.lockDirectory(key);
    await groupMappings.insert(key, [{ groupId: groupId as DirectoryGroupId, organizationId }]);
    return carriedMemberships.carryOrganizations(key, [organizationId], cause);
  });
}

async function groupOf(...members: string[]): Promise<string> {
  return (await connection.create('Groups', aGroup({ members: members.map(value => ({ value })) }))).id;
}

const person = async () => (await connection.create('Users', aUser())).id;
const patch = (id: string, ...operations: object[]) =>
  connection.send('patch', `/Groups/${id}`, aPatch(...operations)).expect(204);
const add = (id: string, ...values: string[]) =>
  patch(id, { op: 'add', path: 'members', value: values.map(value => ({ value })) });
const remove = (id: string, ...values: string[]) =>
  patch(id, { op: 'remove', path: 'members', value: values.map(value => ({ value })) });
const setActive = (id: string, active: boolean) =>
  connection.send('patch', `/Users/${id}`, aPatch({ op: 'replace', path: 'active', value: active })).expect(200);

/** The keys of the organizations that somebody is in, those that a group gives in capitals. */
async function organizationsOf(userId: string): Promise<string> {
  const rows = await query(
    `select case m.source when 'group' then upper(o.key) else o.key end as key
     from accounts a join organization_memberships m on m.account_id = a.id join organizations o on o.id = m.organization_id
     where a.directory_user_id = ? order by o.key`,
    [userId],
  );
  return rows.map(({ key }) => key).join(' ');
}

async function changesOf(userId: string): Promise<readonly unknown[]> {
  const rows = await query(
    `select change from account_events
     where directory_user_id = ? and type = 'account.memberships_changed' order by sequence`,
    [userId],
  );
  return rows.map(({ change }) => change);
}

async function joinByHand(userId: string, organizationId: OrganizationId): Promise<void> {
  await query(
    `insert into organization_memberships (enterprise_id, organization_id, account_id)
     select enterprise_id, ?, id from accounts where directory_user_id = ?`,
    [organizationId, userId],
  );
}

describe('a member of a mapped group', () => {
  it('joins the organizations of the group, and leaves them with it; each change is told of once', async () => {
    const [ava, bo] = [await person(), await person()];
    const group = await groupOf();
    await map(group, organizations.a);
    await map(group, organizations.b);
    await add(group, ava);
    expect([await organizationsOf(ava), await organizationsOf(bo)]).toEqual(['A B', '']);
    await add(group, ava);
    await patch(group, { op: 'remove', path: `members[value eq "${ava}"]` });
    expect(await organizationsOf(ava)).toBe('');
    const both = [organizations.a, organizations.b].toSorted();
    expect(await changesOf(ava)).toEqual([{ joinedOrganizations: both }, { leftOrganizations: both }]);
    const [event] = await query(
      'select actor, request_id from account_events where directory_user_id = ? and type like ?',
      [ava, '%memberships%'],
    );
    expect(event).toMatchObject({ actor: { kind: 'scim-token' }, request_id: expect.any(String) });
  });

  it('stays in an organization that another group gives', async () => {
    const ava = await person();
    const [first, second] = [await groupOf(ava), await groupOf(ava)];
    await map(first, organizations.a);
    await map(second, organizations.a);
    await remove(first, ava);
    expect(await organizationsOf(ava)).toBe('A');
    await connection.send('delete', `/Groups/${second}`).expect(204);
    expect(await organizationsOf(ava)).toBe('');
  });

  it('stays where it was added by hand', async () => {
    const ava = await person();
    const group = await groupOf();
    await joinByHand(ava, organizations.a);
    await map(group, organizations.a);
    await add(group, ava);
    await remove(group, ava);
    expect(await organizationsOf(ava)).toBe('a');
    expect(await changesOf(ava)).toEqual([]);
  });

  it('is carried by PUT, by a filter, and when all members are removed', async () => {
    const [ava, bo, cy] = [await person(), await person(), await person()];
    const group = await groupOf(ava);
    await map(group, organizations.a);
    const members = [{ value: bo }, { value: cy }];
    await connection.send('put', `/Groups/${group}`, aGroup({ members })).expect(200);
    expect([await organizationsOf(ava), await organizationsOf(bo), await organizationsOf(cy)]).toEqual(['', 'A', 'A']);
    await patch(group, { op: 'remove', path: 'members' });
    expect([await organizationsOf(bo), await organizationsOf(cy)]).toEqual(['', '']);
  });

  it.each([
    ['the mode is lower', { provisioningMode: 'users' }],
    ['the connection is disabled', { provisioningMode: 'users_and_groups', state: 'disabled' }],
  ] as const)('is not carried when %s', async (_, given) => {
    const [ava, bo] = [await person(), await person()];
    const group = await groupOf(ava);
    await map(group, organizations.a);
    await database.repositories.connections.update(connection.key, given);
    await remove(group, ava);
    await add(group, bo);
    expect([await organizationsOf(ava), await organizationsOf(bo)]).toEqual(['A', '']);
  });

  it('is not carried while the connection is paused', async () => {
    const ava = await person();
    const group = await groupOf();
    await map(group, organizations.a);
    await query(`update connections set paused = 'staged' where id = ?`, [connection.key.connectionId]);
    await add(group, ava);
    expect(await organizationsOf(ava)).toBe('');
  });
});

describe('groups in groups', () => {
  it('give what the outer group gives, in circles too', async () => {
    const ava = await person();
    const inner = await groupOf(ava);
    const middle = await groupOf(inner);
    const outer = await groupOf();
    await map(outer, organizations.a);
    await add(outer, middle);
    expect(await organizationsOf(ava)).toBe('A');
    await add(inner, outer);
    const bo = await person();
    await add(inner, bo);
    expect(await organizationsOf(bo)).toBe('A');
    await remove(middle, inner);
    expect([await organizationsOf(ava), await organizationsOf(bo)]).toEqual(['', '']);
  });

  it('take it with them when the one between is deleted', async () => {
    const ava = await person();
    const inner = await groupOf(ava);
    const outer = await groupOf(inner);
    await map(outer, organizations.a);
    expect(await organizationsOf(ava)).toBe('A');
    await connection.send('delete', `/Groups/${inner}`).expect(204);
    expect(await organizationsOf(ava)).toBe('');
  });
});

describe('somebody who comes back', () => {
  it('has what the groups say now, whatever the receipt keeps', async () => {
    const ava = await person();
    const [before, after] = [await groupOf(ava), await groupOf()];
    await map(before, organizations.a);
    await map(after, organizations.b);
    await setActive(ava, false);
    expect(await organizationsOf(ava)).toBe('');
    await remove(before, ava);
    await add(after, ava);
    expect(await organizationsOf(ava)).toBe('');
    await setActive(ava, true);
    expect(await organizationsOf(ava)).toBe('B');
  });

  it('is carried although an administrator let them in before the directory did', async () => {
    const ava = await person();
    const group = await groupOf(ava);
    await map(group, organizations.a);
    await setActive(ava, false);
    await query(`update accounts set state = 'active', suspended_by = null where directory_user_id = ?`, [ava]);
    await setActive(ava, true);
    expect(await organizationsOf(ava)).toBe('A');
  });

  it('or has an account only now, has what the groups give', async () => {
    const { id } = await connection.create('Users', aUser({ active: false }));
    await map(await groupOf(id), organizations.a);
    expect(await organizationsOf(id)).toBe('');
    await setActive(id, true);
    expect(await organizationsOf(id)).toBe('A');
  });
});

describe('at once', () => {
  it('two groups that lose one person leave no membership behind', async () => {
    for (let round = 0; round < 4; round++) {
      const ava = await person();
      const [first, second] = [await groupOf(ava), await groupOf(ava)];
      await map(first, organizations.a);
      await map(second, organizations.a);
      await Promise.all([remove(first, ava), remove(second, ava)]);
      expect(await organizationsOf(ava)).toBe('');
    }
  });

  it('two requests that add one person give one membership', async () => {
    const ava = await person();
    const [first, second] = [await groupOf(), await groupOf()];
    await map(first, organizations.a);
    await map(second, organizations.a);
    await Promise.all([add(first, ava), add(second, ava), add(first, ava)]);
    expect(await organizationsOf(ava)).toBe('A');
    expect(await changesOf(ava)).toHaveLength(1);
  });

  it('a person who joins a group and a group that joins another', async () => {
    for (let round = 0; round < 4; round++) {
      const ava = await person();
      const inner = await groupOf();
      const middle = await groupOf(inner);
      const outer = await groupOf();
      await map(outer, organizations.a);
      await Promise.all([add(inner, ava), add(outer, middle)]);
      expect(await organizationsOf(ava)).toBe('A');
    }
  });

  it('a deactivation and a new member leave nobody suspended in an organization', async () => {
    for (let round = 0; round < 4; round++) {
      const ava = await person();
      const group = await groupOf();
      await map(group, organizations.a);
      await Promise.all([setActive(ava, false), add(group, ava)]);
      expect(await organizationsOf(ava)).toBe('');
    }
  });

  it('a mapping that is made while members come and go says what the group says in the end', async () => {
    const people = await Promise.all([1, 2, 3, 4].map(person));
    const group = await groupOf(...people.slice(0, 2));
    await Promise.all([
      add(group, people[2]!),
      map(group, organizations.a),
      remove(group, people[0]!),
      add(group, people[3]!),
    ]);
    expect(await Promise.all(people.map(organizationsOf))).toEqual(['', 'A', 'A', 'A']);
  });
});

describe('a mapping', () => {
  it('of one connection gives nothing to another’s people', async () => {
    const ava = await person();
    const group = await groupOf(ava);
    const other = await aConnection({ provisioningMode: 'users_and_groups' });
    const theirs = await database.repositories.enterprises.insertOrganization(other.key.enterpriseId, {
      key: 'a',
      name: 'A',
    });
    await map(group, theirs, other.key);
    await add(group, await person());
    expect(await organizationsOf(ava)).toBe('');
  });

  it('of many people is carried in one transaction, and all of them leave in one', async () => {
    const template = await person();
    const ids = [...Array(5000)].map(() => randomUUID());
    await query(
      `with people as (
         insert into directory_users
           (enterprise_id, connection_id, id, user_name, user_name_key, active, attributes, search, terms)
         select u.enterprise_id, u.connection_id, p.id, u.user_name || p.n, u.user_name_key || p.n, true, u.attributes, u.search, u.terms
         from directory_users u, unnest(?::uuid[]) with ordinality as p (id, n) where u.id = ? returning *
       )
       insert into accounts (enterprise_id, id, login, login_key, connection_id, directory_user_id)
       select enterprise_id, gen_random_uuid(), user_name, user_name_key, connection_id, id from people`,
      [`{${ids.join(',')}}`, template],
    );
    const { enterpriseId, connectionId } = connection.key;
    const group = await groupOf();
    await query(
      `insert into directory_memberships (enterprise_id, connection_id, group_id, member_id, member_type)
       select ?, ?, ?, id, 'User' from unnest(?::uuid[]) as p (id)`,
      [enterpriseId, connectionId, group, `{${ids.join(',')}}`],
    );
    expect(await map(group, organizations.a)).toEqual({ joined: 5000, left: 0 });
    await add(group, template);
    expect(await organizationsOf(template)).toBe('A');
    await patch(group, { op: 'remove', path: 'members' });
    const left = `select count(*)::int as events,
      (select count(*)::int from organization_memberships where enterprise_id = ?) as members
      from account_events where enterprise_id = ? and jsonb_exists(change, 'leftOrganizations')`;
    expect(await query(left, [enterpriseId, enterpriseId])).toEqual([{ events: 5001, members: 0 }]);
  });
});
