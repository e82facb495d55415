import { describe, expect, it } from 'vitest';
import { aConnection, anEnabledConnection, configure, oidcSettings, person } from './a-connection.js';
import { aCaller, auditLog, enableConnection } from './builders.js';

const full = {
  nameId: 'ava@example.com',
  attributes: [
    { name: 'email', values: ['ava@example.com'] },
    { name: 'urn:oid:2.16.840.1.113730.3.1.241', friendlyName: 'displayName', values: ['Ava Lind'] },
    { name: 'groups', values: ['Engineering', 'Sales'] },
  ],
};

describe('a sign-in test', () => {
  it('that brought all that is required makes the connection tested, and tells the account it would give', async () => {
    const connection = await aConnection();
    const { id, administrator, operator, place } = connection;
    const test = { fingerprint: await configure(connection), ...full };
    const { body } = await operator.send('post', `${place}/sso-test-results`, test).expect(200);
    const account = {
      login: 'ava@example.com',
      name: 'Ava Lind',
      email: 'ava@example.com',
      groups: ['Engineering', 'Sales'],
    };
    expect(body).toMatchObject({
      state: 'tested',
      sso: { test: { testedAt: expect.any(String), isCurrent: true, passed: true, missing: [], account } },
    });
    expect((await administrator.send('get', place)).body.sso.test.account).toEqual(account);
    const support = await aCaller('support', id);
    expect((await support.send('get', place)).body.sso.test).toMatchObject({ passed: true, account: null });
    const event = (await auditLog(id)).at(-1);
    expect(event).toMatchObject({
      action: 'connection.tested',
      before: { state: 'configured' },
      after: { state: 'tested' },
    });
    expect(JSON.stringify(event)).not.toContain('ava@example.com');
  });

  it('that lacked something is kept, and the connection goes back', async () => {
    const connection = await aConnection({ upTo: 'tested' });
    const { administrator, operator, place } = connection;
    const { fingerprint } = (await administrator.send('get', place)).body.sso;
    const { body } = await operator
      .send('post', `${place}/sso-test-results`, { fingerprint, attributes: [] })
      .expect(200);
    expect(body).toMatchObject({
      state: 'configured',
      sso: { test: { isCurrent: true, passed: false, missing: ['login'], account: { login: null } } },
    });
    expect((await administrator.send('post', `${place}/enable`).expect(409)).body.guard).toBe('state');
    await operator.send('post', `${place}/sso-test-results`, { fingerprint, ...person }).expect(200);
    expect((await enableConnection(administrator, place)).status).toBe(200);
  });

  it('that lacked something leaves an enabled connection enabled, and a disabled one disabled until one passes', async () => {
    const { administrator, operator, place } = await anEnabledConnection();
    const { fingerprint } = (await administrator.send('get', place)).body.sso;
    const failed = { fingerprint, attributes: [] };
    expect((await operator.send('post', `${place}/sso-test-results`, failed).expect(200)).body.state).toBe('enabled');
    await administrator.send('post', `${place}/disable`).expect(200);
    expect((await operator.send('post', `${place}/sso-test-results`, failed).expect(200)).body.state).toBe('disabled');
    const { body } = await administrator.send('post', `${place}/enable`).expect(409);
    expect(body).toMatchObject({ guard: 'required_attributes', clickPath: expect.stringContaining('Attributes') });
    await operator.send('post', `${place}/sso-test-results`, { fingerprint, ...person }).expect(200);
    expect((await enableConnection(administrator, place)).status).toBe(200);
  });

  it('of an OpenID provider is told from claims', async () => {
    const connection = await aConnection();
    const fingerprint = await configure(connection, oidcSettings);
    const claims = {
      sub: '1',
      preferred_username: 'ava',
      name: 'Ava Lind',
      groups: ['Sales'],
      address: { country: 'SE' },
    };
    const { body } = await connection.operator
      .send('post', `${connection.place}/sso-test-results`, { fingerprint, claims })
      .expect(200);
    expect(body.sso.test.account).toEqual({ login: 'ava', name: 'Ava Lind', email: null, groups: ['Sales'] });
    expect((await enableConnection(connection.administrator, connection.place)).status).toBe(200);
  });

  it.each([
    ['claims of a SAML identity provider', { claims: { sub: '1' } }, '/claims'],
    ['an attribute without a name', { attributes: [{ name: '', values: [] }] }, '/attributes/0/name'],
    ['U+0000', { nameId: 'a\0' }, '/nameId'],
    ['U+0000 in a value', { attributes: [{ name: 'a', values: ['\0'] }] }, '/attributes'],
    ['attributes that are no list', { attributes: 'a' }, '/attributes'],
    ['something else', { missingAttributes: [] }, '/missingAttributes'],
  ])('with %s is refused', async (_, change, pointer) => {
    const connection = await aConnection();
    const test = { fingerprint: await configure(connection), ...change };
    const { body } = await connection.operator.send('post', `${connection.place}/sso-test-results`, test).expect(400);
    expect(body.errors[0].pointer).toBe(pointer);
  });

  it('with a NameID of an OpenID provider is refused', async () => {
    const connection = await aConnection();
    const test = { fingerprint: await configure(connection, oidcSettings), nameId: 'ava' };
    await connection.operator.send('post', `${connection.place}/sso-test-results`, test).expect(400);
  });
});
