import { describe, expect, it } from 'vitest';
import type { DirectoryUserId } from '#libs/persistence';
import { query, TestSignIns } from './builders.js';

const refusal = (code: string) => ({ name: 'SignInRefused', message: 'Sign-in failed', code });

describe('somebody who is not known', () => {
  it('gets an account, a session, an event and a trace', async () => {
    const idp = await TestSignIns.make();
    const { accountId, accountSessionId } = await idp.signIn({
      login: 'Kim@Example.com',
      email: 'kim@example.com',
      name: 'Kim Lee',
    });
    expect(await idp.accounts()).toMatchObject([
      {
        id: accountId,
        login: 'Kim@Example.com',
        login_key: 'kim@example.com',
        display_name: 'Kim Lee',
        connection_id: null,
      },
    ]);
    expect(await idp.liveSessions()).toMatchObject([
      { id: accountSessionId, ip: '192.0.2.7', connection_id: idp.connection.connectionId, session_index: '_session' },
    ]);
    const [created, ...others] = await idp.events();
    expect(others).toEqual([]);
    expect(created).toMatchObject({
      type: 'account.created',
      account_id: accountId,
      connection_id: idp.connection.connectionId,
      directory_user_id: null,
      actor: { kind: 'sign-in' },
      change: { after: { login: 'Kim@Example.com', state: 'active' } },
    });
    expect(await idp.attempt(String(created?.['request_id']))).toMatchObject({
      outcome: 'signed_in',
      account_id: accountId,
      login: 'Kim@Example.com',
      steps: [{ name: 'mapped' }, { name: 'account_created' }, { name: 'signed_in' }],
    });
  });

  it('is another person in another enterprise', async () => {
    const [one, two] = [await TestSignIns.make(), await TestSignIns.make()];
    const [first, second] = [await one.signIn(), await two.signIn()];
    expect(first.accountId).not.toBe(second.accountId);
    expect(await two.accounts()).toHaveLength(1);
  });

  it('is not somebody who has the same e-mail address', async () => {
    const idp = await TestSignIns.make();
    const first = await idp.signIn({ login: 'kim', email: 'info@example.com' });
    const second = await idp.signIn({ login: 'lee', email: 'info@example.com' });
    expect(second.accountId).not.toBe(first.accountId);
  });
});

describe('somebody who came before', () => {
  it('is told from others by the subject, and is as they are sent now', async () => {
    const idp = await TestSignIns.make();
    const { accountId } = await idp.signIn({
      subject: 'p1',
      login: 'kim@example.com',
      name: 'Kim Lee',
      email: 'kim@example.com',
    });
    const again = await idp.signIn({ subject: 'p1', login: 'kim.bo@example.com', name: 'Kim Bo' });
    expect(again.accountId).toBe(accountId);
    expect(await idp.account(accountId)).toMatchObject({
      login: 'kim.bo@example.com',
      display_name: 'Kim Bo',
      email: 'kim@example.com',
    });
    expect((await idp.events()).map(({ type }) => type)).toEqual(['account.created', 'account.updated']);
    await idp.signIn({ subject: 'p1', login: 'kim.bo@example.com', name: 'Kim Bo' });
    expect(await idp.events()).toHaveLength(2);
  });

  it('is refused when the login is another’s of the same issuer: the address may have gone to somebody else', async () => {
    const idp = await TestSignIns.make();
    await idp.signIn({ subject: 'p1' });
    await expect(idp.signIn({ subject: 'p2' })).rejects.toMatchObject(refusal('subject_changed'));
    expect(await idp.liveSessions()).toHaveLength(1);
    await idp.database.repositories.accountIdentities.forget(
      idp.connection,
      (await idp.accounts())[0]?.['id'] as never,
    );
    await expect(idp.signIn({ subject: 'p2' })).resolves.toBeDefined();
  });

  it('is the same when the NameID has another format now', async () => {
    const idp = await TestSignIns.make();
    const { accountId } = await idp.signIn({ subject: 'p1' });
    expect((await idp.signIn({ subject: 'p2', subjectIssuer: 'idp\nanother format' })).accountId).toBe(accountId);
    expect((await idp.signIn({ subject: '_a1', subjectIssuer: null })).accountId).toBe(accountId);
    expect((await idp.signIn({ subject: '_a2', subjectIssuer: null })).accountId).toBe(accountId);
  });

  it('is refused when suspended, and nothing is written but the trace', async () => {
    const idp = await TestSignIns.make();
    const { accountId } = await idp.signIn();
    await query("update accounts set state = 'suspended', suspended_by = 'administrator' where id = ?", [accountId]);
    const events = await idp.events();
    const refused = await idp.signIn().catch((error: unknown) => error);
    expect(refused).toMatchObject(refusal('suspended'));
    expect(await idp.events()).toEqual(events);
    expect(await idp.attempt((refused as { reference: string }).reference)).toMatchObject({
      outcome: 'refused',
      code: 'suspended',
      login: 'kim@example.com',
      account_id: null,
    });
  });
});

