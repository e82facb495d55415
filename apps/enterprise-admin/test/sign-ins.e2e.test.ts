import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultAttributeMapping } from '#libs/attribute-mapping';
import type { ConnectionId } from '#libs/persistence';
import { aConnection, configure, type ConnectionUnderTest, person } from './a-connection.js';
import { aCaller, aSetupSession, auditLog, enableConnection, forgetMappings, runningAdmin } from './builders.js';
import { comeBack } from './round-trip.js';

beforeEach(forgetMappings);
afterAll(forgetMappings);

const query = async (sql: string, values: readonly unknown[]) =>
  (await runningAdmin()).database.orm.em.fork().execute(sql, [...values]);

const makeTest = async ({ administrator, place }: ConnectionUnderTest) =>
  (await administrator.send('post', `${place}/sso-test-sign-ins`).expect(201)).body;

describe('a test sign-in', () => {
  it('gives a URL once, and tells how far it has come and what it came to', async () => {
    const connection = await aConnection();
    const { administrator, place, id: enterpriseId } = connection;
    await administrator.send('post', `${place}/sso-test-sign-ins`).expect(409);
    const fingerprint = await configure(connection);
    const made = await makeTest(connection);
    expect(made).toMatchObject({ state: 'waiting', fingerprint, attemptId: null, result: null });
    expect(made.url).toMatch(new RegExp(`/sso/${connection.connectionId}/start\\?test=ptn_test_[\\da-f]{72}$`));
    const read = async () =>
      (await administrator.send('get', `${place}/sso-test-sign-ins/${made.id}`).expect(200)).body;
    expect(await read()).not.toHaveProperty('url');
    await comeBack({ enterpriseId, url: made.url }, person);
    const done = await read();
    expect(done).toMatchObject({
      state: 'passed',
      result: { passed: true, code: null, account: { id: null, login: 'ava@example.com' } },
    });
    const attempt = await administrator.send('get', `${place}/sign-in-attempts/${done.attemptId}`).expect(200);
    expect(attempt.body).toMatchObject({
      outcome: 'tested',
      purpose: 'test',
      steps: [{ name: 'begun' }, { name: 'tested' }],
    });
    expect((await administrator.send('get', place)).body.state).toBe('tested');
    expect((await auditLog(enterpriseId)).map(({ action }) => action).slice(-2)).toEqual([
      'sign_in_test.created',
      'connection.tested',
    ]);
  });

  it('may be made in a setup session, and shows no person to support', async () => {
    const connection = await aConnection();
    await configure(connection);
    const { id: enterpriseId, place } = connection;
    const connectionId = connection.connectionId as ConnectionId;
    const session = await aSetupSession({ enterpriseId, connectionId }, ['sso']);
    const { body: made } = await session.send('post', `${place}/sso-test-sign-ins`).expect(201);
    await comeBack({ enterpriseId, url: made.url }, person);
    const seen = await session.send('get', `${place}/sso-test-sign-ins/${made.id}`).expect(200);
    expect(JSON.stringify(seen.body)).toContain('ava@example.com');
    const support = await aCaller('support', enterpriseId);
    for (const path of [
      `sso-test-sign-ins/${made.id}`,
      'sign-in-attempts',
      `sign-in-attempts/${seen.body.attemptId}`,
    ]) {
      const { body } = await support.send('get', `${place}/${path}`).expect(200);
      expect(JSON.stringify(body)).not.toMatch(/ava@|192\.0/);
      expect(JSON.stringify(body)).toContain('•••');
    }
    await support.send('get', `${place}/sign-in-attempts?login=ava`).expect(403);
  });
});

