import { beforeEach, describe, expect, it } from 'vitest';
import {
  type AccountId,
  type Database,
  type DirectoryGroupId,
  type HoldRow,
  newId,
  type OrganizationId,
} from '#libs/persistence';
import { publishAccountEvents, publishAllAccountEvents, purgeDue, restoreHold } from '#libs/provisioning';
import { aConnection, aGroup, aPatch, aUser, runningScim, type TestConnection } from './builders.js';

type Rows = readonly Readonly<Record<string, unknown>>[];
type Person = { readonly id: string; readonly accountId: string };

const cause = { actor: { kind: 'api-key', id: newId<OrganizationId>() }, requestId: null } as const;

let database: Database;
let connection: TestConnection;
let people: readonly Person[];

const query = (sql: string, values: readonly unknown[] = []): Promise<Rows> =>
  database.orm.em.fork().execute(sql, [...values]);

beforeEach(async () => {
  ({ database } = await runningScim());
  connection = await aConnection();
});

/** People of the directory, each with an account, an organization and a token; straight into the database. */
async function insertPeople(count: number): Promise<readonly Person[]> {
  const { enterpriseId, connectionId } = connection.key;
  const organizationId = await database.repositories.enterprises.insertOrganization(enterpriseId, {
    key: 'a',
    name: 'A',
  });
  const rows = await query(
    `with person as (
       insert into directory_users
         (enterprise_id, connection_id, id, user_name, user_name_key, active, attributes, search, terms)
       select ?, ?, uuidv7(), 'p' || n, 'p' || n, true, '{}', '{}', '' from generate_series(1, ?) as n returning *
     )
     insert into accounts (enterprise_id, id, login, login_key, connection_id, directory_user_id)
     select enterprise_id, uuidv7(), user_name, user_name_key, connection_id, id from person
     returning directory_user_id as id, id as "accountId"`,
    [enterpriseId, connectionId, count],
  );
  await query(
    `insert into organization_memberships (enterprise_id, organization_id, account_id, source)
     select enterprise_id, ?, id, 'group' from accounts where enterprise_id = ?`,
    [organizationId, enterpriseId],
  );
  await query(
    `insert into personal_access_tokens (enterprise_id, account_id, id, name, prefix, hash, expires_at)
     select enterprise_id, id, uuidv7(), 'A', 'ptn_pat_000000', sha256(id::text::bytea), now() + interval '1 year'
     from accounts where enterprise_id = ?`,
    [enterpriseId],
  );
  return rows as unknown as readonly Person[];
}

const setActive = (person: Person | undefined, active: boolean) =>
  connection.send('patch', `/Users/${person?.id}`, aPatch({ op: 'replace', path: 'active', value: active }));

async function deactivate(some: readonly Person[]): Promise<void> {
  await Promise.all(some.map(person => setActive(person, false).expect(200)));
  await publishAllAccountEvents(database);
}

const memberships = () =>
  query('select organization_id, account_id, source from organization_memberships where enterprise_id = ? order by 2', [
    connection.key.enterpriseId,
  ]);

const accountIds = (some: readonly Person[]) => some.map(({ accountId }) => accountId).toSorted();

const theHold = async (): Promise<HoldRow | undefined> =>
  database.repositories.holds.findOpen(connection.key.enterpriseId);

const put = (id: string, body: object) =>
  connection
    .send('put', `/Users/${id}`, { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], ...body })
    .expect(200);

/** What is not compared changes with every version. */
const allAccess = () =>
  query(
    `select to_jsonb(t) - 'version' - 'last_modified' as row from accounts t where enterprise_id = ?
     union all select to_jsonb(t) from organization_memberships t where enterprise_id = ?
     union all select to_jsonb(t) from personal_access_tokens t where enterprise_id = ? order by 1`,
    Array(3).fill(connection.key.enterpriseId),
  );

const graceIsOver = () =>
  query(`update receipts set purge_after = now() - interval '1 day' where enterprise_id = ?`, [
    connection.key.enterpriseId,
  ]);

/** As if it had happened before the window. */
const makeOld = () =>
  query(`update receipts set created_at = now() - interval '31 days' where enterprise_id = ?`, [
    connection.key.enterpriseId,
  ]);

const left = async () =>
  (await query('select id from accounts where enterprise_id = ? order by 1', [connection.key.enterpriseId])).map(
    ({ id }) => id,
  );

