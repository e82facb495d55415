import { beforeEach, describe, expect, it } from 'vitest';
import {
  type AccountId,
  type Database,
  type DirectoryGroupId,
  type DirectoryUserId,
  type OrganizationId,
  type Repositories,
} from '#libs/persistence';
import { whileOpen } from '../../../tools/testing/while-open.js';
import { aConnection, aGroup, aUser, runningScim, type TestConnection } from './builders.js';

const cause = { actor: { kind: 'system', id: 'test' }, requestId: null } as const;

let database: Database;
let connection: TestConnection;
let organizationId: OrganizationId;
let ava: DirectoryUserId;

const query = (sql: string, values: readonly unknown[] = []): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  database.orm.em.fork().execute(sql, [...values]);

beforeEach(async () => {
  ({ database } = await runningScim());
  connection = await aConnection({ provisioningMode: 'users_and_groups' });
  organizationId = await database.repositories.enterprises.insertOrganization(connection.key.enterpriseId, {
    key: 'a',
    name: 'A',
  });
  ava = (await connection.create('Users', aUser())).id as DirectoryUserId;
});

type Work = (repositories: Repositories) => Promise<unknown>;

const transaction = (work: Work) => database.transaction(work);
const writeDirectory = (work: Work) => database.writeDirectory(connection.key, work);

/** Both in transactions of their own; the other begins when the first has written, before it commits. */
const race = (first: Work, other: Work, begin = transaction, beginOther = transaction, last?: Work) =>
  whileOpen(database, { begin, first, other: () => beginOther(other), ...(last && { last }) });

const groupOf = async (...members: string[]) =>
  (await connection.create('Groups', aGroup({ members: members.map(value => ({ value })) }))).id as DirectoryGroupId;

const map =
  (groupId: DirectoryGroupId): Work =>
  async ({ groupMappings, carriedMemberships }) => {
    await groupMappings.lockDirectory(connection.key);
    await groupMappings.insert(connection.key, [{ groupId, organizationId }]);
    await carriedMemberships.carryOrganizations(connection.key, [organizationId], cause);
  };

const carry: Work = ({ carriedMemberships }) => carriedMemberships.carryUsers(connection.key, [ava], cause);

const member = (id: string) => ({ id, display: null });

/** As an administrator does. */
const setState =
  (state: 'active' | 'suspended'): Work =>
  async ({ accountAdministration, organizationMemberships }) => {
    const { enterpriseId } = connection.key;
    const id = await accountId();
    await accountAdministration.update(enterpriseId, id, {
      state,
      suspended_by: state === 'active' ? null : 'administrator',
    });
    if (state === 'suspended') await organizationMemberships.remove(enterpriseId, organizationId, id);
  };

async function accountId(): Promise<AccountId> {
  const [row] = await query('select id from accounts where directory_user_id = ?', [ava]);
  return row?.['id'] as AccountId;
}

/** Where the memberships of the organization come from. */
const sources = async () =>
  (await query('select source from organization_memberships where organization_id = ?', [organizationId])).map(
    ({ source }) => source,
  );

const told = async () =>
  (
    await query(
      `select type from account_events where account_id = ? and type <> 'account.created' order by sequence`,
      [await accountId()],
    )
  ).map(({ type }) => type);