describe('somebody in the directory', () => {
  it('gets an account that is linked, whatever the policy', async () => {
    const idp = await TestSignIns.make({ policy: 'directory_only' });
    const id = await idp.provision('Kim@example.com');
    const { accountId } = await idp.signIn();
    expect(await idp.account(accountId)).toMatchObject({
      directory_user_id: id,
      connection_id: idp.connection.connectionId,
    });
    await expect(idp.signIn({ login: 'lee@example.com' })).rejects.toMatchObject(refusal('not_in_directory'));
  });

  it('gets the local account with the login linked', async () => {
    const idp = await TestSignIns.make({ state: 'disabled' });
    const id = await idp.provision('kim@example.com');
    await idp.database.repositories.connections.update(idp.connection, { state: 'enabled' });
    await query(
      "insert into accounts (enterprise_id, id, login, login_key) values (?, gen_random_uuid(), 'kim@example.com', 'kim@example.com')",
      [idp.connection.enterpriseId],
    );
    const { accountId } = await idp.signIn();
    expect(await idp.accounts()).toMatchObject([{ id: accountId, directory_user_id: id }]);
    expect((await idp.events()).map(({ type }) => type)).toEqual(['account.linked']);
  });

  it('is not brought back when deactivated, also when that had no effect yet', async () => {
    const idp = await TestSignIns.make();
    const id = await idp.provision('kim@example.com');
    await idp.signIn();
    await idp.deactivate(id);
    await expect(idp.signIn()).rejects.toMatchObject(refusal('inactive_in_directory'));
    expect(await idp.accounts()).toMatchObject([{ state: 'suspended' }]);

    const staged = await TestSignIns.make();
    const other = await staged.provision('kim@example.com');
    await staged.signIn();
    await query("update connections set paused = 'staged' where id = ?", [staged.connection.connectionId]);
    await staged.deactivate(other);
    expect(await staged.accounts()).toMatchObject([{ state: 'active' }]);
    await expect(staged.signIn()).rejects.toMatchObject(refusal('inactive_in_directory'));
  });

  it('is as the directory says when it provisions', async () => {
    const idp = await TestSignIns.make({ provisioningMode: 'users' });
    await idp.provision('kim@example.com', { displayName: 'Kim Lee' });
    const { accountId } = await idp.signIn({ name: 'Somebody Else', email: 'else@example.com' });
    expect(await idp.account(accountId)).toMatchObject({ display_name: 'Kim Lee', email: 'kim@example.com' });
  });
});

describe('a connection', () => {
  it.each(['draft', 'configured', 'tested', 'disabled'] as const)('that is %s signs nobody in', async state => {
    const idp = await TestSignIns.make({ state });
    await expect(idp.signIn()).rejects.toMatchObject(refusal('connection_not_enabled'));
    expect(await idp.accounts()).toEqual([]);
  });

  it('whose settings were changed meanwhile signs nobody in with the old ones', async () => {
    const idp = await TestSignIns.make();
    await query('update connections set sso_settings = sso_settings || \'{"entityId": "other"}\' where id = ?', [
      idp.connection.connectionId,
    ]);
    await expect(idp.signIn()).rejects.toMatchObject(refusal('settings_changed'));
  });

  it.each<[string, object, string]>([
    ['no login', { login: '', received: {} }, 'login_missing'],
    ['a login that is none', { login: 'kim\u0007' }, 'login_invalid'],
    ['no subject', { subject: '' }, 'subject_missing'],
  ])('refuses %s', async (_, given, code) => {
    const idp = await TestSignIns.make();
    await expect(idp.signIn(given)).rejects.toMatchObject(refusal(code));
    expect(await idp.accounts()).toEqual([]);
  });
});