describe('the trace', () => {
  it('lists attempts newest first, by filter and page, with the cause and where to mend it', async () => {
    const connection = await aConnection();
    const { administrator, place, id: enterpriseId, connectionId } = connection;
    const codes = ['saml_audience', 'suspended', 'saml_replayed'];
    for (const [index, code] of codes.entries())
      await query(
        `insert into sign_in_attempts (enterprise_id, connection_id, id, purpose, protocol, outcome, code, login)
         values (?, ?, ?, 'sign_in', 'saml', 'refused', ?, 'kim')`,
        [enterpriseId, connectionId, `0000000${index}-0000-7000-8000-00000000000${index}`, code],
      );
    const list = async (parameters = '') =>
      (await administrator.send('get', `${place}/sign-in-attempts${parameters}`).expect(200)).body;
    const first = await list('?limit=2');
    expect(first.items.map(({ code }: { code: string }) => code)).toEqual(['saml_replayed', 'suspended']);
    const second = await list(`?limit=2&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({
      items: [
        {
          code: 'saml_audience',
          reason: expect.stringContaining('not meant for our entity ID'),
          clickPath:
            'Okta › Applications › the application › General › SAML Settings › Edit › Audience URI (SP Entity ID)',
        },
      ],
      nextCursor: null,
    });
    expect((await list('?code=suspended&login=kim&outcome=refused')).items).toHaveLength(1);
    expect((await list('?outcome=signed_in')).items).toEqual([]);
    expect((await list('?to=2020-01-01T00:00:00Z')).items).toEqual([]);
    const another = await aConnection();
    const { id } = first.items[0];
    await another.administrator.send('get', `${another.place}/sign-in-attempts/${id}`).expect(404);
  });
});

it('the policy of who may sign in is set with the connection, and audited', async () => {
  const { administrator, place, id } = await aConnection();
  const { body } = await administrator.send('patch', place, { signInPolicy: 'directory_only' }).expect(200);
  expect(body).toMatchObject({ signInPolicy: 'directory_only', name: 'Acme at Okta', version: 2 });
  expect((await auditLog(id)).at(-1)).toMatchObject({
    before: { signInPolicy: 'jit' },
    after: { signInPolicy: 'directory_only' },
  });
  await administrator.send('patch', place, { signInPolicy: 'anybody' }).expect(400);
});

it('by which identifiers an account was signed in to can be forgotten', async () => {
  const { administrator, path, id, connectionId } = await aConnection();
  const account = await administrator.create(`${path}/accounts`, { login: 'kim' });
  await query(
    "insert into account_identities (enterprise_id, connection_id, issuer, subject, account_id) values (?, ?, 'idp', 'kim', ?)",
    [id, connectionId, account.id],
  );
  for (const _ of [1, 2])
    await administrator.send('delete', `${path}/accounts/${account.id}/sign-in-identities`).expect(204);
  const forgotten = (await auditLog(id)).filter(({ action }) => action === 'account.identities_forgotten');
  expect(forgotten).toMatchObject([{ before: { identityCount: 1 } }]);
});

it('a mapping that the vendor publishes blocks provisioning until the administrator accepts it and a test sign-in passes', async () => {
  const connection = await aConnection();
  const { administrator, operator, place, id: enterpriseId } = connection;
  const warnings = async (): Promise<string[]> => {
    const { body } = await administrator.send('get', `${place}/warnings`).expect(200);
    return body.items.map(({ code }: { code: string }) => code);
  };
  const test = async (attributes: (typeof person)['attributes']) => {
    const { url } = await makeTest(connection);
    return (await comeBack({ enterpriseId, url }, { ...person, attributes })).result;
  };
  // The old mapping is the connection's from the beginning, and stays its.
  await configure(connection);
  expect(await test(person.attributes)).toMatchObject({ passed: true });
  await enableConnection(administrator, place);
  expect(await warnings()).not.toContain('MAPPING_OUTDATED');

  const sources = {
    saml: [{ attribute: 'department' }],
    oidc: [{ claim: 'department' }],
    scim: [{ path: { attribute: 'department' } }],
  };
  const department = { required: true, sources, profiles: {} };
  await operator.create('/attribute-mappings', {
    mapping: { targets: { ...defaultAttributeMapping.targets, department } },
  });
  expect(await warnings()).toContain('MAPPING_OUTDATED');
  const blocked = await administrator.send('post', `${place}/scim-tokens`, {}).expect(409);
  expect(blocked.body).toMatchObject({ code: 'provisioning_blocked', warnings: [{ code: 'MAPPING_OUTDATED' }] });

  await administrator.send('post', `${place}/attribute-mapping/accept`, { version: 1 }).expect(200);
  expect(await test(person.attributes)).toMatchObject({
    passed: false,
    targets: expect.arrayContaining([
      expect.objectContaining({ target: 'department', source: null, tried: ['department'] }),
    ]),
  });
  expect(await warnings()).toContain('MAPPING_OUTDATED');

  const sent = [...person.attributes, { name: 'department', values: ['Research'] }];
  expect(await test(sent)).toMatchObject({ passed: true });
  expect(await warnings()).not.toContain('MAPPING_OUTDATED');
  const { body } = await administrator.send('get', place).expect(200);
  expect(body).toMatchObject({
    state: 'enabled',
    hasPendingRevision: false,
    sso: { test: { passed: true, isCurrent: true } },
  });
  await administrator.send('post', `${place}/scim-tokens`, {}).expect(201);
});