async function decide(outcome: 'restored' | 'resumed') {
  const hold = (await theHold())!;
  await database.transaction(({ holds }) =>
    holds.decide(connection.key.enterpriseId, hold.id, { outcome, reason: 'The IdP group was emptied.' }, cause),
  );
  return { enterpriseId: connection.key.enterpriseId, id: hold.id };
}

describe('a storm of deprovisioning', () => {
  it('opens one hold, purges nothing, and everything is given back, row by row', async () => {
    people = await insertPeople(200);
    const before = await allAccess();
    await deactivate(people.slice(0, 50));
    expect(await theHold()).toMatchObject({ of_accounts: 200 });
    await graceIsOver();
    await purgeDue(database);
    expect(await left()).toHaveLength(200);
    const hold = await decide('restored');
    expect(await restoreHold(database, hold)).toBe(true);
    expect(await allAccess()).toEqual(before);
    expect(await theHold()).toBeUndefined();
    await publishAllAccountEvents(database);
    expect(await theHold()).toBeUndefined();
  });

  it('that goes on while everybody is restored opens the next one', async () => {
    people = await insertPeople(20);
    await deactivate(people.slice(0, 10));
    const hold = await decide('restored');
    await Promise.all(people.slice(10).map(person => setActive(person, false).expect(200)));
    await restoreHold(database, hold);
    await publishAllAccountEvents(database);
    expect(await theHold()).toMatchObject({ accounts: 10 });
  });

  it('is written into the audit log, once', async () => {
    people = await insertPeople(10);
    await deactivate(people.slice(0, 4));
    expect(await theHold()).toBeUndefined();
    await deactivate(people.slice(4));
    const opened = await query(
      `select after - 'since' as after from audit_events where enterprise_id = ? and action = 'hold.opened'`,
      [connection.key.enterpriseId],
    );
    expect(opened).toEqual([{ after: { accounts: 10, ofAccounts: 10, thresholds: { accounts: 50, percent: 20 } } }]);
  });

  it('is noticed before purging when no event was published', async () => {
    people = await insertPeople(10);
    await Promise.all(people.map(person => setActive(person, false).expect(200)));
    await graceIsOver();
    await purgeDue(database);
    expect(await left()).toHaveLength(10);
    expect(await theHold()).toMatchObject({ accounts: 10 });
  });

  it('of another enterprise holds nothing here', async () => {
    people = await insertPeople(10);
    await deactivate(people);
    const [own, other] = [connection, await aConnection()];
    connection = other;
    const [gone, ...others] = await insertPeople(30);
    await setActive(gone, false).expect(200);
    await publishAllAccountEvents(database);
    await graceIsOver();
    await purgeDue(database);
    expect(await left()).toEqual(accountIds(others));
    connection = own;
    expect(await left()).toHaveLength(10);
  });

  it('by a bare removal of all members of a mapped group counts too, and is undone with the rest', async () => {
    connection = await aConnection({ provisioningMode: 'users_and_groups' });
    people = await insertPeople(10);
    const { enterpriseId } = connection.key;
    await query('delete from organization_memberships where enterprise_id = ?', [enterpriseId]);
    const members = people.map(({ id }) => ({ value: id }));
    const group = await connection.create('Groups', aGroup({ members }));
    await database.transaction(async ({ groupMappings, carriedMemberships, organizations }) => {
      const [organization] = await organizations.list(enterpriseId, { limit: 1 });
      const mapped = { groupId: group.id as DirectoryGroupId, organizationId: organization!.id };
      await groupMappings.insert(connection.key, [mapped]);
      await carriedMemberships.carryOrganizations(connection.key, [mapped.organizationId], cause);
    });
    const before = await memberships();
    expect(before).toHaveLength(10);
    await connection.send('patch', `/Groups/${group.id}`, aPatch({ op: 'remove', path: 'members' })).expect(204);
    expect(await memberships()).toEqual([]);
    await publishAllAccountEvents(database);
    expect(await theHold()).toMatchObject({ accounts: 10, of_accounts: 20 });
    const hold = await decide('restored');
    await Promise.all([restoreHold(database, hold), restoreHold(database, hold)]);
    expect(await memberships()).toEqual(before);
    await publishAllAccountEvents(database);
    expect(await theHold()).toBeUndefined();
  });

  it('by the hand of an administrator is none', async () => {
    people = await insertPeople(10);
    await query(
      `insert into account_events (enterprise_id, id, account_id, connection_id, type, actor, change)
       select enterprise_id, uuidv7(), id, connection_id, 'account.memberships_changed', '{"kind":"api-key","id":"x"}',
         jsonb_build_object('leftOrganizations', jsonb_build_array(id)) from accounts where enterprise_id = ?`,
      [connection.key.enterpriseId],
    );
    await publishAllAccountEvents(database);
    expect(await theHold()).toBeUndefined();
  });

  it('that was decided upon does not count again', async () => {
    people = await insertPeople(10);
    await deactivate(people);
    await decide('resumed');
    await graceIsOver();
    await purgeDue(database);
    expect(await theHold()).toBeUndefined();
    expect(await left()).toEqual([]);
  });
});

