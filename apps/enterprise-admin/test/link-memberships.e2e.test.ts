import { beforeEach, expect, it } from 'vitest';
import type { AccountId, Database, DirectoryGroupId, DirectoryUser } from '#libs/persistence';
import { runningAdmin } from './builders.js';
import { ProvisionedEnterprise } from './provisioned.js';

const cause = { actor: { kind: 'scim-token', id: 'test' }, requestId: null } as const;

let database: Database;
let enterprise: ProvisionedEnterprise;
let ava: DirectoryUser;
let accountId: AccountId;
let groupId: DirectoryGroupId;

const admin = (method: 'put' | 'post' | 'delete', path: string, body?: object) =>
  enterprise.administrator.send(method, `/enterprises/${enterprise.key.enterpriseId}${path}`, body);

beforeEach(async () => {
  ({ database } = await runningAdmin());
  enterprise = await ProvisionedEnterprise.make({ mode: 'users_and_groups' });
  const { key } = enterprise;
  ava = await enterprise.put('ava@example.com');
  await enterprise.change('enable');
  const [account] = await enterprise.query('select id from accounts where enterprise_id = ?', [key.enterpriseId]);
  accountId = account?.['id'] as AccountId;
  ({ id: groupId } = await database.writeDirectory(key, async ({ directoryGroups, directoryMemberships }) => {
    const group = await directoryGroups.insert(key, { displayName: 'Team' });
    await directoryMemberships.add(key, group.id, [{ id: ava.id, display: null }]);
    return group;
  }));
  const organizations = await Promise.all(
    ['mapped', 'by-hand'].map(async name => (await admin('post', '/organizations', { key: name, name })).body.id),
  );
  await admin('put', `/organizations/${organizations[1]}/members/${accountId}`).expect(204);
  const mapping = { groupId, organizationId: organizations[0] };
  await enterprise.administrator.create(`${enterprise.path}/group-mappings`, mapping);
});

/** The keys of the organizations that the account is in, those that a group gives in capitals. */
const organizations = async () => {
  const rows = await enterprise.query(
    `select case m.source when 'group' then upper(o.key) else o.key end as key
     from organization_memberships m join organizations o on o.id = m.organization_id where m.account_id = ? order by 1`,
    [accountId],
  );
  return rows.map(({ key }) => key).join(' ');
};

const place = (user: DirectoryUser) => `${enterprise.path}/directory-users/${user.id}/link`;
const unlink = () => enterprise.administrator.send('delete', `${place(ava)}?reason=Wrong`).expect(204);
const link = (user = ava, more: object = {}) =>
  enterprise.administrator.send('put', place(user), { accountId, reason: 'Right', ...more }).expect(200);

it('goes with the link, what was given by hand stays; the same link gives it back', async () => {
  expect(await organizations()).toBe('MAPPED by-hand');
  await unlink();
  expect(await organizations()).toBe('by-hand');
  await link();
  expect(await organizations()).toBe('MAPPED by-hand');
  await unlink();
  await link();
  expect(await organizations()).toBe('MAPPED by-hand');
  expect(await enterprise.events()).toMatchObject({ 'account.memberships_changed': 6, 'account.unlinked': 2 });
});

it('comes back with the link while directory changes take no effect', async () => {
  await enterprise.administrator.send('post', `${enterprise.path}/pause`, { traffic: 'staged' }).expect(200);
  await unlink();
  expect(await organizations()).toBe('by-hand');
  await link();
  expect(await organizations()).toBe('MAPPED by-hand');
});

it('does not come back when the group has lost the person meanwhile', async () => {
  await unlink();
  await database.writeDirectory(enterprise.key, ({ directoryMemberships }) =>
    directoryMemberships.remove(enterprise.key, groupId, [ava.id]),
  );
  await link();
  expect(await organizations()).toBe('by-hand');
});

it('does not go with the account to another person', async () => {
  const bo = await enterprise.put('bo@example.com');
  await link(bo, { movesLink: true });
  expect(await organizations()).toBe('by-hand');
  await link(ava, { movesLink: true });
  expect(await organizations()).toBe('MAPPED by-hand');
});

it('is not given back to a suspended account whose link ended, but with the link', async () => {
  const { enterpriseId } = enterprise.key;
  const inactive = await enterprise.put('ava@example.com', { before: ava, active: false });
  await unlink();
  const kept = () =>
    enterprise.query(
      `select m.source from receipt_memberships m join receipts r on r.id = m.receipt_id
       where m.account_id = ? and r.restored_at is null order by 1`,
      [accountId],
    );
  expect(await kept()).toEqual([{ source: 'local' }]);
  await link();
  expect(await kept()).toEqual([{ source: 'group' }, { source: 'local' }]);
  await enterprise.put('ava@example.com', { before: inactive, active: true });
  expect(await organizations()).toBe('MAPPED by-hand');
  const span = { since: new Date(0).toISOString(), until: null };
  expect(await database.repositories.holdRestores.count(enterpriseId, span)).toMatchObject({ affected: 1 });
});

it('leaves an account alone that was suspended and let in after its link ended', async () => {
  await enterprise.put('ava@example.com', { before: ava, active: false });
  await unlink();
  await admin('post', `/accounts/${accountId}/reactivate`, {}).expect(200);
  expect(await organizations()).toBe('by-hand');
});

it('counts as no loss of access: nobody is deprovisioned by the hand of an administrator', async () => {
  const { enterpriseId } = enterprise.key;
  await unlink();
  expect((await database.repositories.holds.countDeprovisioned(enterpriseId)).accounts).toBe(0);
  const span = { since: new Date(0).toISOString(), until: null };
  expect(await database.repositories.holdRestores.count(enterpriseId, span)).toEqual({ affected: 0, restorable: 0 });
  // A suspension has a receipt of its own afterwards.
  await link();
  await enterprise.put('ava@example.com', { before: ava, active: false });
  await database.transaction(({ accountLinks }) =>
    accountLinks.unlink(
      enterpriseId,
      accountId,
      { connectionId: enterprise.key.connectionId, directoryUserId: ava.id },
      cause,
    ),
  );
  expect((await database.repositories.holds.countDeprovisioned(enterpriseId)).accounts).toBe(1);
});
