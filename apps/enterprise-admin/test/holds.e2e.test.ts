import { beforeEach, describe, expect, it } from 'vitest';
import type { EnterpriseId } from '#libs/persistence';
import { publishAllAccountEvents } from '#libs/provisioning';
import { aCaller, anEnterprise, auditLog, runningAdmin } from './builders.js';
import { eventsOf, toldOf } from './people.js';

type Enterprise = Awaited<ReturnType<typeof anEnterprise>>;

let enterprise: Enterprise;
let accountIds: readonly string[];

async function query(sql: string, values: readonly unknown[]): Promise<readonly Record<string, unknown>[]> {
  const { database } = await runningAdmin();
  return database.orm.em.fork().execute(sql, [...values]);
}

/** Accounts that a directory has just suspended, each with an organization to come back to. */
async function suspended(enterpriseId: EnterpriseId, count: number): Promise<readonly string[]> {
  const { database } = await runningAdmin();
  const { connectionId } = await database.repositories.enterprises.insertConnection(enterpriseId, {
    name: 'Test',
    idpProfile: 'generic',
    state: 'enabled',
    provisioningMode: 'users',
  });
  const organizationId = await database.repositories.enterprises.insertOrganization(enterpriseId, {
    key: 'a',
    name: 'A',
  });
  const rows = await query(
    `with a as (
       insert into accounts (enterprise_id, id, login, login_key, state, suspended_by)
       select ?, uuidv7(), 'p' || n, 'p' || n, 'suspended', 'directory' from generate_series(1, ?) n returning *
     ), r as (
       insert into receipts (enterprise_id, account_id, id, connection_id, purge_after)
       select enterprise_id, id, uuidv7(), ?, now() + interval '30 days' from a returning *
     ), e as (
       insert into account_events (enterprise_id, id, account_id, connection_id, receipt_id, type, actor, change)
       select enterprise_id, uuidv7(), account_id, connection_id, id, 'account.suspended', '{"kind":"scim-token","id":"x"}', '{}' from r
     ), m as (
       insert into receipt_memberships (enterprise_id, receipt_id, organization_id, account_id, source, created_at)
       select enterprise_id, id, ?, account_id, 'local', now() from r
     )
     select id from a order by id`,
    [enterpriseId, count, connectionId, organizationId],
  );
  await publishAllAccountEvents(database);
  return rows.map(({ id }) => String(id));
}

/** Links an account to somebody in the directory who has come into a group, to which an organization is mapped: that one's id. */
async function aGroupFor(enterpriseId: EnterpriseId, accountId: string, active: boolean): Promise<unknown> {
  const { database } = await runningAdmin();
  const organizationId = await database.repositories.enterprises.insertOrganization(enterpriseId, {
    key: 'given',
    name: 'Given',
  });
  await query(
    `with c as (
       update connections set provisioning_mode = 'users_and_groups' where enterprise_id = ? returning enterprise_id, id
     ), u as (
       insert into directory_users (enterprise_id, connection_id, id, user_name, user_name_key, active, attributes, search, terms)
       select enterprise_id, id, uuidv7(), 'p1', 'p1', ?, '{}', '{}', '' from c returning *
     ), g as (
       insert into directory_groups (enterprise_id, connection_id, id, display_name, display_name_key, attributes, search, terms)
       select enterprise_id, id, uuidv7(), 'G', 'g', '{}', '{}', '' from c returning *
     ), m as (
       insert into directory_memberships (enterprise_id, connection_id, group_id, member_id, member_type)
       select g.enterprise_id, g.connection_id, g.id, u.id, 'User' from g, u
     ), mapped as (
       insert into group_mappings (enterprise_id, connection_id, id, group_id, organization_id)
       select enterprise_id, connection_id, uuidv7(), id, ? from g
     )
     update accounts a set connection_id = u.connection_id, directory_user_id = u.id from u where a.id = ?`,
    [enterpriseId, active, organizationId, accountId],
  );
  return organizationId;
}

const theHold = async () => {
  const { items } = (await enterprise.administrator.send('get', `${enterprise.path}/holds`).expect(200)).body;
  expect(items).toHaveLength(1);
  return items[0];
};

beforeEach(async () => {
  enterprise = await anEnterprise();
  accountIds = await suspended(enterprise.id, 6);
});