describe('after a restore', () => {
  it.each<[string, (person: Person) => Promise<unknown>]>([
    ['the same PATCH', person => setActive(person, false).expect(200)],
    ['a PUT of the same', async ({ id }) => put(id, (await connection.send('get', `/Users/${id}`).expect(200)).body)],
    [
      'a PUT with something that no account shows',
      ({ id }) => put(id, { userName: 'p1', title: 'Engineer', active: false }),
    ],
    [
      'a PUT with something that an account shows',
      ({ id }) => put(id, { userName: 'p1', displayName: 'A', active: false }),
    ],
    ['a POST', () => connection.send('post', '/Users', aUser({ userName: 'p1', active: false })).expect(201)],
    ['a DELETE', ({ id }) => connection.send('delete', `/Users/${id}`).expect(204)],
  ])('whoever the directory deactivates again is suspended again, by %s', async (_, say) => {
    people = await insertPeople(10);
    await deactivate(people);
    await restoreHold(database, await decide('restored'));
    const state = async () => (await query('select state from accounts where id = ?', [people[0]?.accountId]))[0];
    expect(await state()).toEqual({ state: 'active' });
    await say(people[0]!);
    expect(await state()).toEqual({ state: 'suspended' });
    expect(await query('select from organization_memberships where account_id = ?', [people[0]?.accountId])).toEqual(
      [],
    );
    const suspended = `select from account_events where account_id = ? and type = 'account.suspended'`;
    expect(await query(suspended, [people[0]?.accountId])).toHaveLength(2);
  });

  it('somebody who was deactivated again after the decision stays suspended, when the restore goes on', async () => {
    people = await insertPeople(10);
    await deactivate(people);
    const hold = await decide('restored');
    // A process restored the first one, and died.
    await database.transaction(({ holdRestores }) =>
      holdRestores.restore(connection.key.enterpriseId, [people[0]!.accountId as AccountId], cause),
    );
    await setActive(people[0], false).expect(200);
    await restoreHold(database, hold);
    expect(
      await query(`select id from accounts where enterprise_id = ? and state = 'suspended'`, [
        connection.key.enterpriseId,
      ]),
    ).toEqual([{ id: people[0]?.accountId }]);
  });

  it('nobody is suspended by what is said of somebody else, nor again once suspended', async () => {
    people = await insertPeople(10);
    await deactivate(people);
    await restoreHold(database, await decide('restored'));
    await setActive(people[0], false).expect(200);
    const before = await allAccess();
    const { body } = await connection.send('get', `/Users/${people[0]?.id}`).expect(200);
    await setActive(people[0], false).expect(200);
    expect(await allAccess()).toEqual(before);
    expect((await connection.send('get', `/Users/${people[0]?.id}`)).body.meta).toEqual(body.meta);
  });

  it('by two at once, and beside deactivations, everybody has all or nothing', async () => {
    people = await insertPeople(40);
    await deactivate(people.slice(0, 20));
    const hold = await decide('restored');
    await Promise.all([
      restoreHold(database, hold),
      ...people.slice(15).map(person => setActive(person, false).expect(200)),
      restoreHold(database, hold),
    ]);
    const torn = await query(
      `select a.id from accounts a
       where a.enterprise_id = ? and (a.state = 'active') is distinct from (
         exists (select from organization_memberships m where m.account_id = a.id)
         and not exists (select from receipts r where r.account_id = a.id and r.restored_at is null)
         and exists (select from personal_access_tokens t where t.account_id = a.id and t.revoked_at is null)
       )`,
      [connection.key.enterpriseId],
    );
    expect(torn).toEqual([]);
    const told = await query(
      `select account_id from account_events where enterprise_id = ? and type = 'account.reactivated'
       group by 1 having count(*) > 1`,
      [connection.key.enterpriseId],
    );
    expect(told).toEqual([]);
  });

  it('whoever gave the login up to another person stays suspended', async () => {
    people = await insertPeople(10);
    await deactivate(people);
    await query('update accounts set login_key = null where id = ?', [people[0]?.accountId]);
    await restoreHold(database, await decide('restored'));
    expect(
      await query(`select id from accounts where enterprise_id = ? and state = 'suspended'`, [
        connection.key.enterpriseId,
      ]),
    ).toEqual([{ id: people[0]?.accountId }]);
  });
});

