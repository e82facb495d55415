import { describe, expect, it } from 'vitest';
import { isWellFormedToken } from '#libs/tokens';
import { aCaller, anEnterprise, auditLog, runningAdmin, TestCaller } from './builders.js';

describe('an API key', () => {
  it('is shown once, listed without its secret, and revoked', async () => {
    const { id: enterpriseId, path, administrator } = await anEnterprise();
    const { secret, ...key } = await administrator.create(`${path}/api-keys`, { name: 'Report', role: 'auditor' });
    expect(isWellFormedToken('api', String(secret))).toBe(true);
    expect(key).toMatchObject({ name: 'Report', role: 'auditor', lastUsedAt: null, revokedAt: null });
    const { body } = await administrator.send('get', `${path}/api-keys`).expect(200);
    expect(body.items).toContainEqual(key);
    expect(JSON.stringify(body)).not.toMatch(/secret|hash/);
    expect((await administrator.send('get', `${path}/api-keys/${key.id}`).expect(200)).body).toEqual(key);
    await administrator.send('delete', `${path}/api-keys/${key.id}`).expect(204);
    await administrator.send('delete', `${path}/api-keys/${key.id}`).expect(204);
    const events = await auditLog(enterpriseId);
    expect(events.map(({ action }) => action)).toEqual(['api_key.created', 'api_key.revoked']);
    expect(JSON.stringify(events)).not.toContain(secret);
  });

  it('opens the enterprise it is for and no other', async () => {
    const { path, administrator } = await anEnterprise();
    const other = await anEnterprise();
    const { secret } = await administrator.create(`${path}/api-keys`, { name: 'Second', role: 'enterprise_admin' });
    const second = new TestCaller((await runningAdmin()).server, String(secret));
    await second.send('get', path).expect(200);
    await second.send('get', other.path).expect(404);
  });

  it('of an operator is not made for an enterprise, nor seen there', async () => {
    const { path, administrator } = await anEnterprise();
    await aCaller('operator');
    await administrator.send('post', `${path}/api-keys`, { name: 'A', role: 'operator' }).expect(400);
    const { body } = await administrator.send('get', `${path}/api-keys`).expect(200);
    expect(body.items.map(({ role }: { role: string }) => role)).toEqual(['enterprise_admin']);
  });

  it('of another enterprise is neither read nor revoked', async () => {
    const { path, administrator } = await anEnterprise();
    const other = await anEnterprise();
    const { id, secret } = await other.administrator.create(`${other.path}/api-keys`, { name: 'A', role: 'auditor' });
    await administrator.send('get', `${path}/api-keys/${id}`).expect(404);
    await administrator.send('delete', `${path}/api-keys/${id}`).expect(404);
    await new TestCaller((await runningAdmin()).server, String(secret)).send('get', other.path).expect(200);
  });

  it('is not made by one who only reads', async () => {
    const { id, path } = await anEnterprise();
    for (const role of ['auditor', 'support'] as const) {
      const caller = await aCaller(role, id);
      await caller.send('post', `${path}/api-keys`, { name: 'A', role: 'enterprise_admin' }).expect(403);
    }
  });
});

describe('an API key of the vendor', () => {
  it('is made, listed and revoked by an operator, in an audit log of its own', async () => {
    const operator = await aCaller('operator');
    const { secret, ...key } = await operator.create('/api-keys', { name: 'Backend', role: 'support' });
    const support = new TestCaller((await runningAdmin()).server, String(secret));
    const { path } = await anEnterprise();
    await support.send('get', path).expect(200);
    await support.send('get', '/api-keys').expect(403);
    const { body } = await operator.send('get', `/api-keys/${key.id}`).expect(200);
    expect(body).toMatchObject({ ...key, lastUsedAt: expect.any(String) });
    await operator.send('delete', `/api-keys/${key.id}`).expect(204);
    await support.send('get', path).expect(401);
    const events = await auditLog('00000000-0000-0000-0000-000000000000');
    expect(events.filter(({ target }) => (target as { id: string }).id === key.id)).toMatchObject([
      { action: 'api_key.created', after: { name: 'Backend', role: 'support' } },
      { action: 'api_key.revoked' },
    ]);
  });

  it('is not one of an enterprise, and the other way round', async () => {
    const operator = await aCaller('operator');
    const { path, administrator } = await anEnterprise();
    const { id } = await administrator.create(`${path}/api-keys`, { name: 'A', role: 'auditor' });
    await operator.send('get', `/api-keys/${id}`).expect(404);
    await operator.send('delete', `/api-keys/${id}`).expect(404);
    const vendors = await operator.create('/api-keys', { name: 'A', role: 'auditor' });
    await operator.send('get', `${path}/api-keys/${vendors.id}`).expect(404);
    await operator.send('post', '/api-keys', { name: 'A', role: 'enterprise_admin' }).expect(400);
  });

  it('stays when it is the last of an operator', async () => {
    const operator = await aCaller('operator');
    const { database } = await runningAdmin();
    const db = database.orm.em.fork();
    const others: { id: string }[] = await db.execute(
      "update api_keys set revoked_at = now() where role = 'operator' and revoked_at is null and prefix <> ? returning id",
      [operator.apiKey?.slice(0, 14)],
    );
    try {
      const { body } = await operator.send('get', '/api-keys?limit=200').expect(200);
      const { id } = body.items.find(({ prefix }: { prefix: string }) => operator.apiKey?.startsWith(prefix));
      expect((await operator.send('delete', `/api-keys/${id}`).expect(409)).body.code).toBe('last_operator_key');
      await operator.create('/api-keys', { name: 'Second', role: 'operator' });
      await operator.send('delete', `/api-keys/${id}`).expect(204);
    } finally {
      for (const { id } of others) await db.execute('update api_keys set revoked_at = null where id = ?', [id]);
    }
  });
});
