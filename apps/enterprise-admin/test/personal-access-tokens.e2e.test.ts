import { beforeAll, describe, expect, it } from 'vitest';
import { isWellFormedToken, mintToken } from '#libs/tokens';
import { aCaller, anEnterprise, auditLog, runningAdmin, type TestCaller } from './builders.js';

type Enterprise = Awaited<ReturnType<typeof anEnterprise>>;
let enterprise: Enterprise;
let administrator: TestCaller;
let operator: TestCaller;
let made = 0;

beforeAll(async () => {
  enterprise = await anEnterprise();
  ({ administrator } = enterprise);
  operator = await aCaller('operator');
});

/** A new account: its path, and that of its tokens. */
async function anAccount() {
  const { id } = await administrator.create(`${enterprise.path}/accounts`, { login: `person${made++}@example.com` });
  const account = `${enterprise.path}/accounts/${id}`;
  return { id, account, tokens: `${account}/personal-access-tokens` };
}

/** What the vendor's backend is told of a token. */
async function introspect(token: unknown) {
  return (await operator.send('post', '/personal-access-tokens/introspect', { token: String(token) }).expect(200)).body;
}

/** Changes rows as time or an accident would. */
async function execute(statement: string, values: readonly unknown[]): Promise<void> {
  await (await runningAdmin()).database.orm.em.fork().execute(statement, [...values]);
}

