import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { forgetSignIns } from '../src/sso/forget-sign-ins.js';
import { testDatabase } from './builders.js';

it('attempts and tests are forgotten after thirty days, and not before', async () => {
  const database = await testDatabase();
  const { enterprises } = database.repositories;
  const enterpriseId = await enterprises.insert({ key: randomUUID(), name: 'Example' });
  const connection = { name: 'A', idpProfile: 'okta', state: 'enabled', provisioningMode: 'users' } as const;
  const { connectionId } = await enterprises.insertConnection(enterpriseId, connection);
  const query = (sql: string, values: readonly unknown[]) => database.orm.em.fork().execute(sql, [...values]);
  for (const days of [31, 29]) {
    await query(
      `insert into sign_in_attempts (enterprise_id, connection_id, id, purpose, protocol, outcome, at)
       values (?, ?, gen_random_uuid(), 'sign_in', 'saml', 'refused', now() - make_interval(days => ?))`,
      [enterpriseId, connectionId, days],
    );
    await query(
      `insert into sign_in_tests (enterprise_id, connection_id, id, hash, fingerprint, created_at, expires_at)
       values (?, ?, gen_random_uuid(), ?, '', now() - make_interval(days => ?), now())`,
      [enterpriseId, connectionId, Buffer.from(`${days}`), days],
    );
  }
  expect(await forgetSignIns(database.repositories)).toBeGreaterThanOrEqual(2);
  for (const table of ['sign_in_attempts', 'sign_in_tests'])
    expect(await query(`select count(*)::int as count from ${table} where enterprise_id = ?`, [enterpriseId])).toEqual([
      { count: 1 },
    ]);
});