describe('a mass-change hold', () => {
  it('says how many lost access, and lists them page by page, without names to support staff', async () => {
    const hold = await theHold();
    expect(hold).toMatchObject({
      state: 'open',
      accounts: 6,
      ofAccounts: 6,
      affectedAccounts: 6,
      restorableAccounts: 6,
      endedAt: null,
    });
    const path = `${enterprise.path}/holds/${hold.id}`;
    expect((await enterprise.administrator.send('get', path).expect(200)).body).toEqual(hold);
    const support = await aCaller('support', enterprise.id);
    const first = (await support.send('get', `${path}/accounts?limit=4`).expect(200)).body;
    const rest = (await support.send('get', `${path}/accounts?limit=4&cursor=${first.nextCursor}`).expect(200)).body;
    const listed = [...first.items, ...rest.items];
    expect(listed.map(({ id }: { id: string }) => id)).toEqual(accountIds);
    expect(listed[0]).toMatchObject({ login: '•••', state: 'suspended', isRestorable: true });
  });

  it('is told of to administrators and to the vendor until it ends, and is in the audit log as before', async () => {
    const { id, since } = await theHold();
    const { administrator, path } = enterprise;
    const [{ id: connectionId }] = (await administrator.send('get', `${path}/connections`).expect(200)).body.items;
    const warning = async () => {
      const { body } = await administrator.send('get', `${path}/connections/${connectionId}/warnings`).expect(200);
      return body.items.find(({ code }: { code: string }) => code === 'PROVISIONING_HOLD');
    };
    expect(await warning()).toMatchObject({
      severity: 'warning',
      evidence: { holdId: id, since, accounts: 6, ofAccounts: 6 },
      clickPath: 'Enterprise › Holds › Restore or Resume',
    });
    await administrator.send('post', `${path}/holds/${id}/restore`, { reason: 'Wrong group' }).expect(200);
    expect(await warning()).toBeUndefined();
    const { database } = await runningAdmin();
    await publishAllAccountEvents(database);
    const types = 'enterprise.hold_opened,enterprise.hold_ended';
    const { items } = (await administrator.send('get', `${path}/events?types=${types}`).expect(200)).body;
    expect(items).toMatchObject([
      {
        type: 'enterprise.hold_opened',
        accountId: null,
        actor: { kind: 'system' },
        change: { holdId: id, accounts: 6 },
      },
      {
        type: 'enterprise.hold_ended',
        accountId: null,
        actor: { kind: 'api-key' },
        change: { holdId: id, outcome: 'restored' },
      },
    ]);
    const log = await auditLog(enterprise.id);
    expect(log.filter(({ action }) => /hold/.test(action)).map(({ action }) => action)).toEqual([
      'hold.opened',
      'hold.restored',
    ]);
  });

  it('is restored in one call, with a reason in the audit log', async () => {
    const { id } = await theHold();
    const { body } = await enterprise.administrator
      .send('post', `${enterprise.path}/holds/${id}/restore`, { reason: 'Wrong group' })
      .expect(200);
    expect(body).toMatchObject({
      state: 'restored',
      affectedAccounts: 6,
      restorableAccounts: 0,
      reason: 'Wrong group',
      endedAt: expect.any(String),
    });
    expect(await query('select distinct state from accounts where enterprise_id = ?', [enterprise.id])).toEqual([
      { state: 'active' },
    ]);
    expect(await query('select from organization_memberships where enterprise_id = ?', [enterprise.id])).toHaveLength(
      6,
    );
    expect((await toldOf(accountIds[0]!)).at(-1)).toMatchObject({
      type: 'account.reactivated',
      actor: { kind: 'api-key', role: 'enterprise_admin' },
    });
    expect((await eventsOf(enterprise.id, id)).map(({ action, after }) => [action, after])).toMatchObject([
      ['hold.opened', { accounts: 6 }],
      ['hold.restored', { reason: 'Wrong group', affectedAccounts: 6, restorableAccounts: 6 }],
    ]);
  });

  it.each([true, false])(
    'gives what groups give since, and leaves what was restored (active there: %s)',
    async active => {
      const [id = ''] = accountIds;
      const { database } = await runningAdmin();
      const given = await aGroupFor(enterprise.id, id, active);
      const hold = await theHold();
      await query(`update receipt_memberships set source = 'group' where enterprise_id = ?`, [enterprise.id]);
      await enterprise.administrator
        .send('post', `${enterprise.path}/holds/${hold.id}/restore`, { reason: 'Wrong group' })
        .expect(200);
      const held = await query('select organization_id from organization_memberships where account_id = ?', [id]);
      expect(held).toHaveLength(active ? 2 : 1);
      expect(held.some(({ organization_id: organizationId }) => organizationId === given)).toBe(active);
      await publishAllAccountEvents(database);
    },
  );

  it('is resumed with a reason; then everybody stays suspended', async () => {
    const { id } = await theHold();
    const path = `${enterprise.path}/holds/${id}/resume`;
    expect((await enterprise.administrator.send('post', path, { reason: ' ' }).expect(400)).body.code).toBe(
      'invalid_request',
    );
    const { body } = await enterprise.administrator.send('post', path, { reason: 'A part was sold' }).expect(200);
    expect(body).toMatchObject({ state: 'resumed', restorableAccounts: 6 });
    expect(
      await query(`select change from account_events where enterprise_id = ? and type = 'enterprise.hold_ended'`, [
        enterprise.id,
      ]),
    ).toEqual([{ change: { holdId: id, outcome: 'resumed' } }]);
    expect(await query(`select from accounts where enterprise_id = ? and state = 'active'`, [enterprise.id])).toEqual(
      [],
    );
    expect((await eventsOf(enterprise.id, id)).at(-1)).toMatchObject({ action: 'hold.resumed' });
  });

  it.each(['restore', 'resume'])('ends once, whoever asks for %s again, and at once', async second => {
    const { id } = await theHold();
    const path = `${enterprise.path}/holds/${id}`;
    const answers = await Promise.all(
      ['restore', second].map(end => enterprise.administrator.send('post', `${path}/${end}`, { reason: 'Again' })),
    );
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(1);
    const { body } = await enterprise.administrator.send('post', `${path}/${second}`, { reason: 'Again' }).expect(409);
    expect(body.code).toBe('hold_ended');
  });

  it('of another enterprise is not there', async () => {
    const { id } = await theHold();
    const other = await anEnterprise();
    for (const [method, rest] of [
      ['get', ''],
      ['get', '/accounts'],
      ['post', '/restore'],
      ['post', '/resume'],
    ] as const) {
      const body = method === 'post' ? { reason: 'Why' } : undefined;
      await other.administrator.send(method, `${other.path}/holds/${id}${rest}`, body).expect(404);
      await other.administrator.send(method, `${enterprise.path}/holds/${id}${rest}`, body).expect(404);
    }
    expect((await theHold()).state).toBe('open');
  });
});

