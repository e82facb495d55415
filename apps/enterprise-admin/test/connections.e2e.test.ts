import { describe, expect, it } from 'vitest';
import { aConnection, anEnabledConnection, configure, samlSettings } from './a-connection.js';
import { anEnterprise, auditLog, runningAdmin, enableConnection } from './builders.js';
import { expiredCertificate, validCertificate } from './certificates.js';

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
      serviceProvider: {
        entityId: `${origin}/sso/${connectionId}/saml/metadata`,
        acsUrl: `${origin}/sso/${connectionId}/saml/acs`,
        singleLogoutUrl: `${origin}/sso/${connectionId}/saml/slo`,
        metadataUrl: `${origin}/sso/${connectionId}/saml/metadata`,
        oidcRedirectUri: `${origin}/sso/${connectionId}/oidc/callback`,
        oidcBackchannelLogoutUri: `${origin}/sso/${connectionId}/oidc/backchannel-logout`,
        oidcJwksUri: `${origin}/sso/${connectionId}/oidc/jwks`,
      },
      signInPolicy: 'jit',
      sso: null,
      hasPendingRevision: false,
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
    expect((await enableConnection(administrator, place)).body.state).toBe('enabled');
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
});

it('enabled while its settings change, it is enabled with those that were tested', async () => {
  const states = [];
  for (let round = 0; round < 6; round++) {
    const { administrator, place } = await aConnection({ upTo: 'tested' });
    const other = { ...samlSettings, entityId: 'https://idp.example.com/other' };
    const enable = () => enableConnection(administrator, place);
    const change = () => administrator.send('put', `${place}/sso-settings`, other);
    const calls = round % 2 === 0 ? [enable(), change()] : [change(), enable()];
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    const { body } = await administrator.send('get', place).expect(200);
    states.push(body.state);
    if (body.state === 'enabled') {
      expect(statuses).toEqual([200, 200]);
      expect(body).toMatchObject({ hasPendingRevision: true, sso: { entityId: samlSettings.entityId } });
    } else {
      expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 409]);
      expect(body).toMatchObject({ state: 'configured', hasPendingRevision: false, sso: { entityId: other.entityId } });
    }
  }
  expect(states).toHaveLength(6);
});

it('configured twice at once, it has the settings of one and both in the audit log', async () => {
  const { id, administrator, place } = await aConnection();
  const put = (entityId: string) => administrator.send('put', `${place}/sso-settings`, { ...samlSettings, entityId });
  await Promise.all([put('https://a.example').expect(200), put('https://b.example').expect(200)]);
  const events = (await auditLog(id)).filter(({ action }) => action === 'connection.configured');
  const [first, second] = events as unknown as { before: { sso: object | null }; after: { sso: object } }[];
  expect(first?.before.sso).toBeNull();
  expect(second?.before.sso).toEqual(first?.after.sso);
  expect((await administrator.send('get', place)).body.version).toBe(3);
});

describe('409 with the guard and the click path', () => {
  it('for a state that cannot be reached from here', async () => {
    const { administrator, place } = await aConnection();
    const { body } = await administrator.send('post', `${place}/enable`).expect(409);
    expect(body).toMatchObject({ code: 'transition_refused', guard: 'state', clickPath: expect.stringContaining('›') });
  });

  it('for settings of which every certificate has expired', async () => {
    const { administrator, place } = await aConnection();
    const expired = { ...samlSettings, certificates: [expiredCertificate] };
    const { body } = await administrator.send('put', `${place}/sso-settings`, expired).expect(409);
    expect(body.guard).toBe('certificate_valid');
    const both = { ...samlSettings, certificates: [expiredCertificate, validCertificate] };
    await administrator.send('put', `${place}/sso-settings`, both).expect(200);
  });

  it('for a test with settings that it does not have', async () => {
    const connection = await aConnection();
    await configure(connection);
    const test = { fingerprint: '0'.repeat(64), nameId: 'ava@example.com' };
    const { body } = await connection.operator.send('post', `${connection.place}/sso-test-results`, test).expect(409);
    expect(body).toMatchObject({ guard: 'sso_test_current', clickPath: expect.stringContaining('Test sign-in') });
  });

  it('for a draft that is tested', async () => {
    const { operator, place } = await aConnection();
    const test = { fingerprint: '0'.repeat(64), nameId: 'ava@example.com' };
    expect((await operator.send('post', `${place}/sso-test-results`, test).expect(409)).body.guard).toBe('state');
  });

  it('with the warnings that block it', async () => {
    const { id: enterpriseId, administrator, place, connectionId } = await anEnabledConnection();
    const { database } = await runningAdmin();
    await administrator.send('post', `${place}/disable`).expect(200);
    await database.orm.em
      .fork()
      .execute('insert into raised_warnings (enterprise_id, connection_id, code, evidence) values (?, ?, ?, ?)', [
        enterpriseId,
        connectionId,
        'LOGIN_MISMATCH',
        '{}',
      ]);
    const { body } = await administrator.send('post', `${place}/enable`).expect(409);
    expect(body).toMatchObject({
      guard: 'blocking_warning',
      clickPath: 'Connection › Warnings',
      warnings: [{ code: 'LOGIN_MISMATCH', message: expect.any(String), clickPath: expect.any(String) }],
    });
    expect((await administrator.send('get', place)).body.state).toBe('disabled');
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
    const result = { fingerprint: await configure(connection), nameId: 'ava@example.com' };
    await connection.administrator.send('post', `${connection.place}/sso-test-results`, result).expect(403);
  });

  it.each([
    ['an identity provider that is not known', { name: 'A', idpProfile: 'shibboleth' }, '/idpProfile'],
    ['a state', { name: 'A', idpProfile: 'okta', state: 'enabled' }, '/state'],
    ['a mode', { name: 'A', idpProfile: 'okta', provisioningMode: 'users' }, '/provisioningMode'],
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
    const { body } = await administrator
      .send('put', `${place}/sso-settings`, { ...samlSettings, ...change })
      .expect(400);
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
    await administrator.send('put', `${place}/sso-settings`, samlSettings).expect(404);
    await administrator.send('get', `${place}/pending-revision`).expect(404);
    await administrator.send('get', `${place}/certificates`).expect(404);
    await administrator.send('post', `${place}/certificates`, { certificate: validCertificate }).expect(404);
    await administrator.send('get', `${place}/scim-tokens`).expect(404);
    await administrator.send('post', `${place}/scim-tokens`, {}).expect(404);
  });
});
