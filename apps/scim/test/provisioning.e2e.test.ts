import { describe, expect, it } from 'vitest';
import { aConnection, aPatch, aUser, runningScim } from './builders.js';

const inactive = aPatch({ op: 'replace', value: { active: false } });
const active = aPatch({ op: 'replace', value: { active: true } });

describe('the account of a directory user', () => {
  it('has the login, name and e-mail address the directory says, and follows them', async () => {
    const connection = await aConnection();
    const user = aUser({ displayName: 'Ava Lind' });
    const { body } = await connection.send('post', '/Users', user).expect(201);
    expect(await connection.account(user.userName)).toMatchObject({
      email: user.userName,
      display_name: 'Ava Lind',
      state: 'active',
    });
    await connection.send(
      'patch',
      `/Users/${body.id}`,
      aPatch({ op: 'replace', value: { displayName: 'Ava Berg', 'emails[type eq "work"].value': 'berg@example.com' } }),
    );
    await connection
      .send(
        'patch',
        `/Users/${body.id}`,
        aPatch({ op: 'replace', path: 'emails[type eq "work"].value', value: 'berg@example.com' }),
      )
      .expect(200);
    expect(await connection.account(user.userName)).toMatchObject({
      email: 'berg@example.com',
      display_name: 'Ava Berg',
    });
  });

  it('that was there before is linked by its login, in any letter case, and not by its e-mail address', async () => {
    const connection = await aConnection();
    await connection.localAccount('Ava@example.com');
    await connection.localAccount('other@example.com');
    await connection
      .send(
        'post',
        '/Users',
        aUser({ userName: 'ava@EXAMPLE.com', emails: [{ value: 'other@example.com', type: 'work' }] }),
      )
      .expect(201);
    expect(await connection.account('ava@EXAMPLE.com')).toMatchObject({ directory_user_id: expect.any(String) });
    expect(await connection.account('other@example.com')).toMatchObject({ directory_user_id: null });
  });

  it('of another directory user is never taken over: the new one stays without', async () => {
    const connection = await aConnection({ provisioningMode: 'deprovision_only' });
    await connection.localAccount('ava@example.com');
    const { body } = await connection.send('post', '/Users', aUser({ userName: 'ava@example.com' })).expect(201);
    await connection
      .send('patch', `/Users/${body.id}`, aPatch({ op: 'replace', path: 'userName', value: 'ava.berg@example.com' }))
      .expect(200);
    await connection.send('post', '/Users', aUser({ userName: 'ava@example.com' })).expect(201);
    expect(await connection.account('ava@example.com')).toMatchObject({ directory_user_id: body.id });
  });

  it('keeps its login when the new userName is another account’s login; the directory is written all the same', async () => {
    const connection = await aConnection();
    await connection.localAccount('taken@example.com');
    const user = aUser();
    const { body } = await connection.send('post', '/Users', user).expect(201);
    await connection
      .send('patch', `/Users/${body.id}`, aPatch({ op: 'replace', path: 'userName', value: 'taken@example.com' }))
      .expect(200);
    expect(await connection.account(user.userName)).toMatchObject({ directory_user_id: body.id });
    expect(await connection.account('taken@example.com')).toMatchObject({ directory_user_id: null });
  });

  it('suspended by an administrator is not given back by the directory', async () => {
    const connection = await aConnection();
    const user = aUser();
    const { body } = await connection.send('post', '/Users', user).expect(201);
    const { database } = await runningScim();
    await database.orm.em
      .fork()
      .execute("update accounts set state = 'suspended', suspended_by = 'administrator' where login = ?", [
        user.userName,
      ]);
    await connection.send('patch', `/Users/${body.id}`, inactive).expect(200);
    await connection.send('patch', `/Users/${body.id}`, active).expect(200);
    expect(await connection.account(user.userName)).toMatchObject({ state: 'suspended' });
  });

  it('is made once when its person is created and deactivated by many requests at once', async () => {
    const connection = await aConnection();
    const user = aUser();
    const { body } = await connection.send('post', '/Users', user).expect(201);
    await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        connection.send('patch', `/Users/${body.id}`, number % 2 ? active : inactive).expect(200),
      ),
    );
    await connection.send('patch', `/Users/${body.id}`, inactive).expect(200);
    expect(await connection.accounts(user.userName)).toMatchObject([{ state: 'suspended' }]);
  });
});

describe('an account that came after its directory user, as a first sign-in makes it', () => {
  const later = async () => {
    const connection = await aConnection({ provisioningMode: 'deprovision_only' });
    const user = aUser();
    const { body } = await connection.send('post', '/Users', user).expect(201);
    await connection.localAccount(user.userName);
    return { connection, userName: user.userName, path: `/Users/${body.id}` };
  };

  it('is suspended by a DELETE', async () => {
    const { connection, userName, path } = await later();
    await connection.send('delete', path).expect(204);
    expect(await connection.account(userName)).toMatchObject({ state: 'suspended' });
  });

  it('is suspended by a deactivation that renames at once', async () => {
    const { connection, userName, path } = await later();
    const value = { userName: 'renamed.later@example.com', active: false };
    await connection.send('patch', path, aPatch({ op: 'replace', value })).expect(200);
    expect(await connection.account(userName)).toMatchObject({ state: 'suspended' });
  });

  it('is suspended by a deactivation after a rename', async () => {
    const { connection, userName, path } = await later();
    await connection.send(
      'patch',
      path,
      aPatch({ op: 'replace', path: 'userName', value: 'renamed.first@example.com' }),
    );
    await connection.send('patch', path, inactive).expect(200);
    expect(await connection.account(userName)).toMatchObject({ state: 'suspended' });
  });
});

