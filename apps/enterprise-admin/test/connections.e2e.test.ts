import { describe, expect, it } from 'vitest';
import { aCaller, anEnterprise, auditLog, runningAdmin, type TestCaller } from './builders.js';
import { expiredCertificate, validCertificate } from './certificates.js';

const settings = {
  protocol: 'saml',
  entityId: 'http://www.okta.com/exk1example',
  signOnUrl: 'https://acme.okta.com/app/postern/sso/saml',
  certificates: [validCertificate],
};

/** A new connection, and who may do what with it. */
async function aConnection() {
  const enterprise = await anEnterprise();
  const operator = await aCaller('operator');
  const { id } = await enterprise.administrator.create(`${enterprise.path}/connections`, {
    name: 'Acme at Okta',
    idpProfile: 'okta',
  });
  return { ...enterprise, operator, connectionId: id, place: `${enterprise.path}/connections/${id}` };
}

async function configure({ administrator, place }: { administrator: TestCaller; place: string }): Promise<string> {
  const { body } = await administrator.send('put', `${place}/sso-settings`, settings).expect(200);
  return body.sso.fingerprint;
}

async function anEnabledConnection() {
  const connection = await aConnection();
  const fingerprint = await configure(connection);
  const { operator, administrator, place } = connection;
  await operator.send('post', `${place}/sso-test-results`, { fingerprint, missingAttributes: [] }).expect(200);
  await administrator.send('post', `${place}/enable`).expect(200);
  return connection;
}

describe('a connection', () => {
  it('begins as a draft, with its SCIM base URL', async () => {
    const { administrator, place, connectionId } = await aConnection();
    const { origin } = await runningAdmin();
    const { body } = await administrator.send('get', place).expect(200);
    expect(body).toEqual({
      id: connectionId,
      name: 'Acme at Okta',
      idpProfile: 'okta',
      state: 'draft',
      provisioningMode: 'deprovision_only',
      scimBaseUrl: `${origin}/scim/${connectionId}/v2`,
      sso: null,
      version: 1,
      createdAt: expect.any(String),
      lastModified: expect.any(String),
    });
  });

  it('goes through its life, each step in the audit log', async () => {
    const { id: enterpriseId, key, administrator, operator, place } = await anEnabledConnection();
    const enabled = await administrator.send('get', place).expect(200);
    expect(enabled.body).toMatchObject({ state: 'enabled', sso: { test: { isCurrent: true } } });
    expect((await administrator.send('post', `${place}/disable`).expect(200)).body.state).toBe('disabled');
    expect((await administrator.send('post', `${place}/enable`).expect(200)).body.state).toBe('enabled');
    await administrator.send('delete', `${place}?enterpriseKey=${key}`).expect(204);
    await operator.send('get', place).expect(404);
    const events = await auditLog(enterpriseId);
    expect(events.map(({ action }) => action)).toEqual([
      'connection.created',
      'connection.configured',
      'connection.tested',
      'connection.enabled',
      'connection.disabled',
      'connection.enabled',
      'connection.deleted',
    ]);
    expect(events.at(-1)).toMatchObject({ before: { state: 'enabled' }, after: { state: 'deleted' } });
  });

  it('changes its name; its mode is one of the provisioning settings', async () => {
    const { id: enterpriseId, administrator, place } = await aConnection();
    const change = { name: 'Okta' };
    const { body } = await administrator.send('patch', place, change).set('If-Match', '"1"').expect(200);
    expect(body).toMatchObject({ ...change, version: 2 });
    expect((await administrator.send('patch', place, change).expect(200)).body.version).toBe(2);
    expect((await auditLog(enterpriseId)).at(-1)).toMatchObject({
      action: 'connection.updated',
      before: { name: 'Acme at Okta' },
      after: change,
    });
    await administrator.send('patch', place, { provisioningMode: 'users' }).expect(400);
  });

  it('with other settings is not tested any more', async () => {
    const connection = await aConnection();
    const { administrator, operator, place } = connection;
    const fingerprint = await configure(connection);
    const test = { fingerprint, missingAttributes: [] };
    expect((await operator.send('post', `${place}/sso-test-results`, test).expect(200)).body.state).toBe('tested');
    const other = { ...settings, entityId: 'http://www.okta.com/other' };
    const { body } = await administrator.send('put', `${place}/sso-settings`, other).expect(200);
    expect(body).toMatchObject({ state: 'configured', sso: { test: null } });
    expect(body.sso.fingerprint).not.toBe(fingerprint);
    const stale = await operator.send('post', `${place}/sso-test-results`, test).expect(409);
    expect(stale.body).toMatchObject({ code: 'transition_refused', guard: 'sso_test_current' });
  });

  it('tells what is in its certificates', async () => {
    const connection = await aConnection();
    await configure(connection);
    const { body } = await connection.administrator.send('get', connection.place).expect(200);
    expect(body.sso.certificates).toEqual([
      {
        subject: expect.stringContaining('CN=valid.example'),
        validFrom: expect.stringMatching(/Z$/),
        validTo: expect.stringMatching(/Z$/),
        fingerprint: expect.stringMatching(/^(?:[\dA-F]{2}:){31}[\dA-F]{2}$/),
      },
    ]);
  });
});

