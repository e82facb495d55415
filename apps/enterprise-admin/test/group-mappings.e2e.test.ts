import { beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionKey, Database } from '#libs/persistence';
import { aCaller, anEnterprise, aTestedConnection, auditLog, runningAdmin, type TestCaller } from './builders.js';

type Enterprise = Awaited<ReturnType<typeof anEnterprise>>;
type Rows = readonly Readonly<Record<string, unknown>>[];

const NOBODY = '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11';
let database: Database;
let enterprise: Enterprise;
let administrator: TestCaller;
let key: ConnectionKey;
let mappings: string;
let made = 0;

const query = (sql: string, values: readonly unknown[] = []): Promise<Rows> =>
  database.orm.em.fork().execute(sql, [...values]);

beforeEach(async () => {
  ({ database } = await runningAdmin());
  enterprise = await anEnterprise();
  ({ administrator } = enterprise);
  key = await aTestedConnection(enterprise.id);
  await database.repositories.connections.update(key, { state: 'enabled', provisioningMode: 'users_and_groups' });
  mappings = `${enterprise.path}/connections/${key.connectionId}/group-mappings`;
});

/** A directory user with an active account; gives the id of the account. */
async function person(login: string): Promise<string> {
  const rows = await query(
    `with person as (
       insert into directory_users
         (enterprise_id, connection_id, id, user_name, user_name_key, active, attributes, search, terms)
       values (?, ?, uuidv7(), ?, ?, true, '{}', '{}', '') returning *
     )
     insert into accounts (enterprise_id, id, login, login_key, connection_id, directory_user_id)
     select enterprise_id, uuidv7(), user_name, user_name_key, connection_id, id from person returning id`,
    [key.enterpriseId, key.connectionId, login, login],
  );
  return String(rows[0]?.['id']);
}

async function group(displayName: string, ...accountIds: readonly string[]): Promise<string> {
  const rows = await query(
    `insert into directory_groups (enterprise_id, connection_id, id, display_name, display_name_key, attributes, search, terms)
     values (?, ?, uuidv7(), ?, ?, '{}', '{}', '') returning id`,
    [key.enterpriseId, key.connectionId, displayName, displayName.toLowerCase()],
  );
  const id = String(rows[0]?.['id']);
  for (const accountId of accountIds)
    await query(
      `insert into directory_memberships (enterprise_id, connection_id, group_id, member_id, member_type)
       select enterprise_id, connection_id, ?, directory_user_id, 'User' from accounts where id = ?`,
      [id, accountId],
    );
  return id;
}

async function organization(name: string, ...members: readonly string[]): Promise<string> {
  const { id } = await administrator.create(`${enterprise.path}/organizations`, { key: `org-${made++}`, name });
  for (const accountId of members)
    await administrator.send('put', `${enterprise.path}/organizations/${id}/members/${accountId}`).expect(204);
  return id;
}

/** The logins of the members, those that a group gives in capitals. */
async function membersOf(organizationId: string): Promise<string> {
  const rows = await query(
    `select case m.source when 'group' then upper(a.login) else a.login end as login
     from organization_memberships m join accounts a on a.id = m.account_id where m.organization_id = ? order by a.login`,
    [organizationId],
  );
  return rows.map(({ login }) => login).join(' ');
}

