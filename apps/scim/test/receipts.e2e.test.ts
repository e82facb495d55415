import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Database, OrganizationId } from '#libs/persistence';
import { publishAllAccountEvents } from '#libs/provisioning';
import { mintToken } from '#libs/tokens';
import { aConnection, aUser, runningScim, type TestConnection } from './builders.js';

type Rows = readonly Readonly<Record<string, unknown>>[];

let database: Database;
let connection: TestConnection;
let organizations: readonly OrganizationId[];
let ava: { readonly id: string; readonly accountId: string };

const query = (sql: string, values: readonly unknown[] = []): Promise<Rows> =>
  database.orm.em.fork().execute(sql, [...values]);

const memberships = () =>
  query('select organization_id, source from organization_memberships where account_id = ? order by 1', [
    ava.accountId,
  ]);
const tokens = () =>
  query('select name, revoked_at is null as live from personal_access_tokens where account_id = ? order by 1', [
    ava.accountId,
  ]);
const liveSessions = () =>
  query('select id from account_sessions where account_id = ? and revoked_at is null', [ava.accountId]);
const events = () =>
  query(
    'select type, change, actor, request_id, receipt_id from account_events where account_id = ? order by sequence',
    [ava.accountId],
  );

beforeEach(async () => {
  ({ database } = await runningScim());
  connection = await aConnection();
  const { enterpriseId } = connection.key;
  const { enterprises } = database.repositories;
  organizations = [
    await enterprises.insertOrganization(enterpriseId, { key: 'a', name: 'A' }),
    await enterprises.insertOrganization(enterpriseId, { key: 'b', name: 'B' }),
  ].toSorted();
  const { id } = await connection.create('Users', aUser());
  const [account] = await query('select id from accounts where directory_user_id = ?', [id]);
  ava = { id, accountId: String(account?.['id']) };
  for (const organization of organizations)
    await query('insert into organization_memberships (enterprise_id, organization_id, account_id) values (?, ?, ?)', [
      enterpriseId,
      organization,
      ava.accountId,
    ]);
  await query(
    `insert into account_sessions (enterprise_id, account_id, id, expires_at) values (?, ?, ?, now() + interval '1 day')`,
    [enterpriseId, ava.accountId, randomUUID()],
  );
  await insertToken('kept', '1 day');
});

async function insertToken(name: string, validFor: string): Promise<void> {
  const { hash, prefix } = mintToken('scim');
  await query(
    `insert into personal_access_tokens (enterprise_id, account_id, id, name, prefix, hash, expires_at)
     values (?, ?, ?, ?, ?, ?, now() + ?::interval)`,
    [connection.key.enterpriseId, ava.accountId, randomUUID(), name, prefix, hash, validFor],
  );
}

