import { beforeAll, describe, expect, it } from 'vitest';
import { aCaller, anEnterprise, auditLog, runningAdmin, type TestCaller } from './builders.js';
import { aLinkedAccount, anEnterpriseWithoutKeys } from './people.js';

let operator: TestCaller;

beforeAll(async () => {
  operator = await aCaller('operator');
});

/** The ids of new administrators of an enterprise, by their logins. */
async function administratorsOf(path: string, ...logins: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const login of logins) {
    const { id } = await operator.create(`${path}/accounts`, { login });
    await operator.send('put', `${path}/administrators/${id}`).expect(200);
    ids.push(id);
  }
  return ids;
}

async function hasBreakGlass(enterpriseId: string): Promise<boolean> {
  const { enterprises } = (await runningAdmin()).database.repositories;
  return enterprises.hasBreakGlass(enterpriseId as Parameters<typeof enterprises.hasBreakGlass>[0]);
}

describe('administrators', () => {
  it('are made of accounts, listed and unmade, each with its audit event', async () => {
    const { id: enterpriseId, path, administrator } = await anEnterprise();
    const { id } = await administrator.create(`${path}/accounts`, { login: 'ava@example.com' });
    const place = `${path}/administrators/${id}`;
    const { body } = await administrator.send('put', place).expect(200);
    expect(body).toEqual({ id, login: 'ava@example.com', state: 'active', isLinked: false, isBreakGlass: true });
    expect((await administrator.send('put', place).expect(200)).body).toEqual(body);
    expect((await administrator.send('get', `${path}/administrators`).expect(200)).body.items).toEqual([body]);
    expect((await administrator.send('get', `${path}/accounts/${id}`)).body.isAdministrator).toBe(true);
    await administrator.send('delete', place).expect(204, '');
    await administrator.send('delete', place).expect(204);
    expect((await administrator.send('get', `${path}/administrators`)).body.items).toEqual([]);
    expect((await auditLog(enterpriseId)).slice(1)).toMatchObject([
      { action: 'administrator.created', target: { id }, after: { login: 'ava@example.com' } },
      { action: 'administrator.deleted', target: { id }, before: { login: 'ava@example.com' } },
    ]);
  });

  it('are listed page by page, without their logins to support staff', async () => {
    const { id: enterpriseId, path } = await anEnterprise();
    await administratorsOf(path, 'ava', 'bo', 'cy');
    const support = await aCaller('support', enterpriseId);
    const first = (await support.send('get', `${path}/administrators?limit=2`).expect(200)).body;
    const rest = (await support.send('get', `${path}/administrators?limit=2&cursor=${first.nextCursor}`)).body;
    const logins = [...first.items, ...rest.items].map(({ login }: { login: string }) => login);
    expect(logins).toEqual(['•••', '•••', '•••']);
  });

  it('whom the directory knows are no way in when single sign-on fails', async () => {
    const { id: enterpriseId, path } = await anEnterpriseWithoutKeys();
    const linked = await aLinkedAccount(enterpriseId, { login: 'linked@example.com' });
    const { body } = await operator.send('put', `${path}/administrators/${linked}`).expect(200);
    expect(body).toMatchObject({ isLinked: true, isBreakGlass: false });
    expect(await hasBreakGlass(enterpriseId)).toBe(false);
    const [local] = await administratorsOf(path, 'local@example.com');
    expect(await hasBreakGlass(enterpriseId)).toBe(true);
    await operator.send('post', `${path}/accounts/${local}/suspend`).expect(200);
    expect(await hasBreakGlass(enterpriseId)).toBe(false);
    await aCaller('auditor', enterpriseId);
    expect(await hasBreakGlass(enterpriseId)).toBe(false);
    await aCaller('enterprise_admin', enterpriseId);
    expect(await hasBreakGlass(enterpriseId)).toBe(true);
  });

  it('who are local let a connection be disabled, those of the directory do not', async () => {
    const { id: enterpriseId, path } = await anEnterpriseWithoutKeys();
    const linked = await aLinkedAccount(enterpriseId, { login: 'linked@example.com' });
    await operator.send('put', `${path}/administrators/${linked}`).expect(200);
    const [connection] = (await operator.send('get', `${path}/connections`)).body.items;
    const disable = () => operator.send('post', `${path}/connections/${connection.id}/disable`);
    expect((await disable().expect(409)).body.code).toBe('transition_refused');
    await administratorsOf(path, 'local@example.com');
    await disable().expect(200);
  });

  it('are not made of suspended accounts', async () => {
    const { path, administrator } = await anEnterprise();
    const { id } = await administrator.create(`${path}/accounts`, { login: 'ava' });
    await administrator.send('post', `${path}/accounts/${id}/suspend`).expect(200);
    const { body } = await administrator.send('put', `${path}/administrators/${id}`).expect(409);
    expect(body.code).toBe('account_suspended');
  });
});

