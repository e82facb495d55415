import { beforeEach, describe, expect, it } from 'vitest';
import type { Database, DirectoryUser, DirectoryUserId, OrganizationId, Repositories } from '#libs/persistence';
import { whileOpen } from '../../../tools/testing/while-open.js';
import { runningAdmin } from './builders.js';
import { ProvisionedEnterprise } from './provisioned.js';

let database: Database;
let enterprise: ProvisionedEnterprise;
let ava: DirectoryUser;
let groupId: Awaited<ReturnType<typeof aGroup>>;
let organizationId: string;

async function aGroup() {
  const { id } = await database.writeDirectory(enterprise.key, ({ directoryGroups }) =>
    directoryGroups.insert(enterprise.key, { displayName: 'Team' }),
  );
  return id;
}

beforeEach(async () => {
  ({ database } = await runningAdmin());
  enterprise = await ProvisionedEnterprise.make({ mode: 'users_and_groups' });
  ava = await enterprise.put('ava@example.com');
  await enterprise.change('enable');
  groupId = await aGroup();
  const organizations = `/enterprises/${enterprise.key.enterpriseId}/organizations`;
  ({ id: organizationId } = await enterprise.administrator.create(organizations, { key: 'team', name: 'Team' }));
});

const cause = { actor: { kind: 'system', id: 'test' }, requestId: null } as const;

/** As an identity provider does. */
async function join({ directoryMemberships, carriedMemberships }: Repositories): Promise<void> {
  const userId: DirectoryUserId = ava.id;
  await directoryMemberships.add(enterprise.key, groupId, [{ id: userId, display: null }]);
  await carriedMemberships.carryUsers(enterprise.key, [userId], cause);
}

/** What is asked for while the identity provider adds somebody to the group, and has not come to the end of it. */
const whileSomebodyJoins = (method: 'post' | 'delete', path: string, body?: object) =>
  whileOpen(database, {
    begin: work => database.writeDirectory(enterprise.key, work),
    first: join,
    other: async () => enterprise.administrator.send(method, path, body),
  });

const members = async () =>
  enterprise.query('select source from organization_memberships where organization_id = ?', [organizationId]);

describe('while an identity provider writes', () => {
  it('a group is mapped afterwards, and whoever joined it meanwhile joins the organization', async () => {
    const { status, body } = await whileSomebodyJoins('post', `${enterprise.path}/group-mappings`, {
      groupId,
      organizationId,
    });
    expect({ status, joined: body.carried.joined }).toEqual({ status: 201, joined: 1 });
    expect(await members()).toEqual([{ source: 'group' }]);
  });

  it('all groups are mapped afterwards', async () => {
    const { status, body } = await whileSomebodyJoins('post', `${enterprise.path}/group-mappings/map-all`, {
      createOrganizations: false,
    });
    expect({ status, joined: body.carried?.joined }).toEqual({ status: 200, joined: 1 });
  });

  it('a mapping is deleted afterwards, and whoever joined meanwhile leaves', async () => {
    const { id } = await enterprise.administrator.create(`${enterprise.path}/group-mappings`, {
      groupId,
      organizationId,
    });
    expect((await whileSomebodyJoins('delete', `${enterprise.path}/group-mappings/${id}`)).status).toBe(204);
    expect(await members()).toEqual([]);
  });

  it('an organization is deleted afterwards, and whoever joined meanwhile leaves', async () => {
    await enterprise.administrator.create(`${enterprise.path}/group-mappings`, { groupId, organizationId });
    const path = `/enterprises/${enterprise.key.enterpriseId}/organizations/${organizationId}`;
    expect((await whileSomebodyJoins('delete', path)).status).toBe(204);
    expect(await members()).toEqual([]);
    const told = await enterprise.query(
      `select change from account_events where enterprise_id = ? and type = 'account.memberships_changed' order by sequence`,
      [enterprise.key.enterpriseId],
    );
    expect(told).toEqual([
      { change: { joinedOrganizations: [organizationId] } },
      { change: { leftOrganizations: [organizationId] } },
    ]);
  });
});

it('a group that is mapped while an administrator disables the connection says that it gives nobody anything', async () => {
  const { status, body } = await whileOpen(database, {
    begin: work => database.transaction(work),
    first: async ({ connections }) => {
      await connections.findForUpdate(enterprise.key);
      await connections.update(enterprise.key, { state: 'disabled' });
    },
    other: async () =>
      enterprise.administrator.send('post', `${enterprise.path}/group-mappings`, { groupId, organizationId }),
  });
  expect({ status, carried: body.carried }).toMatchObject({ status: 201, carried: { isCarried: false, joined: 0 } });
});

it('while an organization is deleted the identity provider waits: nobody joins what is about to go', async () => {
  const { enterpriseId, connectionId } = enterprise.key;
  let mayWrite: unknown;
  const { status } = await whileOpen(database, {
    begin: work => database.transaction(work),
    first: ({ organizations }) => organizations.findForUpdate(enterpriseId, organizationId as OrganizationId),
    other: async () =>
      enterprise.administrator.send('delete', `/enterprises/${enterpriseId}/organizations/${organizationId}`),
    last: async () => {
      [mayWrite] = await enterprise.query('select pg_try_advisory_xact_lock_shared(connection_lock(?)) as got', [
        connectionId,
      ]);
    },
  });
  expect(mayWrite).toEqual({ got: false });
  expect(status).toBe(204);
});
