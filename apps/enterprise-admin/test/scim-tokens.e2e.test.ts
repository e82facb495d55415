import { beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionKey } from '#libs/persistence';
import { hashToken, isSameHash, isWellFormedToken } from '#libs/tokens';
import { anEnterprise, aTestedConnection, auditLog, runningAdmin, type TestCaller } from './builders.js';

let key: ConnectionKey;
let administrator: TestCaller;
let list: string;

beforeEach(async () => {
  const enterprise = await anEnterprise();
  ({ administrator } = enterprise);
  key = await aTestedConnection(enterprise.id);
  list = `${enterprise.path}/connections/${key.connectionId}/scim-tokens`;
});

/** Whether the SCIM service would find this token. */
async function isAccepted(secret: string): Promise<boolean> {
  const { database } = await runningAdmin();
  const accepted = await database.repositories.scimTokens.findAccepted(key.connectionId);
  return accepted.some(({ hash }) => isSameHash(hash, hashToken(secret)));
}

describe('a SCIM token', () => {
  it('is shown once, and lives a year with all scopes unless said otherwise', async () => {
    const { secret, ...token } = await administrator.create(list, {});
    expect(isWellFormedToken('scim', String(secret))).toBe(true);
    expect(await isAccepted(String(secret))).toBe(true);
    expect(token).toEqual({
      id: expect.any(String),
      prefix: String(secret).slice(0, 15),
      scopes: ['users:read', 'users:write', 'groups:read', 'groups:write'],
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      status: 'active',
      isSeenInUse: false,
      lastUsedAt: null,
      lastUsedIp: null,
      replacedBy: null,
      revokedAt: null,
    });
    expect(Date.parse(String(token['expiresAt'])) - Date.now()).toBeGreaterThan(364 * 86_400_000);
    expect((await administrator.send('get', list).expect(200)).body.items).toEqual([token]);
    expect((await administrator.send('get', `${list}/${token.id}`).expect(200)).body).toEqual(token);
    expect(JSON.stringify(await auditLog(key.enterpriseId))).not.toContain(secret);
  });

  it('has the scopes and the end that were asked for', async () => {
    const asked = { scopes: ['users:read'], expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
    expect(await administrator.create(list, asked)).toMatchObject(asked);
  });

  it('is one of two at most, and refused at once when it is revoked', async () => {
    const old = await administrator.create(list, {});
    const next = await administrator.create(list, {});
    expect([await isAccepted(String(old['secret'])), await isAccepted(String(next['secret']))]).toEqual([true, true]);
    const third = await administrator.send('post', list, {}).expect(409);
    expect(third.body.code).toBe('too_many_active_tokens');
    await administrator.send('delete', `${list}/${old.id}`).expect(204);
    await administrator.send('delete', `${list}/${old.id}`).expect(204);
    expect([await isAccepted(String(old['secret'])), await isAccepted(String(next['secret']))]).toEqual([false, true]);
    const { body } = await administrator.send('get', `${list}/${old.id}`);
    expect(body).toMatchObject({ status: 'revoked', revokedAt: expect.any(String) });
    await administrator.create(list, {});
    expect((await auditLog(key.enterpriseId)).map(({ action }) => action)).toEqual([
      'scim_token.created',
      'scim_token.created',
      'scim_token.revoked',
      'scim_token.created',
    ]);
  });

  it('whose request comes again is not made twice, and not shown again', async () => {
    const send = () => administrator.send('post', list, {}).set('Idempotency-Key', 'token');
    const { body } = await send().expect(201);
    const again = await send().expect(409);
    expect(again.body).toMatchObject({ code: 'secret_shown_once', detail: expect.stringContaining(body.id) });
    const { database } = await runningAdmin();
    const kept: unknown = await database.orm.em.fork().execute('select answer::text from idempotent_requests');
    expect(JSON.stringify(kept)).not.toContain(body.secret);
    expect((await administrator.send('get', list)).body.items).toHaveLength(1);
  });

  it('of a deleted connection is refused', async () => {
    const { secret } = await administrator.create(list, {});
    const enterprise = (await administrator.send('get', `/enterprises/${key.enterpriseId}`)).body;
    await administrator
      .send('delete', `${list.replace('/scim-tokens', '')}?enterpriseKey=${enterprise.key}`)
      .expect(204);
    expect(await isAccepted(String(secret))).toBe(false);
  });

  it('is not made while warnings of single sign-on block provisioning, and the answer says which', async () => {
    const { database } = await runningAdmin();
    await database.repositories.connections.update(key, { ssoTest: null });
    const { body } = await administrator.send('post', list, {}).expect(409);
    expect(body).toMatchObject({
      code: 'provisioning_blocked',
      warnings: [{ code: 'SSO_TEST_STALE', clickPath: expect.any(String) }],
    });
    expect((await administrator.send('get', list)).body.items).toEqual([]);
  });

  it.each([
    ['no scope', { scopes: [] }, '/scopes'],
    ['an unknown scope', { scopes: ['users:delete'] }, '/scopes'],
    ['a scope twice', { scopes: ['users:read', 'users:read'] }, '/scopes'],
    ['an end that has passed', { expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
    ['no end for ages', { expiresAt: '2200-01-01T00:00:00Z' }, '/expiresAt'],
    ['an end that is no moment', { expiresAt: 'tomorrow' }, '/expiresAt'],
    ['an end without an hour', { expiresAt: '2027-01-01' }, '/expiresAt'],
  ])('with %s is refused', async (_, body, pointer) => {
    const answer = await administrator.send('post', list, body).expect(400);
    expect(answer.body.errors[0].pointer).toBe(pointer);
  });
});