describe('groups of a sign-in', () => {
  const organizationsOf = (accountId: string) =>
    query(
      `select o.key, m.source from organization_memberships m join organizations o on o.id = m.organization_id
       where m.account_id = ? order by o.key`,
      [accountId],
    );
  const withOrganizations = async (given: Parameters<typeof TestSignIns.make>[0] = {}) => {
    const idp = await TestSignIns.make(given);
    const { enterprises } = idp.database.repositories;
    for (const key of ['engineering', 'sales', 'support'])
      await enterprises.insertOrganization(idp.connection.enterpriseId, { key, name: key });
    return idp;
  };

  it('give memberships, and each sign-in says anew which; what was given by hand stays', async () => {
    const idp = await withOrganizations();
    const { accountId } = await idp.signIn({ groups: ['Engineering', 'Sales', 'unknown'] });
    await query(
      "insert into organization_memberships (enterprise_id, organization_id, account_id) select enterprise_id, id, ? from organizations where enterprise_id = ? and key = 'support'",
      [accountId, idp.connection.enterpriseId],
    );
    await idp.signIn({ groups: ['sales'] });
    expect(await organizationsOf(accountId)).toEqual([
      { key: 'sales', source: 'group' },
      { key: 'support', source: 'local' },
    ]);
    expect((await idp.events()).map(({ type }) => type)).toEqual([
      'account.created',
      'account.memberships_changed',
      'account.memberships_changed',
    ]);
    await idp.signIn();
    expect(await organizationsOf(accountId)).toEqual([{ key: 'support', source: 'local' }]);
  });

  it('are the directory’s business where it provisions groups', async () => {
    const idp = await withOrganizations({ provisioningMode: 'users_and_groups' });
    const { accountId } = await idp.signIn({ groups: ['engineering'] });
    expect(await organizationsOf(accountId)).toEqual([]);
  });

  it('that were left out because they are too many take nothing away, and raise a warning', async () => {
    const idp = await withOrganizations();
    const { accountId } = await idp.signIn({ groups: ['engineering'] });
    const received = { NameID: ['subject of kim@example.com'], login: ['kim@example.com'] };
    const link = { 'http://schemas.microsoft.com/claims/groups.link': ['https://graph.example.com/kim'] };
    await idp.signIn({ received: { ...received, ...link } });
    expect(await organizationsOf(accountId)).toEqual([{ key: 'engineering', source: 'group' }]);
    expect(await idp.warning('GROUPS_OVERAGE')).toMatchObject({ seenIn: 'sign-in', accountId });
    await idp.signIn({ login: 'lee@example.com' });
    expect(await idp.warning('GROUPS_OVERAGE')).toBeDefined();
    await idp.signIn({ groups: ['sales'] });
    expect(await idp.warning('GROUPS_OVERAGE')).toBeUndefined();
    expect(await organizationsOf(accountId)).toEqual([{ key: 'sales', source: 'group' }]);
  });
});

describe('a login that is not the userName', () => {
  it('of somebody whom the rest names raises a warning that says what to change, until they agree', async () => {
    const idp = await TestSignIns.make({ idpProfile: 'entra-id' });
    const SOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';
    const id: DirectoryUserId = await idp.provision('kim.lee@example.com');
    const received = {
      NameID: ['kim@example.onmicrosoft.com'],
      [`${SOAP}name`]: ['kim@example.onmicrosoft.com'],
      [`${SOAP}emailaddress`]: ['Kim.Lee@example.com'],
    };
    await idp.signIn({ subject: 'kim@example.onmicrosoft.com', received });
    expect(await idp.warning('LOGIN_MISMATCH')).toMatchObject({
      seenIn: 'sign-in',
      people: [{ directoryUserId: id, userName: 'kim.lee@example.com', login: 'kim@example.onmicrosoft.com' }],
      userNameSource: 'userPrincipalName',
      loginSource: 'mail',
      instruction: expect.stringContaining('map userPrincipalName to userName'),
    });
    await idp.signIn({ login: 'lee@example.com', received: { [`${SOAP}name`]: ['lee@example.com'] } });
    expect(await idp.warning('LOGIN_MISMATCH')).toBeDefined();
    await idp.signIn({ subject: 'p2', received: { [`${SOAP}name`]: ['kim.lee@example.com'] } });
    expect(await idp.warning('LOGIN_MISMATCH')).toBeUndefined();
  });
});
