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

/** Somebody with a key that another key has made. */
async function madeBy(maker: TestCaller, path: string, body: object): Promise<TestCaller> {
  const { secret } = await maker.create(path, { name: 'Restricted', ...body });
  return new TestCaller((await runningAdmin()).server, String(secret));
}

describe('an API key with some of its role’s permissions', () => {
  it('may do these, and nothing else of its role', async () => {
    const { path, administrator } = await anEnterprise();
    const permissions = ['organizations:read', 'organizations:write'];
    const restricted = await madeBy(administrator, `${path}/api-keys`, { role: 'enterprise_admin', permissions });
    await restricted.create(`${path}/organizations`, { key: 'a', name: 'A' });
    const { body } = await restricted.send('get', `${path}/accounts`).expect(403);
    expect(body).toMatchObject({ code: 'forbidden', detail: expect.stringContaining('"accounts:read"') });
    const list = (await administrator.send('get', `${path}/api-keys`).expect(200)).body.items;
    const listed = new Map(list.map((key: { name: string; permissions: unknown }) => [key.name, key.permissions]));
    expect([listed.get('Test'), listed.get('Restricted')]).toEqual([null, permissions]);
  });

  it('makes no key that may do more than itself', async () => {
    const { id, path, administrator } = await anEnterprise();
    const permissions = ['api-keys:write', 'api-keys:read', 'directory:read'];
    const restricted = await madeBy(administrator, `${path}/api-keys`, { role: 'enterprise_admin', permissions });
    const make = (body: object) => restricted.send('post', `${path}/api-keys`, { name: 'A', ...body });
    for (const body of [
      { role: 'enterprise_admin' },
      { role: 'enterprise_admin', permissions: null },
      { role: 'support' },
      { role: 'enterprise_admin', permissions: ['directory:read', 'accounts:read'] },
    ])
      expect((await make(body).expect(403)).body.detail).toContain('may do more than itself');
    expect((await auditLog(id)).map(({ action }) => action)).toEqual(['api_key.created']);
    await make({ role: 'enterprise_admin', permissions }).expect(201);
    await make({ role: 'auditor', permissions: ['directory:read'] }).expect(201);
  });

  it('of the vendor’s, too, makes none', async () => {
    const operator = await aCaller('operator');
    const permissions = ['installation:manage'];
    const restricted = await madeBy(operator, '/api-keys', { role: 'operator', permissions });
    await restricted.send('get', '/enterprises').expect(403);
    await restricted.send('post', '/api-keys', { name: 'A', role: 'operator' }).expect(403);
    await restricted.send('post', '/api-keys', { name: 'A', role: 'operator', permissions }).expect(201);
  });

  it.each([
    ['one that its role has not', { role: 'auditor', permissions: ['connections:write'] }],
    ['one of the vendor’s', { role: 'enterprise_admin', permissions: ['installation:manage'] }],
    ['one that there is not', { role: 'auditor', permissions: ['everything'] }],
    ['none at all', { role: 'auditor', permissions: [] }],
    ['one twice', { role: 'auditor', permissions: ['accounts:read', 'accounts:read'] }],
  ])('cannot have %s', async (_, body) => {
    const { path, administrator } = await anEnterprise();
    const answer = await administrator.send('post', `${path}/api-keys`, { name: 'A', ...body }).expect(400);
    expect(answer.body.errors[0].pointer).toBe('/permissions');
  });

  it('is no way in for when single sign-on is gone', async () => {
    const { id, key, path, administrator } = await anEnterprise();
    const connection = await administrator.create(`${path}/connections`, { name: 'Okta', idpProfile: 'okta' });
    const remove = ['connections:delete', 'connections:read'];
    const restricted = await madeBy(administrator, `${path}/api-keys`, {
      role: 'enterprise_admin',
      permissions: remove,
    });
    const { database } = await runningAdmin();
    const db = database.orm.em.fork();
    await db.execute('update api_keys set revoked_at = now() where enterprise_id = ? and permissions is null', [id]);
    const answer = await restricted.send('delete', `${path}/connections/${connection.id}?enterpriseKey=${key}`);
    expect([answer.status, answer.body.guard]).toEqual([409, 'break_glass']);
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
      const [own]: { id: string }[] = await db.execute('select id from api_keys where prefix = ?', [
        operator.apiKey?.slice(0, 14),
      ]);
      const id = own?.id;
      expect((await operator.send('delete', `/api-keys/${id}`).expect(409)).body.code).toBe('last_operator_key');
      await operator.create('/api-keys', { name: 'Second', role: 'operator' });
      await operator.send('delete', `/api-keys/${id}`).expect(204);
    } finally {
      for (const { id } of others) await db.execute('update api_keys set revoked_at = null where id = ?', [id]);
    }
  });
});