describe('a mapping', () => {
  it('is previewed, made, listed and deleted; members come and go with it', async () => {
    const [ava, bo] = [await person('ava'), await person('bo')];
    const groupId = await group('Team', ava, bo);
    const organizationId = await organization('Org');
    const body = { groupId, organizationId };
    const preview = (await administrator.send('post', `${mappings}/preview?limit=1`, body).expect(200)).body;
    expect(preview).toMatchObject({ isCarried: true, needsConsent: false, added: 2, removed: 0, stays: 0 });
    const rest = `${mappings}/preview?limit=1&cursor=${preview.nextCursor}`;
    const last = (await administrator.send('post', rest, body).expect(200)).body;
    expect([...preview.items, ...last.items]).toEqual([
      { accountId: ava, login: 'ava', displayName: null, change: 'added' },
      { accountId: bo, login: 'bo', displayName: null, change: 'added' },
    ]);
    expect(last.nextCursor).toBeNull();
    expect(await membersOf(organizationId)).toBe('');
    const { carried, ...mapping } = await administrator.create(mappings, body);
    expect(carried).toEqual({ isCarried: true, joined: 2, left: 0, takenOver: 0 });
    expect(mapping).toMatchObject({ groupId, groupName: 'Team', organizationId, organizationName: 'Org' });
    expect(await membersOf(organizationId)).toBe('AVA BO');
    expect((await administrator.send('get', mappings).expect(200)).body.items).toEqual([mapping]);
    const again = (await administrator.send('post', mappings, body).expect(409)).body;
    expect(again.code).toBe('group_mapped');
    await administrator.send('delete', `${mappings}/${mapping.id}`).expect(204);
    expect(await membersOf(organizationId)).toBe('');
    const told = (await auditLog(enterprise.id)).filter(({ action }) => action.startsWith('group_mapping.'));
    expect(told).toMatchObject([
      { action: 'group_mapping.created', after: { groupId, organizationId, takesOver: false, joined: 2 } },
      { action: 'group_mapping.deleted', before: { groupId, organizationId }, after: { left: 2 } },
    ]);
    expect(
      await query(
        `select actor ->> 'kind' as kind, change from account_events
         where account_id = ? and type = 'account.memberships_changed' order by sequence`,
        [ava],
      ),
    ).toEqual([
      { kind: 'api-key', change: { joinedOrganizations: [organizationId] } },
      { kind: 'api-key', change: { leftOrganizations: [organizationId] } },
    ]);
  });

  it('that goes leaves who is in another group of the organization', async () => {
    const [ava, bo] = [await person('ava'), await person('bo')];
    const organizationId = await organization('Org');
    const first = await administrator.create(mappings, { groupId: await group('One', ava, bo), organizationId });
    await administrator.create(mappings, { groupId: await group('Two', bo), organizationId });
    await administrator.send('delete', `${mappings}/${first.id}`).expect(204);
    expect(await membersOf(organizationId)).toBe('BO');
  });

  it('to an organization with members needs a word on them', async () => {
    const [ava, bo] = [await person('ava'), await person('bo')];
    const { id: local } = await administrator.create(`${enterprise.path}/accounts`, { login: 'local' });
    const groupId = await group('Team', ava);
    const organizationId = await organization('Org', bo, local);
    const body = { groupId, organizationId };
    const { code, detail } = (await administrator.send('post', mappings, body).expect(409)).body;
    expect([code, detail]).toEqual(['consent_needed', expect.stringContaining('2 memberships')]);
    const adding = (await administrator.send('post', `${mappings}/preview`, { ...body, takesOver: false })).body;
    expect(adding).toMatchObject({ needsConsent: true, added: 1, removed: 0, stays: 0 });
    const taking = (await administrator.send('post', `${mappings}/preview`, { ...body, takesOver: true })).body;
    expect(taking).toMatchObject({ needsConsent: true, added: 1, removed: 1, stays: 1 });
    expect(
      Object.fromEntries(taking.items.map((item: { login: string; change: string }) => [item.login, item.change])),
    ).toEqual({
      ava: 'added',
      bo: 'removed',
      local: 'stays',
    });
    expect(await membersOf(organizationId)).toBe('bo local');
    const { carried } = await administrator.create(mappings, { ...body, takesOver: true });
    expect(carried).toMatchObject({ joined: 1, left: 1, takenOver: 1 });
    expect(await membersOf(organizationId)).toBe('AVA local');
  });

  it('only adds when that is said', async () => {
    const [ava, bo] = [await person('ava'), await person('bo')];
    const organizationId = await organization('Org', ava);
    const groupId = await group('Team', ava, bo);
    const { id } = await administrator.create(mappings, { groupId, organizationId, takesOver: false });
    expect(await membersOf(organizationId)).toBe('ava BO');
    await administrator.send('delete', `${mappings}/${id}`).expect(204);
    expect(await membersOf(organizationId)).toBe('ava');
  });

  it('takes over what a receipt keeps for people who may come back', async () => {
    const ava = await person('ava');
    const organizationId = await organization('Org');
    await query(
      `insert into receipt_memberships (enterprise_id, receipt_id, organization_id, account_id, source, created_at)
       values (?, uuidv7(), ?, ?, 'local', now())`,
      [enterprise.id, organizationId, ava],
    );
    await administrator.create(mappings, { groupId: await group('Team'), organizationId, takesOver: true });
    expect(await query('select source from receipt_memberships where account_id = ?', [ava])).toEqual([
      { source: 'group' },
    ]);
  });

  it('is kept, and gives nothing yet, while the connection is disabled', async () => {
    await database.repositories.connections.update(key, { state: 'disabled' });
    const organizationId = await organization('Org');
    const { carried } = await administrator.create(mappings, {
      groupId: await group('A', await person('ava')),
      organizationId,
    });
    expect(carried).toMatchObject({ isCarried: false, joined: 0 });
    expect(await membersOf(organizationId)).toBe('');
  });

  it('is refused while single sign-on blocks provisioning, but can be deleted', async () => {
    const organizationId = await organization('Org');
    const { id } = await administrator.create(mappings, { groupId: await group('A'), organizationId });
    await database.repositories.connections.update(key, { ssoTest: null });
    const body = { groupId: await group('B'), organizationId };
    expect((await administrator.send('post', mappings, body).expect(409)).body.code).toBe('provisioning_blocked');
    const all = { createOrganizations: false };
    expect((await administrator.send('post', `${mappings}/map-all`, all).expect(409)).body.code).toBe(
      'provisioning_blocked',
    );
    await administrator.send('delete', `${mappings}/${id}`).expect(204);
  });

  it('with what another enterprise has, or nobody, is a 404', async () => {
    const groupId = await group('Team');
    const organizationId = await organization('Org');
    const other = await anEnterprise();
    const theirs = (await other.administrator.create(`${other.path}/organizations`, { key: 'theirs', name: 'T' })).id;
    for (const body of [
      { groupId, organizationId: theirs },
      { groupId, organizationId: NOBODY },
      { groupId: NOBODY, organizationId },
    ]) {
      await administrator.send('post', mappings, body).expect(404);
      await administrator.send('post', `${mappings}/preview`, body).expect(404);
    }
    const { id } = await administrator.create(mappings, { groupId, organizationId });
    await other.administrator.send('get', mappings).expect(404);
    await other.administrator.send('delete', `${mappings}/${id}`).expect(404);
    const sibling = await aTestedConnection(enterprise.id);
    const elsewhere = `${enterprise.path}/connections/${sibling.connectionId}/group-mappings`;
    await administrator.send('delete', `${elsewhere}/${id}`).expect(404);
    await administrator.send('post', elsewhere, { groupId, organizationId }).expect(404);
  });

  it('goes with the organization', async () => {
    const ava = await person('ava');
    const organizationId = await organization('Org');
    await administrator.create(mappings, { groupId: await group('Team', ava), organizationId });
    await administrator.send('delete', `${enterprise.path}/organizations/${organizationId}`).expect(204);
    expect((await administrator.send('get', mappings)).body.items).toEqual([]);
  });

  it('shows support staff no names in its preview', async () => {
    const support = await aCaller('support', enterprise.id);
    const body = { groupId: await group('Team', await person('ava')), organizationId: await organization('Org') };
    const { items } = (await support.send('post', `${mappings}/preview`, body).expect(200)).body;
    expect(items).toMatchObject([{ login: '•••', change: 'added' }]);
  });
});

