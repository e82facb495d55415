import { describe, expect, it } from 'vitest';
import { SignInTests, SignInTrace } from '#libs/sign-in';
import { testResultPage } from '../src/http/pages/test-result-page.js';
import { aPerson, client, query, TestSignIns } from './builders.js';

const begun = async (given: Parameters<typeof TestSignIns.make>[0] = {}) => {
  const idp = await TestSignIns.make({ state: 'configured', ...given });
  const tests = new SignInTests(idp.database);
  const { row, secret } = await SignInTests.make(idp.database.repositories, idp.connection, idp.fingerprint);
  const opened = await tests.open(idp.connection, secret.reveal());
  if (!opened) throw new Error('It was not opened.');
  const flow = { ...idp.answered, testId: row.id };
  const trace = SignInTrace.of({ ...idp.answered, purpose: 'test', attemptId: opened.attemptId }, client);
  return { idp, tests, flow, trace, row, attemptId: opened.attemptId };
};

describe('a test sign-in that came back', () => {
  it('signs nobody in, and makes the connection tested', async () => {
    const { idp, tests, flow, trace, row, attemptId } = await begun();
    const { result } = await tests.complete(
      flow,
      aPerson({ email: 'kim@example.com', groups: ['Sales', 'Kö\0ln'] }),
      trace,
    );
    expect(result).toMatchObject({
      passed: true,
      code: null,
      account: { id: null, login: 'kim@example.com' },
      received: [
        { name: 'NameID', values: ['subject of kim@example.com'] },
        { name: 'login', values: ['kim@example.com'] },
        { name: 'email', values: ['kim@example.com'] },
        { name: 'groups', values: ['Sales', 'Kö\uFFFDln'] },
      ],
    });
    expect(result.targets).toContainEqual({
      target: 'login',
      required: true,
      source: 'login',
      tried: [],
      values: ['kim@example.com'],
    });
    expect(result.targets).toContainEqual(expect.objectContaining({ target: 'name', source: null, required: false }));
    expect([await idp.accounts(), await idp.liveSessions(), await idp.events()]).toEqual([[], [], []]);
    const connection = await idp.database.repositories.connections.find(idp.connection);
    expect(connection).toMatchObject({ state: 'tested', sso_test: { fingerprint: idp.fingerprint, missing: [] } });
    expect(await idp.attempt(attemptId)).toMatchObject({
      outcome: 'tested',
      purpose: 'test',
      login: 'kim@example.com',
    });
    expect(await query('select result from sign_in_tests where id = ?', [row.id])).toEqual([{ result }]);
    const [audited] = await query('select action, actor from audit_events where enterprise_id = ?', [
      idp.connection.enterpriseId,
    ]);
    expect(audited).toEqual({ action: 'connection.tested', actor: { kind: 'sign-in', id: attemptId } });
  });

  it('without what is required tells what was looked for, and leaves the connection as it is', async () => {
    const { idp, tests, flow, trace, attemptId } = await begun();
    const { result } = await tests.complete(
      flow,
      aPerson({ received: { color: ['red'] }, person: { attributes: [] } }),
      trace,
    );
    expect(result).toMatchObject({ passed: false, code: 'login_missing', account: { id: null, login: null } });
    expect(result.targets).toContainEqual(
      expect.objectContaining({ target: 'login', source: null, tried: expect.arrayContaining(['login', 'NameID']) }),
    );
    expect(await idp.database.repositories.connections.find(idp.connection)).toMatchObject({ state: 'configured' });
    expect(await idp.attempt(attemptId)).toMatchObject({ steps: [{ detail: { passed: false, missing: ['login'] } }] });
  });

  it('tells whose account it would be, or why it would be refused', async () => {
    const idp = await TestSignIns.make();
    const { accountId } = await idp.signIn();
    const { row } = await SignInTests.make(idp.database.repositories, idp.connection, idp.fingerprint);
    const tests = new SignInTests(idp.database);
    const flow = { ...idp.answered, testId: row.id };
    await expect(tests.complete(flow, aPerson(), idp.trace())).resolves.toMatchObject({
      result: { account: { id: accountId }, code: null },
    });
    await query("update accounts set state = 'suspended', suspended_by = 'administrator' where id = ?", [accountId]);
    const { row: second } = await SignInTests.make(idp.database.repositories, idp.connection, idp.fingerprint);
    await expect(
      tests.complete({ ...flow, testId: second.id }, aPerson({ subject: 'subject of kim@example.com' }), idp.trace()),
    ).resolves.toMatchObject({ result: { passed: true, code: 'suspended' } });
    expect(await idp.liveSessions()).toHaveLength(1);
  });

  it('counts once', async () => {
    const { tests, flow, trace, idp } = await begun();
    await tests.complete(flow, aPerson(), trace);
    await expect(tests.complete(flow, aPerson(), idp.trace())).rejects.toMatchObject({ code: 'flow_expired' });
  });

  it('of settings that were changed meanwhile is refused, and they stay untested', async () => {
    const { tests, flow, trace, idp } = await begun();
    await query('update connections set mapping_version = 7 where id = ?', [idp.connection.connectionId]);
    await expect(tests.complete(flow, aPerson(), trace)).rejects.toMatchObject({ code: 'settings_changed' });
    expect(await idp.database.repositories.connections.find(idp.connection)).toMatchObject({ state: 'configured' });
  });

  it('is shown as a page, in which nothing that was sent is markup', async () => {
    const { tests, flow, trace } = await begun();
    const { result } = await tests.complete(flow, aPerson({ name: '<img src=x onerror=alert(1)>"' }), trace);
    const page = testResultPage(result, trace.reference);
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;');
    expect(page).not.toContain('<img');
    expect(page).toContain(trace.reference);
  });
});