describe('a personal access token', () => {
  it('has a name that support staff do not see', async () => {
    const { tokens } = await anAccount();
    const { id } = await administrator.create(tokens, { name: 'Laptop of Ava Lind' });
    const support = await aCaller('support', enterprise.id);
    expect((await support.send('get', tokens).expect(200)).body.items).toMatchObject([{ id, name: '•••' }]);
    expect((await support.send('get', `${tokens}/${id}`).expect(200)).body.name).toBe('•••');
  });

  it('is shown once, listed without its secret, and good for its account', async () => {
    const { id: accountId, tokens } = await anAccount();
    const { secret, ...token } = await administrator.create(tokens, { name: 'Pipeline' });
    expect(isWellFormedToken('pat', String(secret))).toBe(true);
    expect(token).toEqual({
      id: expect.any(String),
      name: 'Pipeline',
      prefix: String(secret).slice(0, 14),
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      lastUsedAt: null,
      revokedAt: null,
    });
    expect((await administrator.send('get', tokens).expect(200)).body.items).toEqual([token]);
    expect((await administrator.send('get', `${tokens}/${token.id}`).expect(200)).body).toEqual(token);
    expect(await introspect(secret)).toEqual({
      active: true,
      accountId,
      enterpriseId: enterprise.id,
      tokenId: token.id,
      expiresAt: token['expiresAt'],
    });
    expect((await administrator.send('get', `${tokens}/${token.id}`)).body.lastUsedAt).toEqual(expect.any(String));
    const log = await auditLog(enterprise.id);
    expect(log.at(-1)).toMatchObject({
      action: 'personal_access_token.created',
      target: { type: 'personal_access_token', id: token.id },
      after: { accountId, name: 'Pipeline', prefix: token['prefix'] },
    });
    expect(JSON.stringify(log)).not.toContain(secret);
  });

  it('is not good any more once it is revoked, and that is recorded once', async () => {
    const { tokens } = await anAccount();
    const { id, secret } = await administrator.create(tokens, { name: 'Pipeline' });
    await administrator.send('delete', `${tokens}/${id}`).expect(204, '');
    await administrator.send('delete', `${tokens}/${id}`).expect(204);
    expect(await introspect(secret)).toEqual({ active: false });
    const events = (await auditLog(enterprise.id)).filter(({ target }) => (target as { id: string }).id === id);
    expect(events.map(({ action }) => action)).toEqual([
      'personal_access_token.created',
      'personal_access_token.revoked',
    ]);
  });

  it('that was revoked while the directory kept its account out does not come back with the account', async () => {
    const { id: accountId, tokens } = await anAccount();
    const { id } = await administrator.create(tokens, { name: 'Pipeline' });
    const kept = 'select receipt_id as receipt from personal_access_tokens where id = ?';
    await execute('update personal_access_tokens set revoked_at = now(), receipt_id = uuidv7() where account_id = ?', [
      accountId,
    ]);
    await administrator.send('delete', `${tokens}/${id}`).expect(204);
    const { database } = await runningAdmin();
    expect(await database.orm.em.fork().execute(kept, [id])).toEqual([{ receipt: null }]);
  });

  it('of a suspended account is never good, even if its row was not revoked', async () => {
    const { id, account, tokens } = await anAccount();
    const { secret } = await administrator.create(tokens, { name: 'Pipeline' });
    await administrator.send('post', `${account}/suspend`).expect(200);
    await execute('update personal_access_tokens set revoked_at = null where account_id = ?', [id]);
    expect(await introspect(secret)).toEqual({ active: false });
    await administrator.send('post', `${account}/reactivate`).expect(200);
    expect(await introspect(secret)).toMatchObject({ active: true });
  });

  it('is not made for a suspended account', async () => {
    const { account, tokens } = await anAccount();
    await administrator.send('post', `${account}/suspend`).expect(200);
    const { body } = await administrator.send('post', tokens, { name: 'Pipeline' }).expect(409);
    expect(body.code).toBe('account_suspended');
  });

  it('that is made while its account is suspended is revoked with the others, or not made', async () => {
    const { account, tokens } = await anAccount();
    const [created, suspended] = await Promise.all([
      administrator.send('post', tokens, { name: 'Pipeline' }),
      administrator.send('post', `${account}/suspend`),
    ]);
    expect(suspended.status).toBe(200);
    expect([201, 409]).toContain(created.status);
    const { items } = (await administrator.send('get', tokens)).body;
    expect(items.filter(({ revokedAt }: { revokedAt: string | null }) => revokedAt === null)).toEqual([]);
  });

  it('that expired, and one of a deleted enterprise, is not good', async () => {
    const other = await anEnterprise();
    const { id } = await other.administrator.create(`${other.path}/accounts`, { login: 'ava' });
    const tokens = `${other.path}/accounts/${id}/personal-access-tokens`;
    const { secret } = await other.administrator.create(tokens, { name: 'A' });
    const old = await other.administrator.create(tokens, { name: 'B' });
    await execute("update personal_access_tokens set expires_at = now() - interval '1 s' where id = ?", [old.id]);
    expect(await introspect(old['secret'])).toEqual({ active: false });
    expect(await introspect(secret)).toMatchObject({ active: true, enterpriseId: other.id });
    await operator.send('delete', `${other.path}?enterpriseKey=${other.key}`).expect(204);
    expect(await introspect(secret)).toEqual({ active: false });
  });

  it.each([
    ['nothing', ''],
    ['an unknown one', mintToken('pat').secret.reveal()],
    ['one of another kind', mintToken('api').secret.reveal()],
    ['the beginning of one', 'ptn_pat_1a2b3c'],
  ])('%s is not good, and nothing else is said', async (_, token) => {
    expect(await introspect(token)).toEqual({ active: false });
  });

  it('that is used often has its last use written once a minute', async () => {
    const { id, tokens } = await anAccount();
    const { secret } = await administrator.create(tokens, { name: 'Pipeline' });
    const lastUse = async () => (await administrator.send('get', tokens)).body.items[0].lastUsedAt;
    await execute("update personal_access_tokens set last_used_at = now() - interval '30 s' where account_id = ?", [
      id,
    ]);
    const before = await lastUse();
    await introspect(secret);
    expect(await lastUse()).toBe(before);
    await execute("update personal_access_tokens set last_used_at = now() - interval '61 s' where account_id = ?", [
      id,
    ]);
    await introspect(secret);
    expect((await lastUse()) > before).toBe(true);
  });

  it('of another account or another enterprise is not there', async () => {
    const [{ id: accountId, tokens }, neighbour] = [await anAccount(), await anAccount()];
    const { id, secret } = await administrator.create(tokens, { name: 'Pipeline' });
    const other = await anEnterprise();
    const foreign = `${other.path}/accounts/${accountId}/personal-access-tokens`;
    for (const method of ['get', 'delete'] as const) {
      await administrator.send(method, `${neighbour.tokens}/${id}`).expect(404);
      await other.administrator.send(method, `${foreign}/${id}`).expect(404);
    }
    await other.administrator.send('get', foreign).expect(404);
    await other.administrator.send('post', foreign, { name: 'A' }).expect(404);
    expect(await introspect(secret)).toMatchObject({ active: true });
  });

  it.each([
    ['no name', {}, '/name'],
    ['an end that has passed', { name: 'A', expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
  ])('with %s is refused', async (_, body, pointer) => {
    const answer = await administrator.send('post', (await anAccount()).tokens, body).expect(400);
    expect(answer.body.errors[0].pointer).toBe(pointer);
  });
});
