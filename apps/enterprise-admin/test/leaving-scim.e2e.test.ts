import { beforeEach, describe, expect, it } from 'vitest';
import { runApplication } from '#libs/provisioning';
import { aCaller, runningAdmin } from './builders.js';
import { ProvisionedEnterprise } from './provisioned.js';

const REMOVE = { kind: 'leave', keep: 'remove' } as const;

let enterprise: ProvisionedEnterprise;
beforeEach(async () => {
  enterprise = await ProvisionedEnterprise.make();
  await enterprise.put('ava@example.com');
  await enterprise.put('ben@example.com');
  await enterprise.change('enable');
});

const makeAdministrator = (login: string) =>
  enterprise.query('update accounts set is_administrator = true where enterprise_id = ? and login = ?', [
    enterprise.key.enterpriseId,
    login,
  ]);

/** As the service does for a directory that is too large for a request. */
async function beginLeaving() {
  const { database } = await runningAdmin();
  const { id: previewId } = await enterprise.preview(REMOVE);
  const cause = { actor: { kind: 'system', id: 'test' }, requestId: null } as const;
  return database.repositories.applications.insert(enterprise.key, { previewId, total: 2, cause });
}

describe('the last way in', () => {
  it('is not suspended with everybody else', async () => {
    const { database } = await runningAdmin();
    await makeAdministrator('ava@example.com');
    const operator = await aCaller('operator');
    const { id: previewId } = await enterprise.preview(REMOVE);
    await enterprise.administrator.create(`${enterprise.path}/scim-tokens`, {});
    await database.repositories.apiKeys.revokeAll(enterprise.key.enterpriseId);
    const leave = () => operator.send('post', `${enterprise.path}/leave-scim`, { keep: 'remove', previewId });
    const { body } = await leave().expect(409);
    expect(body).toMatchObject({ code: 'transition_refused', guard: 'break_glass', clickPath: expect.any(String) });
    expect(await enterprise.accounts()).toMatchObject({ 'ava@example.com': 'active, linked' });
    expect(await database.repositories.scimTokens.findAccepted(enterprise.key.connectionId)).toHaveLength(1);
    await aCaller('enterprise_admin', enterprise.key.enterpriseId);
    await leave().expect(200);
    expect(await enterprise.accounts()).toMatchObject({ 'ava@example.com': 'suspended' });
  });

  it('stays with those who keep their accounts', async () => {
    const { database } = await runningAdmin();
    await makeAdministrator('ava@example.com');
    const operator = await aCaller('operator');
    const { id: previewId } = await enterprise.preview({ kind: 'leave', keep: 'local' });
    await database.repositories.apiKeys.revokeAll(enterprise.key.enterpriseId);
    await operator.send('post', `${enterprise.path}/leave-scim`, { keep: 'local', previewId }).expect(200);
    expect(await enterprise.accounts()).toMatchObject({ 'ava@example.com': 'active' });
  });

  it('is not an administrator who is about to be suspended', async () => {
    await makeAdministrator('ava@example.com');
    const ownKeys = `/enterprises/${enterprise.key.enterpriseId}/api-keys`;
    const [key] = (await enterprise.administrator.send('get', ownKeys).expect(200)).body.items;
    await beginLeaving();
    const { body } = await enterprise.administrator.send('delete', `${ownKeys}/${key.id}`).expect(409);
    expect(body.code).toBe('last_administrator');
  });
});

describe('while it is under way', () => {
  it('nothing ends it: neither a pause nor another mode, nor that the connection is deleted', async () => {
    const { database } = await runningAdmin();
    const leaving = await beginLeaving();
    const { key } = (await enterprise.administrator.send('get', `/enterprises/${enterprise.key.enterpriseId}`)).body;
    const { administrator, path } = enterprise;
    for (const refused of [
      administrator.send('post', `${path}/pause`, { traffic: 'staged' }),
      administrator.send('patch', `${path}/provisioning-settings`, { mode: 'deprovision_only' }),
      administrator.send('delete', `${path}?enterpriseKey=${key}`),
    ]) {
      const { body } = await refused.expect(409);
      expect(body).toMatchObject({ code: 'leaving_scim', detail: expect.stringContaining(leaving.id) });
    }
    await administrator.send('post', `${path}/disable`).expect(200);
    const { id: previewId } = await enterprise.preview();
    const { body } = await administrator.send('post', `${path}/enable`, { previewId }).expect(409);
    expect(body.code).toBe('leaving_scim');
    await runApplication(database, enterprise.key, leaving.id);
    expect(await enterprise.accounts()).toEqual({ 'ava@example.com': 'suspended', 'ben@example.com': 'suspended' });
    await enterprise.change('enable');
    await administrator.send('post', `${path}/pause`, { traffic: 'staged' }).expect(200);
  });

  it('the rest may leave in another way', async () => {
    const leaving = await beginLeaving();
    await enterprise.change('leave-scim', { keep: 'local' }, { kind: 'leave', keep: 'local' });
    const { database } = await runningAdmin();
    await runApplication(database, enterprise.key, leaving.id);
    expect(await enterprise.accounts()).toEqual({ 'ava@example.com': 'active', 'ben@example.com': 'active' });
  });
});