describe('the last administrator', () => {
  it.each([
    ['removed', 'delete', (id: string) => `/administrators/${id}`, 204],
    ['suspended', 'post', (id: string) => `/accounts/${id}/suspend`, 200],
  ] as const)('is not %s, until there is another or an API key', async (_, method, rest, status) => {
    const { id: enterpriseId, path } = await anEnterpriseWithoutKeys();
    const [last = '', suspended = ''] = await administratorsOf(path, 'last', 'suspended');
    await operator.send('post', `${path}/accounts/${suspended}/suspend`).expect(200);
    const { body } = await operator.send(method, `${path}${rest(last)}`).expect(409);
    expect(body.code).toBe('last_administrator');
    // Who is suspended administrates nothing, so this takes nobody away.
    await operator.send('delete', `${path}/administrators/${suspended}`).expect(204);
    const [next = ''] = await administratorsOf(path, 'next');
    await operator.send(method, `${path}${rest(last)}`).expect(status);
    await operator.send(method, `${path}${rest(next)}`).expect(409);
    await aCaller('enterprise_admin', enterpriseId);
    await operator.send(method, `${path}${rest(next)}`).expect(status);
  });

  it('stays when the last two are suspended or removed at once', async () => {
    for (const [method, rest] of [
      ['post', (id: string) => `/accounts/${id}/suspend`],
      ['delete', (id: string) => `/administrators/${id}`],
    ] as const) {
      const { path } = await anEnterpriseWithoutKeys();
      const ids = await administratorsOf(path, 'ava', 'bo');
      const answers = await Promise.all(ids.map(id => operator.send(method, `${path}${rest(id)}`)));
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(1);
      const { items } = (await operator.send('get', `${path}/administrators`)).body;
      expect(items.filter(({ state }: { state: string }) => state === 'active')).toHaveLength(1);
    }
  });
});

describe('the last API key that may do all of its role', () => {
  const keyOf = async (path: string, name: string): Promise<string> => {
    const { items } = (await operator.send('get', `${path}/api-keys`)).body;
    return `${path}/api-keys/${items.find((key: { name: string }) => key.name === name).id}`;
  };

  it('is not revoked, until there is another or an administrator who gets in', async () => {
    const { id: enterpriseId, path } = await anEnterprise();
    const permissions = ['accounts:read'];
    await operator.create(`${path}/api-keys`, { name: 'Part', role: 'enterprise_admin', permissions });
    const linked = await aLinkedAccount(enterpriseId, { login: 'linked', connectionState: 'disabled' });
    await operator.send('put', `${path}/administrators/${linked}`).expect(200);
    const last = await keyOf(path, 'Test');
    expect((await operator.send('delete', last).expect(409)).body.code).toBe('last_administrator');
    await operator.send('delete', await keyOf(path, 'Part')).expect(204);
    await operator.create(`${path}/api-keys`, { name: 'Next', role: 'enterprise_admin' });
    await operator.send('delete', last).expect(204);
    await operator.send('delete', last).expect(204);
    await administratorsOf(path, 'local@example.com');
    await operator.send('delete', await keyOf(path, 'Next')).expect(204);
  });

  it('or the connection of the last administrators stays, when both would go at once', async () => {
    const { id: enterpriseId, path } = await anEnterprise();
    const linked = await aLinkedAccount(enterpriseId, { login: 'linked@example.com' });
    await operator.send('put', `${path}/administrators/${linked}`).expect(200);
    const [connection] = (await operator.send('get', `${path}/connections`)).body.items;
    const last = await keyOf(path, 'Test');
    const answers = await Promise.all([
      operator.send('delete', last),
      operator.send('post', `${path}/connections/${connection.id}/disable`),
    ]);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(1);
  });
});

it('another enterprise’s account administrates nothing here', async () => {
  const [own, other] = [await anEnterprise(), await anEnterprise()];
  const { id } = await other.administrator.create(`${other.path}/accounts`, { login: 'ava' });
  for (const method of ['put', 'delete'] as const)
    await own.administrator.send(method, `${own.path}/administrators/${id}`).expect(404);
  await own.administrator.send('get', `${other.path}/administrators`).expect(404);
  expect((await other.administrator.send('get', `${other.path}/accounts/${id}`)).body.isAdministrator).toBe(false);
});
