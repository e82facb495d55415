import { beforeEach, describe, expect, it } from 'vitest';
import { aTestedConnection, runningAdmin } from './builders.js';
import { ProvisionedEnterprise } from './provisioned.js';

let enterprise: ProvisionedEnterprise;
beforeEach(async () => {
  enterprise = await ProvisionedEnterprise.make();
});

it('whom an administrator let in again after leaving SCIM, a directory that comes back can suspend again', async () => {
  await enterprise.change('enable');
  const before = await enterprise.put('ava@example.com');
  await enterprise.put('ava@example.com', { before, active: false });
  await enterprise.change('leave-scim', { keep: 'local' }, { kind: 'leave', keep: 'local' });
  const [account] = await enterprise.query('select id from accounts where enterprise_id = ?', [
    enterprise.key.enterpriseId,
  ]);
  const place = `/enterprises/${enterprise.key.enterpriseId}/accounts/${String(account?.['id'])}/reactivate`;
  await enterprise.administrator.send('post', place, {}).expect(200);
  const back = await enterprise.put('ava@example.com');
  await enterprise.put('ava@example.com', { before: back, active: false });
  expect(await enterprise.accounts()).toEqual({ 'ava@example.com': 'suspended, linked' });
});

describe('an externalId of another connection', () => {
  /** Two connections of one enterprise; ava came and went in the first, and an administrator let her in again. */
  async function aSecondConnection() {
    const { database } = await runningAdmin();
    await enterprise.change('enable');
    await enterprise.remove(await enterprise.put('ava@example.com', { externalId: 'one' }));
    const { enterpriseId } = enterprise.key;
    await database.repositories.connections.update(enterprise.key, { state: 'disabled' });
    const [account] = await enterprise.query('select id from accounts where enterprise_id = ?', [enterpriseId]);
    const place = `/enterprises/${enterpriseId}/accounts/${String(account?.['id'])}/reactivate`;
    await enterprise.administrator.send('post', place, {}).expect(200);
    const key = await aTestedConnection(enterpriseId);
    await database.repositories.connections.update(key, { state: 'tested', provisioningMode: 'users' });
    return enterprise.withKey(key);
  }

  it('does not make her another person: she is suspended by it', async () => {
    const other = await aSecondConnection();
    await other.change('enable');
    await other.put('ava@example.com', { active: false, externalId: 'two' });
    expect(await enterprise.accounts()).toEqual({ 'ava@example.com': 'suspended, linked' });
  });

  it('neither when it was staged', async () => {
    const other = await aSecondConnection();
    await other.put('ava@example.com', { externalId: 'two' });
    const preview = await other.preview();
    expect(preview.counts).toMatchObject({ created: 0, conflicting: 0 });
    await other.administrator.send('post', `${other.path}/enable`, { previewId: preview.id }).expect(200);
    expect(await enterprise.accounts()).toEqual({ 'ava@example.com': 'active, linked' });
  });
});

it('whoever was linked to a connection that is deleted, another connection can suspend', async () => {
  const { database } = await runningAdmin();
  await enterprise.change('enable');
  await enterprise.put('ava@example.com', { externalId: 'one' });
  await database.repositories.connections.update(enterprise.key, { state: 'deleted' });
  const key = await aTestedConnection(enterprise.key.enterpriseId);
  await database.repositories.connections.update(key, { state: 'enabled', provisioningMode: 'users' });
  const other = enterprise.withKey(key);
  await other.put('ava@example.com', { active: false, externalId: 'two' });
  expect(await enterprise.accounts()).toEqual({ 'ava@example.com': 'suspended, linked' });
});