describe('somebody whom an administrator lets in again', () => {
  it('has what the groups say now', async () => {
    const ava = await person('ava');
    const groupId = await group('Team', ava);
    const organizationId = await organization('Org');
    await administrator.create(mappings, { groupId, organizationId });
    const account = `${enterprise.path}/accounts/${ava}`;
    await administrator.send('post', `${account}/suspend`).expect(200);
    await query('delete from directory_memberships where group_id = ?', [groupId]);
    await administrator.send('post', `${account}/reactivate`).expect(200);
    expect(await membersOf(organizationId)).toBe('');
  });
});

describe('all groups', () => {
  it('are mapped to the organizations of their names, whatever the case of letters; others are told', async () => {
    const [ava, bo] = [await person('ava'), await person('bo')];
    const research = await organization('RESEARCH');
    await group('Research', ava);
    await group('Twice', bo);
    await group('twice', bo);
    await group('Without');
    const body = { createOrganizations: false };
    const preview = (await administrator.send('post', `${mappings}/map-all/preview`, body).expect(200)).body;
    const counts = { mapped: 1, created: 0, alreadyMapped: 0, ambiguous: 2, unmatched: 1 };
    expect(preview).toMatchObject({ ...counts, needConsent: 0, added: 1, removed: 0, nextCursor: null });
    expect(preview.items).toMatchObject([
      { groupName: 'Research', organizationId: research, outcome: 'mapped', added: 1 },
      { groupName: 'Twice', outcome: 'ambiguous' },
      { groupName: 'twice', outcome: 'ambiguous' },
      { groupName: 'Without', organizationId: null, outcome: 'unmatched' },
    ]);
    const answer = (await administrator.send('post', `${mappings}/map-all`, body).expect(200)).body;
    expect(answer).toEqual({ ...counts, carried: { isCarried: true, joined: 1, left: 0, takenOver: 0 } });
    expect(await membersOf(research)).toBe('AVA');
    const again = (await administrator.send('post', `${mappings}/map-all`, body).expect(200)).body;
    expect(again).toMatchObject({ mapped: 0, alreadyMapped: 1 });
    expect((await auditLog(enterprise.id)).at(-2)).toMatchObject({
      action: 'group_mapping.mapped_all',
      after: { ...counts, joined: 1 },
    });
  });

  it('get new organizations when that is asked for, by who may make some', async () => {
    const ava = await person('ava');
    await group('R&D', ava);
    await organization('Other');
    const body = { createOrganizations: true };
    const answer = (await administrator.send('post', `${mappings}/map-all`, body).expect(200)).body;
    expect(answer).toMatchObject({ created: 1, unmatched: 0, carried: { joined: 1 } });
    const { items } = (await administrator.send('get', `${enterprise.path}/organizations`)).body;
    const [, { id, key: organizationKey, name }] = items;
    expect([organizationKey, name, await membersOf(id)]).toEqual(['r-d', 'R&D', 'AVA']);
  });

  it('need a word on members who were added by hand', async () => {
    const [ava, bo] = [await person('ava'), await person('bo')];
    const id = await organization('Team', bo);
    await group('Team', ava);
    const body = { createOrganizations: false };
    const preview = { ...body, takesOver: true };
    expect((await administrator.send('post', `${mappings}/map-all/preview`, preview)).body).toMatchObject({
      needConsent: 1,
      added: 1,
      removed: 1,
    });
    expect((await administrator.send('post', `${mappings}/map-all`, body).expect(409)).body.code).toBe(
      'consent_needed',
    );
    await administrator.send('post', `${mappings}/map-all`, { ...body, takesOver: true }).expect(200);
    expect(await membersOf(id)).toBe('AVA');
  });
});