describe('carrying what groups give a person waits', () => {
  it('for the person: who becomes active meanwhile has what the groups give', async () => {
    await transaction(map(await groupOf(ava)));
    await query('delete from organization_memberships where organization_id = ?', [organizationId]);
    await query('update directory_users set active = false where id = ?', [ava]);
    await race(async ({ directoryUsers }) => {
      const before = (await directoryUsers.lock(connection.key, ava))!;
      await directoryUsers.update(connection.key, before, { ...before.resource, active: true });
    }, carry);
    expect(await sources()).toEqual(['group']);
  });

  it('for the account: who is let in meanwhile has what the groups give', async () => {
    await transaction(map(await groupOf(ava)));
    await transaction(setState('suspended'));
    await race(setState('active'), carry);
    expect(await sources()).toEqual(['group']);
  });

  it('for another who is leaving the other group: nothing stays behind', async () => {
    const [first, second] = [await groupOf(ava), await groupOf(ava)];
    await transaction(map(first));
    await transaction(map(second));
    const leave =
      (groupId: DirectoryGroupId): Work =>
      async repositories => {
        await repositories.directoryMemberships.remove(connection.key, groupId, [ava]);
        await carry(repositories);
      };
    await race(leave(first), leave(second), writeDirectory, writeDirectory);
    expect(await sources()).toEqual([]);
  });

  it('for the structure of groups: who joins a group that joins another has what that gives', async () => {
    const [inner, outer] = [await groupOf(), await groupOf()];
    await transaction(map(outer));
    const nest: Work = async ({ carriedMemberships, directoryMemberships }) => {
      await directoryMemberships.add(connection.key, outer, [member(inner)]);
      const above = await carriedMemberships.lockStructure(connection.key, outer);
      await carriedMemberships.carryOrganizations(connection.key, above, cause);
    };
    const join: Work = async repositories => {
      await repositories.directoryMemberships.add(connection.key, inner, [member(ava)]);
      await carry(repositories);
    };
    await race(nest, join, writeDirectory, writeDirectory);
    expect(await sources()).toEqual(['group']);
  });

  it('for a mapping: who is let in by an administrator while a group is mapped has what it gives', async () => {
    const group = await groupOf(ava);
    await transaction(setState('suspended'));
    await race(map(group), async repositories => {
      await setState('active')(repositories);
      await carry(repositories);
    });
    expect(await sources()).toEqual(['group']);
  });
});

describe('changing the structure of groups waits', () => {
  it('for another such change: a group in a group in a group gives what the outermost gives', async () => {
    const [inner, middle, outer] = [await groupOf(ava), await groupOf(), await groupOf()];
    await transaction(map(outer));
    const nest =
      (within: DirectoryGroupId, given: DirectoryGroupId): Work =>
      async ({ carriedMemberships, directoryMemberships }) => {
        await directoryMemberships.add(connection.key, within, [member(given)]);
        const above = await carriedMemberships.lockStructure(connection.key, within);
        await carriedMemberships.carryOrganizations(connection.key, above, cause);
      };
    await race(nest(outer, middle), nest(middle, inner), writeDirectory, writeDirectory);
    expect(await sources()).toEqual(['group']);
  });
});

describe('mapping a group waits', () => {
  it('for accounts: who is suspended meanwhile joins nothing', async () => {
    const group = await groupOf(ava);
    await race(setState('suspended'), map(group));
    expect(await sources()).toEqual([]);
  });

  it('for whoever writes to the directory: who joins the group meanwhile joins the organization', async () => {
    const group = await groupOf();
    const join: Work = async repositories => {
      await repositories.directoryMemberships.add(connection.key, group, [member(ava)]);
      await carry(repositories);
    };
    await race(join, map(group), writeDirectory);
    expect(await sources()).toEqual(['group']);
  });
});

describe('deleting an organization', () => {
  const remove: Work = async ({ groupMappings, organizationMemberships, organizations }) => {
    const { enterpriseId } = connection.key;
    await groupMappings.lockDirectories(enterpriseId);
    await groupMappings.removeOfOrganization(enterpriseId, organizationId);
    await organizationMemberships.removeAll(enterpriseId, organizationId, cause);
    await organizations.delete(enterpriseId, organizationId);
  };

  it('is waited for by the identity provider: nobody joins it any more', async () => {
    const group = await groupOf();
    await transaction(map(group));
    const join: Work = async repositories => {
      await repositories.directoryMemberships.add(connection.key, group, [member(ava)]);
      await carry(repositories);
    };
    await race(remove, join, transaction, writeDirectory);
    expect(await told()).toEqual([]);
  });

  it('waits for a deactivation: what is kept for the person is kept once, and nothing more is told', async () => {
    const { enterpriseId, connectionId } = connection.key;
    const account = await accountId();
    await database.repositories.organizationMemberships.add(enterpriseId, organizationId, account);
    const removeAll: Work = ({ organizationMemberships }) =>
      organizationMemberships.removeAll(enterpriseId, organizationId, cause);
    const deactivate: Work = ({ receipts }) => {
      const source = { connectionId, directoryUserId: ava };
      return receipts.open(enterpriseId, { accountId: account, source, change: {} }, cause);
    };
    const lock: Work = ({ accounts }) => accounts.lockLinked(connection.key, ava);
    expect(await race(lock, removeAll, transaction, transaction, deactivate)).toBe(0);
    expect(await told()).toEqual(['account.suspended']);
    expect(await query('select organization_id from receipt_memberships where account_id = ?', [account])).toEqual([
      { organization_id: organizationId },
    ]);
  });
});
