import { beforeAll, describe, expect, it } from 'vitest';
import { aCaller, anEnterprise, type TestCaller } from './builders.js';
import { eventsOf, toldOf } from './people.js';

const NOBODY = '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11';
type Enterprise = Awaited<ReturnType<typeof anEnterprise>>;
let enterprise: Enterprise;
let administrator: TestCaller;
let accounts: string[];
let made = 0;

beforeAll(async () => {
  enterprise = await anEnterprise();
  ({ administrator } = enterprise);
  accounts = [];
  for (const login of ['ava@example.com', 'bo@example.com', 'cy@example.com'])
    accounts.push((await administrator.create(`${enterprise.path}/accounts`, { login, displayName: 'Ava Lind' })).id);
});

/** A new organization: its id, its path and that of its members. */
async function anOrganization() {
  const { id } = await administrator.create(`${enterprise.path}/organizations`, { key: `org-${made++}`, name: 'Org' });
  const place = `${enterprise.path}/organizations/${id}`;
  return { id, place, members: `${place}/members` };
}

describe('members of an organization', () => {
  it('are added and removed, as often as one asks, and recorded once', async () => {
    const { id, members } = await anOrganization();
    const [ava] = accounts;
    const add = () => administrator.send('put', `${members}/${ava}`).expect(204, '');
    await Promise.all([add(), add()]);
    const { items } = (await administrator.send('get', members).expect(200)).body;
    expect(items).toEqual([{ id: ava, login: 'ava@example.com', displayName: 'Ava Lind', state: 'active' }]);
    const organizations = `${enterprise.path}/accounts/${ava}/organizations`;
    const listed = (await administrator.send('get', organizations).expect(200)).body.items;
    expect(listed).toEqual([{ id, key: expect.any(String), name: 'Org' }]);
    await administrator.send('delete', `${members}/${ava}`).expect(204, '');
    await administrator.send('delete', `${members}/${ava}`).expect(204);
    expect((await administrator.send('get', members)).body.items).toEqual([]);
    expect((await administrator.send('get', organizations)).body.items).toEqual([]);
    expect((await eventsOf(enterprise.id, id)).slice(1)).toMatchObject([
      { action: 'organization.member_added', after: { accountId: ava } },
      { action: 'organization.member_removed', before: { accountId: ava } },
    ]);
    expect((await toldOf(String(ava))).slice(-2)).toMatchObject([
      { type: 'account.memberships_changed', change: { joinedOrganizations: [id] } },
      { type: 'account.memberships_changed', change: { leftOrganizations: [id] } },
    ]);
  });

  it('are listed page by page, without their names to support staff', async () => {
    const { members } = await anOrganization();
    for (const id of accounts) await administrator.send('put', `${members}/${id}`).expect(204);
    const support = await aCaller('support', enterprise.id);
    const first = (await support.send('get', `${members}?limit=2`).expect(200)).body;
    const rest = (await support.send('get', `${members}?limit=2&cursor=${first.nextCursor}`)).body;
    const items = [...first.items, ...rest.items] as { id: string; login: string; displayName: string }[];
    expect(items.map(({ id }) => id).toSorted()).toEqual(accounts.toSorted());
    expect(new Set(items.flatMap(({ login, displayName }) => [login, displayName]))).toEqual(new Set(['•••']));
  });

  it('leave an organization that is deleted, and how many they were is recorded', async () => {
    const { id, place, members } = await anOrganization();
    for (const account of accounts) await administrator.send('put', `${members}/${account}`).expect(204);
    await administrator.send('delete', place).expect(204);
    await administrator.send('get', members).expect(404);
    expect((await eventsOf(enterprise.id, id)).at(-1)).toMatchObject({
      action: 'organization.deleted',
      before: { memberCount: 3 },
    });
    for (const account of accounts)
      expect((await toldOf(account)).at(-1)).toMatchObject({ change: { leftOrganizations: [id] } });
    const [ava] = accounts;
    const { items } = (await administrator.send('get', `${enterprise.path}/accounts/${ava}/organizations`)).body;
    expect(items.map((organization: { id: string }) => organization.id)).not.toContain(id);
  });

  it('are added to a deleted organization by nobody, at the same time neither', async () => {
    const { place, members } = await anOrganization();
    const [deleted, ...added] = await Promise.all([
      administrator.send('delete', place),
      ...accounts.map(id => administrator.send('put', `${members}/${id}`)),
    ]);
    expect(deleted.status).toBe(204);
    for (const { status } of added) expect([204, 404]).toContain(status);
    await administrator.send('get', place).expect(404);
  });

  it('are neither unknown people nor those of another enterprise', async () => {
    const { place, members } = await anOrganization();
    const other = await anEnterprise();
    const { id } = await other.administrator.create(`${other.path}/accounts`, { login: 'ava' });
    for (const method of ['put', 'delete'] as const) {
      await administrator.send(method, `${members}/${NOBODY}`).expect(404);
      await administrator.send(method, `${members}/${id}`).expect(404);
      await administrator
        .send(method, `${members.replace(/[^/]+\/members/, NOBODY)}/members/${accounts[0]}`)
        .expect(404);
      const foreign = place.replace(enterprise.id, other.id);
      await other.administrator.send(method, `${foreign}/members/${id}`).expect(404);
    }
    await other.administrator.send('get', members.replace(enterprise.id, other.id)).expect(404);
    await other.administrator.send('get', `${other.path}/accounts/${accounts[0]}/organizations`).expect(404);
  });
});