describe('a connection that changes its state', () => {
  const setState = async (connectionId: string, state: string) => {
    const { database } = await runningScim();
    await database.orm.em.fork().execute('update connections set state = ? where id = ?', [state, connectionId]);
  };

  it('leaves no account active whose address went to somebody else meanwhile', async () => {
    const connection = await aConnection();
    const user = aUser({ externalId: 'leaver' });
    const { body } = await connection.send('post', '/Users', user).expect(201);
    await setState(connection.key.connectionId, 'disabled');
    await connection.send('delete', `/Users/${body.id}`).expect(204);
    await setState(connection.key.connectionId, 'enabled');
    await connection.send('post', '/Users', { ...user, externalId: 'joiner' }).expect(201);
    expect(await connection.accounts(user.userName)).toMatchObject([{ state: 'suspended' }, { state: 'active' }]);
  });

  it('is enabled wholly before or after a deactivation: one that waited for it takes effect', async () => {
    const connection = await aConnection();
    const user = aUser();
    const { body } = await connection.send('post', '/Users', user).expect(201);
    await setState(connection.key.connectionId, 'tested');
    const { database } = await runningScim();
    const enabling = database.orm.em.fork();
    await enabling.begin();
    await enabling.execute("update connections set state = 'enabled' where id = ?", [connection.key.connectionId]);
    const deactivation = connection.send('patch', `/Users/${body.id}`, inactive).then(({ status }) => status);
    await new Promise(resolve => setTimeout(resolve, 300));
    await enabling.commit();
    expect(await deactivation).toBe(200);
    expect(await connection.account(user.userName)).toMatchObject({ state: 'suspended' });
  });
});

it('a person whose row somebody holds too long is answered 503, to be tried again, and nobody else waits', async () => {
  const [connection, other] = [await aConnection(), await aConnection()];
  const { body } = await connection.send('post', '/Users', aUser()).expect(201);
  const { database } = await runningScim();
  const holding = database.orm.em.fork();
  await holding.begin();
  await holding.execute('select 1 from directory_users where id = ? for update', [body.id]);
  const waiting = connection.send('patch', `/Users/${body.id}`, inactive).then(answer => answer);
  await other.send('get', '/Users').expect(200);
  const answer = await waiting;
  await holding.rollback();
  expect(answer.status).toBe(503);
  expect(answer.headers['retry-after']).toMatch(/^\d+$/);
});

describe('the mode limits effects, never the directory', () => {
  it('deprovision_only makes no account, but takes access from the one that is there and gives it back', async () => {
    const connection = await aConnection({ provisioningMode: 'deprovision_only' });
    const [stranger, member] = [aUser(), aUser({ displayName: 'Ava Lind' })];
    await connection.localAccount(member.userName);
    await connection.send('post', '/Users', stranger).expect(201);
    expect(await connection.account(stranger.userName)).toBeUndefined();
    const { body } = await connection.send('post', '/Users', member).expect(201);
    expect(await connection.account(member.userName)).toMatchObject({
      state: 'active',
      display_name: null,
      directory_user_id: body.id,
    });
    await connection.send('patch', `/Users/${body.id}`, inactive).expect(200);
    expect(await connection.account(member.userName)).toMatchObject({ state: 'suspended' });
    await connection.send('patch', `/Users/${body.id}`, active).expect(200);
    expect(await connection.account(member.userName)).toMatchObject({ state: 'active' });
  });

  it.each(['draft', 'configured', 'tested', 'disabled'] as const)(
    'a %s connection keeps the directory and touches no account',
    async state => {
      const connection = await aConnection({ state });
      const user = aUser();
      await connection.localAccount(user.userName);
      const { body } = await connection.send('post', '/Users', user).expect(201);
      await connection.send('patch', `/Users/${body.id}`, inactive).expect(200);
      expect((await connection.send('get', `/Users/${body.id}`)).body.active).toBe(false);
      expect(await connection.account(user.userName)).toMatchObject({ state: 'active', directory_user_id: null });
    },
  );
});

it('accounts of another enterprise with the same login are never touched', async () => {
  const [mine, other] = [await aConnection(), await aConnection()];
  await other.localAccount('ava@example.com');
  const { body } = await mine.send('post', '/Users', aUser({ userName: 'ava@example.com' })).expect(201);
  await mine.send('delete', `/Users/${body.id}`).expect(204);
  expect(await other.account('ava@example.com')).toMatchObject({ state: 'active', directory_user_id: null });
});