describe('an account', () => {
  const restore = (id: string, ifMatch = '*') =>
    enterprise.administrator
      .send('post', `${enterprise.path}/accounts/${id}/restore`, { reason: 'By mistake' })
      .set('If-Match', ifMatch);

  it('is given back what the directory took, once', async () => {
    const [id = ''] = accountIds;
    await restore(id, '"7"').expect(412);
    expect((await restore(id).expect(200)).body).toMatchObject({ id, state: 'active', suspendedBy: null });
    expect((await restore(id).expect(409)).body.code).toBe('nothing_to_restore');
    expect((await eventsOf(enterprise.id, id)).map(({ action }) => action)).toEqual([
      'account.suspended',
      'account.restored',
      'account.reactivated',
    ]);
    expect(await theHold()).toMatchObject({ affectedAccounts: 6, restorableAccounts: 5 });
  });

  it('comes into the organizations that groups give it since, and stays in those it had', async () => {
    const [id = ''] = accountIds;
    const given = await aGroupFor(enterprise.id, id, true);
    await query(`update receipt_memberships set source = 'group' where enterprise_id = ?`, [enterprise.id]);
    await restore(id).expect(200);
    const held = await query('select organization_id from organization_memberships where account_id = ?', [id]);
    expect(held).toHaveLength(2);
    expect(held.map(({ organization_id: organizationId }) => organizationId)).toContain(given);
  });

  it('that an administrator suspended is not restored', async () => {
    const { id } = await enterprise.administrator.create(`${enterprise.path}/accounts`, { login: 'local' });
    await enterprise.administrator.send('post', `${enterprise.path}/accounts/${id}/suspend`).expect(200);
    expect((await restore(id).expect(409)).body.code).toBe('nothing_to_restore');
  });

  it('of another enterprise is not there', async () => {
    const other = await anEnterprise();
    const [id] = accountIds;
    await other.administrator.send('post', `${other.path}/accounts/${id}/restore`, { reason: 'Why' }).expect(404);
  });
});

describe('deprovisioning settings', () => {
  it('are read and changed, with the version of the enterprise', async () => {
    const path = `${enterprise.path}/deprovisioning-settings`;
    const { body } = await enterprise.administrator.send('get', path).expect(200);
    expect(body).toEqual({ graceDays: 30, holdAccounts: 50, holdPercent: 20, holdWindowMinutes: 1440, version: 1 });
    const patch = (change: object, ifMatch: string) =>
      enterprise.administrator.send('patch', path, change).set('If-Match', ifMatch);
    const changed = await patch({ graceDays: 7, holdAccounts: 3 }, '"1"').expect(200);
    expect(changed.body).toMatchObject({ graceDays: 7, holdAccounts: 3, holdPercent: 20, version: 2 });
    await patch({ graceDays: 8 }, '"1"').expect(412);
    expect((await patch({ graceDays: 7 }, '"2"').expect(200)).body.version).toBe(2);
    for (const wrong of [{ graceDays: 0 }, { graceDays: 366 }, { holdPercent: 101 }, { holdAccounts: 1.5 }])
      await patch(wrong, '*').expect(400);
    expect((await auditLog(enterprise.id)).at(-1)).toMatchObject({
      action: 'deprovisioning.updated',
      before: { graceDays: 30, holdAccounts: 50 },
      after: { graceDays: 7, holdAccounts: 3 },
    });
  });

  it('decide what opens a hold', async () => {
    const other = await anEnterprise();
    await other.administrator.send('patch', `${other.path}/deprovisioning-settings`, { holdAccounts: 2 }).expect(200);
    await suspended(other.id, 2);
    expect((await other.administrator.send('get', `${other.path}/holds`)).body.items).toHaveLength(1);
  });
});
