import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#libs/persistence';
import { anotherDatabase, query, TestSignIns } from './builders.js';

let another: Database;

beforeAll(async () => {
  another = await anotherDatabase();
});
afterAll(() => another.close());

/** A promise, and what fulfils it. */
const signal = () => Promise.withResolvers<void>();

/** Resolves when so many sessions of PostgreSQL wait for a lock that another transaction of this database has. */
async function waiting(count: number): Promise<void> {
  for (;;) {
    const [row] = await query(
      "select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if (Number(row?.['n']) >= count) return;
  }
}

describe('two sign-ins of a new person at once', () => {
  it.each<[string, object, object]>([
    ['as the same subject', { subject: 'p1' }, { subject: 'p1' }],
    ['whom nobody names for long', { subject: '_1', subjectIssuer: null }, { subject: '_2', subjectIssuer: null }],
  ])('%s make one account', async (_, one, two) => {
    const idp = await TestSignIns.make();
    const [held, release] = [signal(), signal()];
    // Somebody with the login comes and does not stay: both wait until that is over.
    const intruder = idp.database.transaction(async ({ accounts }) => {
      const profile = { login: 'kim@example.com', loginKey: 'kim@example.com', email: null, displayName: null };
      await accounts.insertUnlinked(idp.connection.enterpriseId, crypto.randomUUID() as never, profile);
      held.resolve();
      await release.promise;
      throw new Error('It does not stay.');
    });
    await held.promise;
    const both = [idp.signIn(one), idp.signIn(two, another)];
    await waiting(2);
    release.resolve();
    await expect(intruder).rejects.toThrow('It does not stay.');
    const [first, second] = await Promise.all(both);
    expect(first?.accountId).toBe(second?.accountId);
    expect(await idp.accounts()).toHaveLength(1);
    expect(await idp.liveSessions()).toHaveLength(2);
    expect((await idp.events()).map(({ type }) => type)).toEqual(['account.created']);
  });

  it('of one subject with two logins make one account', async () => {
    const idp = await TestSignIns.make();
    const both = await Promise.all([
      idp.signIn({ subject: 'p1', login: 'kim' }),
      idp.signIn({ subject: 'p1', login: 'kim.lee' }, another),
    ]);
    expect(both[0].accountId).toBe(both[1].accountId);
    expect(await idp.accounts()).toHaveLength(1);
  });
});

describe('a sign-in and a deactivation at once', () => {
  it('when the deactivation is first, the sign-in waits and is refused', async () => {
    const idp = await TestSignIns.make();
    const id = await idp.provision('kim@example.com');
    await idp.signIn();
    const [written, commit] = [signal(), signal()];
    const deactivation = idp.deactivate(id, async () => {
      written.resolve();
      await commit.promise;
    });
    await written.promise;
    const signIn = idp.signIn({}, another).catch((error: unknown) => error);
    await waiting(1);
    commit.resolve();
    await deactivation;
    expect(await signIn).toMatchObject({ code: 'inactive_in_directory' });
    expect(await idp.liveSessions()).toEqual([]);
  });

  it('when the sign-in is first, the deactivation waits and ends its session', async () => {
    const idp = await TestSignIns.make();
    const id = await idp.provision('kim@example.com');
    const { accountId } = await idp.signIn();
    const [held, release] = [signal(), signal()];
    // The sign-in has the directory user, and waits for the account.
    const holder = idp.database.transaction(async ({ accounts }) => {
      await accounts.lockLinked(idp.connection, id);
      held.resolve();
      await release.promise;
    });
    await held.promise;
    const signIn = idp.signIn({}, another);
    await waiting(1);
    const deactivation = idp.deactivate(id);
    await waiting(2);
    release.resolve();
    await holder;
    expect(await signIn).toMatchObject({ accountId });
    await deactivation;
    expect(await idp.liveSessions()).toEqual([]);
    expect(await idp.accounts()).toMatchObject([{ state: 'suspended' }]);
  });

  it('when somebody new comes without access, the sign-in waits and is refused', async () => {
    const idp = await TestSignIns.make();
    const [written, commit] = [signal(), signal()];
    const provisioned = idp.provision('kim@example.com', { active: false }, async () => {
      written.resolve();
      await commit.promise;
    });
    await written.promise;
    const signIn = idp.signIn({}, another).catch((error: unknown) => error);
    await waiting(1);
    commit.resolve();
    await provisioned;
    expect(await signIn).toMatchObject({ code: 'inactive_in_directory' });
    expect(await idp.accounts()).toEqual([]);
  });

  it('of somebody whose account is made just now, the account is suspended', async () => {
    const idp = await TestSignIns.make({ provisioningMode: 'deprovision_only' });
    const id = await idp.provision('kim@example.com');
    const [held, release] = [signal(), signal()];
    const intruder = idp.database.transaction(async ({ accounts }) => {
      const profile = { login: 'kim@example.com', loginKey: 'kim@example.com', email: null, displayName: null };
      await accounts.insertUnlinked(idp.connection.enterpriseId, crypto.randomUUID() as never, profile);
      held.resolve();
      await release.promise;
      throw new Error('It does not stay.');
    });
    await held.promise;
    const signIn = idp.signIn({}, another);
    await waiting(1);
    const deactivation = idp.deactivate(id);
    await waiting(2);
    release.resolve();
    await expect(intruder).rejects.toThrow('It does not stay.');
    await Promise.all([signIn, deactivation]);
    expect(await idp.liveSessions()).toEqual([]);
    expect(await idp.accounts()).toMatchObject([
      { state: 'suspended', suspended_by: 'directory', directory_user_id: id },
    ]);
  });
});
