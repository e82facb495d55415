import { expect, it } from 'vitest';
import { publishAllAccountEvents } from '#libs/provisioning';
import { anEnterprise, auditLog, runningAdmin } from './builders.js';

const PEOPLE = 6;

it('publishing waits for an enterprise before it takes the head of its audit log, as everybody does', async () => {
  const { database } = await runningAdmin();
  const { id: enterpriseId } = await anEnterprise();
  const query = (sql: string, values: readonly unknown[] = []) => database.orm.em.fork().execute(sql, [...values]);
  await query(
    `with a as (
       insert into accounts (enterprise_id, id, login, login_key, state, suspended_by)
       select ?, uuidv7(), 'p' || n, 'p' || n, 'suspended', 'directory' from generate_series(1, ?) n returning *
     ), r as (
       insert into receipts (enterprise_id, account_id, id, purge_after)
       select enterprise_id, id, uuidv7(), now() + interval '30 days' from a returning *
     )
     insert into account_events (enterprise_id, id, account_id, receipt_id, type, actor, change)
     select enterprise_id, uuidv7(), account_id, id, 'account.suspended', '{"kind":"scim-token","id":"x"}', '{}' from r`,
    [enterpriseId, PEOPLE],
  );
  const isWaiting = async () => {
    const waiting = await query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
         and query = 'select from enterprises where id = $1 for no key update'`,
    );
    return waiting.length > 0;
  };
  let published: Promise<void> | undefined;
  // As purging, and as an administrator who decides upon a hold.
  await database.transaction(async ({ auditEvents, holds, sql }) => {
    // Sooner than PostgreSQL looks for a deadlock, of which one of the two would be let try again.
    await sql.executeSql("set local lock_timeout = '300ms'", []);
    await holds.lockEnterprise(enterpriseId);
    published = publishAllAccountEvents(database);
    await expect.poll(isWaiting, { interval: 5 }).toBe(true);
    await auditEvents.append(enterpriseId, {
      actor: { kind: 'system', id: 'test' },
      action: 'enterprise.updated',
      target: { type: 'enterprise', id: enterpriseId },
    });
  });
  await published;
  const actions = (await auditLog(enterpriseId)).map(({ action }) => action);
  expect(actions).toEqual([
    'enterprise.updated',
    ...Array.from({ length: PEOPLE }, () => 'account.suspended'),
    'hold.opened',
  ]);
});