describe('409 with the guard and the click path', () => {
  it('for a state that cannot be reached from here', async () => {
    const { administrator, place } = await aConnection();
    const { body } = await administrator.send('post', `${place}/enable`).expect(409);
    expect(body).toMatchObject({ code: 'transition_refused', guard: 'state', clickPath: expect.stringContaining('›') });
  });

  it('for settings of which every certificate has expired', async () => {
    const { administrator, place } = await aConnection();
    const expired = { ...settings, certificates: [expiredCertificate] };
    const { body } = await administrator.send('put', `${place}/sso-settings`, expired).expect(409);
    expect(body.guard).toBe('certificate_valid');
    const both = { ...settings, certificates: [expiredCertificate, validCertificate] };
    await administrator.send('put', `${place}/sso-settings`, both).expect(200);
  });

  it('for other settings while it is enabled', async () => {
    const { administrator, place } = await anEnabledConnection();
    const { body } = await administrator.send('put', `${place}/sso-settings`, settings).expect(409);
    expect(body).toMatchObject({ guard: 'state', clickPath: 'Connection › Disable' });
  });

  it('for a test in which a required attribute did not arrive', async () => {
    const connection = await aConnection();
    const result = { fingerprint: await configure(connection), missingAttributes: ['email'] };
    const { body } = await connection.operator.send('post', `${connection.place}/sso-test-results`, result).expect(409);
    expect(body.guard).toBe('required_attributes');
  });

  it('when nobody would get in without it', async () => {
    const { id: enterpriseId, key, place, operator } = await anEnabledConnection();
    const { database } = await runningAdmin();
    await database.repositories.apiKeys.revokeAll(enterpriseId);
    expect((await operator.send('post', `${place}/disable`).expect(409)).body.guard).toBe('break_glass');
    expect((await operator.send('delete', `${place}?enterpriseKey=${key}`).expect(409)).body.guard).toBe('break_glass');
  });
});

describe('is refused', () => {
  it('a deletion without the key of the enterprise', async () => {
    const { administrator, place } = await aConnection();
    await administrator.send('delete', place).expect(400);
    await administrator.send('delete', `${place}?enterpriseKey=wrong`).expect(400);
    await administrator.send('get', place).expect(200);
  });

  it('a test result by anybody but an operator', async () => {
    const connection = await aConnection();
    const result = { fingerprint: await configure(connection), missingAttributes: [] };
    await connection.administrator.send('post', `${connection.place}/sso-test-results`, result).expect(403);
  });

  it.each([
    ['an identity provider that is not known', { name: 'A', idpProfile: 'shibboleth' }, '/idpProfile'],
    ['a state', { name: 'A', idpProfile: 'okta', state: 'enabled' }, '/state'],
  ])('a connection with %s', async (_, body, pointer) => {
    const { administrator, path } = await anEnterprise();
    const answer = await administrator.send('post', `${path}/connections`, body).expect(400);
    expect(answer.body.errors[0].pointer).toBe(pointer);
  });

  it.each([
    ['a sign-on URL without TLS', { signOnUrl: 'http://acme.okta.com/' }, '/signOnUrl'],
    ['a sign-on URL that runs a script', { signOnUrl: 'javascript:alert(1)' }, '/signOnUrl'],
    ['no certificate', { certificates: [] }, '/certificates'],
    ['something that is no certificate', { certificates: ['-----BEGIN CERTIFICATE-----\n'] }, '/certificates'],
    ['a number for a certificate', { certificates: [1] }, '/certificates'],
    ['a certificate that is no list', { certificates: validCertificate }, '/certificates'],
    ['another protocol', { protocol: 'ws-fed' }, '/protocol'],
  ])('settings with %s', async (_, change, pointer) => {
    const { administrator, place } = await aConnection();
    const { body } = await administrator.send('put', `${place}/sso-settings`, { ...settings, ...change }).expect(400);
    expect(body.errors[0].pointer).toBe(pointer);
  });

  it('another enterprise’s connection, like one that is not there', async () => {
    const { connectionId } = await anEnabledConnection();
    const { administrator, path, key } = await anEnterprise();
    const place = `${path}/connections/${connectionId}`;
    await administrator.send('get', place).expect(404);
    await administrator.send('patch', place, { name: 'Mine' }).expect(404);
    await administrator.send('post', `${place}/disable`).expect(404);
    await administrator.send('delete', `${place}?enterpriseKey=${key}`).expect(404);
    await administrator.send('get', `${place}/scim-tokens`).expect(404);
    await administrator.send('post', `${place}/scim-tokens`, {}).expect(404);
  });
});