const setActive = (active: boolean, { id } = ava) =>
  connection.send('patch', `/Users/${id}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', path: 'active', value: active }],
  });

describe('deactivation', () => {
  it.each(['PATCH', 'DELETE'])('by %s takes all that hangs on the account, against a receipt', async by => {
    await (by === 'PATCH' ? setActive(false).expect(200) : connection.send('delete', `/Users/${ava.id}`).expect(204));
    expect(await memberships()).toEqual([]);
    expect(await liveSessions()).toEqual([]);
    expect(await tokens()).toEqual([{ name: 'kept', live: false }]);
    const [, suspended] = await events();
    expect(suspended).toMatchObject({
      type: 'account.suspended',
      actor: { kind: 'scim-token' },
      change: {
        before: { state: 'active' },
        after: { state: 'suspended' },
        endedSessions: 1,
        revokedPersonalAccess: 1,
        leftOrganizations: organizations,
      },
    });
    expect(suspended?.['request_id']).toEqual(expect.any(String));
    const [receipt] = await query(
      "select id, purge_after > now() + interval '29 days' as late from receipts where account_id = ?",
      [ava.accountId],
    );
    expect(receipt).toEqual({ id: suspended?.['receipt_id'], late: true });
  });

  it('twice opens one receipt', async () => {
    await setActive(false).expect(200);
    await setActive(false).expect(200);
    expect(await query('select id from receipts where account_id = ?', [ava.accountId])).toHaveLength(1);
    expect(await events()).toHaveLength(2);
  });

  it('of many at once, by two requests for each, opens one receipt for each', async () => {
    await Promise.all([setActive(false), setActive(false), setActive(false)].map(request => request.expect(200)));
    expect(await query('select id from receipts where account_id = ?', [ava.accountId])).toHaveLength(1);
  });
});

describe('reactivation', () => {
  it('gives memberships and personal access tokens back as they were, and no session', async () => {
    const before = await memberships();
    await setActive(false).expect(200);
    await setActive(true).expect(200);
    expect(await memberships()).toEqual(before);
    expect(await tokens()).toEqual([{ name: 'kept', live: true }]);
    expect(await liveSessions()).toEqual([]);
    const restored = (await events()).at(-1);
    expect(restored).toMatchObject({
      type: 'account.reactivated',
      change: { after: { state: 'active' }, restoredPersonalAccess: 1, joinedOrganizations: organizations },
    });
    expect(
      await query('select restored_at is not null as restored from receipts where account_id = ?', [ava.accountId]),
    ).toEqual([{ restored: true }]);
  });

  it('gives back neither what was revoked before, nor what has expired meanwhile, nor an organization that is gone', async () => {
    await insertToken('revoked before', '1 day');
    await query(`update personal_access_tokens set revoked_at = now() where name = 'revoked before'`);
    await insertToken('expired', '1 day');
    await setActive(false).expect(200);
    await query(`update personal_access_tokens set expires_at = now() where name = 'expired'`);
    await query('delete from organizations where id = ?', [organizations[0]]);
    await setActive(true).expect(200);
    expect(await tokens()).toEqual([
      { name: 'expired', live: false },
      { name: 'kept', live: true },
      { name: 'revoked before', live: false },
    ]);
    expect(await memberships()).toEqual([{ organization_id: organizations[1], source: 'local' }]);
  });
});

describe('publishing', () => {
  it('gives every event a place, those of one account in the order of its changes, and records what is audited', async () => {
    await setActive(false).expect(200);
    await setActive(true).expect(200);
    await publishAllAccountEvents(database);
    const published = await query('select type from account_events where account_id = ? order by position', [
      ava.accountId,
    ]);
    expect(published.map(({ type }) => type)).toEqual(['account.created', 'account.suspended', 'account.reactivated']);
    const audit = await query(
      `select action, actor ->> 'kind' as actor, after -> 'leftOrganizations' as "left" from audit_events where enterprise_id = ? order by sequence`,
      [connection.key.enterpriseId],
    );
    expect(audit).toEqual([
      { action: 'account.suspended', actor: 'scim-token', left: organizations },
      { action: 'account.reactivated', actor: 'scim-token', left: null },
    ]);
    expect(await database.repositories.auditEvents.prove(connection.key.enterpriseId)).toMatchObject({
      faults: [],
    });
  });

  it('is stopped by no userName, and records none that has the form of a secret', async () => {
    const userName = mintToken('scim').secret.reveal();
    const one = await connection.create('Users', aUser({ userName, externalId: 'one' }));
    await setActive(false, { ...ava, id: one.id }).expect(200);
    await connection.create('Users', aUser({ userName, externalId: 'another' }));
    await publishAllAccountEvents(database);
    const [released] = await query(
      `select before from audit_events where action = 'account.login_released' and enterprise_id = ?`,
      [connection.key.enterpriseId],
    );
    expect(released).toEqual({ before: { login: '[removed]' } });
  });

  it('by several at once publishes nothing twice and nothing out of order', async () => {
    for (let n = 0; n < 6; n++) await setActive(n % 2 === 1).expect(200);
    await Promise.all([1, 2, 3, 4].map(() => publishAllAccountEvents(database)));
    const positions = await query(
      'select position, count(*)::int as times from account_events where position is not null group by 1 having count(*) > 1',
    );
    expect(positions).toEqual([]);
    const inOrder = await query('select sequence from account_events where account_id = ? order by position', [
      ava.accountId,
    ]);
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => Number(a['sequence']) - Number(b['sequence'])));
  });
});