describe('purging', () => {
  it('deletes an account whose grace time is over, and all that hangs on it, with an event that names nobody', async () => {
    people = await insertPeople(30);
    await deactivate(people.slice(0, 2));
    await query(`update receipts set purge_after = now() - interval '1 second' where account_id = ?`, [
      people[0]?.accountId,
    ]);
    expect(await purgeDue(database)).toBeGreaterThan(0);
    expect(await left()).toEqual(accountIds(people.slice(1)));
    for (const table of [
      'organization_memberships',
      'personal_access_tokens',
      'account_sessions',
      'receipt_memberships',
    ])
      expect(await query(`select from ${table} where account_id = ?`, [people[0]?.accountId])).toEqual([]);
    await publishAllAccountEvents(database);
    const [told] = await query(
      `select change, actor from account_events where account_id = ? and type = 'account.purged'`,
      [people[0]?.accountId],
    );
    expect(told).toEqual({ change: {}, actor: { kind: 'system', id: 'purge' } });
    expect(
      await query(`select action from audit_events where enterprise_id = ? and action = 'account.purged'`, [
        connection.key.enterpriseId,
      ]),
    ).toHaveLength(1);
  });

  it('leaves whom somebody else has suspended, and whoever is back', async () => {
    people = await insertPeople(30);
    await deactivate(people.slice(0, 2));
    await graceIsOver();
    await query(`update accounts set suspended_by = 'administrator' where id = ?`, [people[0]?.accountId]);
    await setActive(people[1], true).expect(200);
    await purgeDue(database);
    expect(await left()).toHaveLength(30);
  });

  it('never takes the last administrator, whoever is suspended', async () => {
    people = await insertPeople(30);
    const administrators = people.slice(0, 2);
    await query('update accounts set is_administrator = true where id = any (?::uuid[])', [
      `{${accountIds(administrators).join()}}`,
    ]);
    await deactivate(administrators);
    await graceIsOver();
    await purgeDue(database);
    expect(await left()).toHaveLength(30);
    await query('update accounts set is_administrator = true where id = ?', [people[9]?.accountId]);
    await purgeDue(database);
    expect(await left()).toEqual(accountIds(people.slice(2)));
  });

  it('beside reactivation, each account is purged wholly or back wholly', async () => {
    people = await insertPeople(30);
    await deactivate(people);
    await makeOld();
    await graceIsOver();
    await query('delete from holds where enterprise_id = ?', [connection.key.enterpriseId]);
    const [, ...answers] = await Promise.all([
      purgeDue(database),
      ...people.map(person => setActive(person, true)),
      purgeDue(database),
    ]);
    expect(answers.filter(answer => typeof answer === 'object' && answer.status !== 200)).toEqual([]);
    const torn = await query(
      `select u.id from directory_users u left join accounts a on a.directory_user_id = u.id
       where u.enterprise_id = ? and (
         a.id is null or a.state <> 'active'
         or exists (select from receipts r where r.account_id = a.id and (r.purged_at is not null or r.restored_at is null))
       )`,
      [connection.key.enterpriseId],
    );
    expect(torn).toEqual([]);
  });
});

it('whoever publishes hears of the hold that it opened', async () => {
  people = await insertPeople(5);
  await Promise.all(people.map(person => setActive(person, false).expect(200)));
  const heard: string[] = [];
  while ((await publishAccountEvents(database, { waits: true, onHold: hold => heard.push(hold.enterprise_id) })) > 0);
  expect(heard).toContain(connection.key.enterpriseId);
});
