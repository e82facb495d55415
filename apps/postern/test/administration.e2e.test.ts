import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idpProfileIds } from '#libs/idp-profiles';
import { RestClient, ScimClient } from './rest-client.js';
import type { ServiceProcess } from '../../../tools/testing/service-process.js';
import { passSignInTest, samlSettings, startInProduction } from './set-up.js';

let service: ServiceProcess;
let operator: RestClient;

beforeAll(async () => {
  ({ service, operator } = await startInProduction());
});
afterAll(() => service.stop());

/** What the mappings that were published ask for; each has its own. */
const published: string[] = [];

const mappingWith = (target: string): object => ({
  targets: {
    login: {
      required: true,
      sources: { saml: [{ nameId: true }], oidc: [{ claim: 'email' }], scim: [{ path: { attribute: 'userName' } }] },
      profiles: {},
    },
    [target]: {
      required: true,
      sources: { saml: [{ attribute: target }], oidc: [{ claim: target }], scim: [{ path: { attribute: 'title' } }] },
      profiles: {},
    },
  },
});

/** The status of a SCIM request with a token. */
async function scim(baseUrl: string, token: string, path = '/Users?count=1', body?: object): Promise<number> {
  return (await new ScimClient(service, baseUrl, token).send(body ? 'POST' : 'GET', path, body)).status;
}

describe.each(idpProfileIds)('an enterprise with %s', idpProfile => {
  const key = `acme-${idpProfile}`;
  let administrator: RestClient;
  let connection: RestClient;
  let enterprise: RestClient;
  let scimBaseUrl: string;
  let token: string;
  let tokenId: string;

  const codes = async () =>
    (await connection.get('/warnings')).items
      .filter(({ severity }) => severity === 'blocking')
      .map(({ code }) => String(code));
  /** The operator's part: a sign-in through the identity provider came back. */
  const signIn = () =>
    passSignInTest(
      operator,
      connection,
      published.map(name => ({ name, values: ['4711'] })),
    );

  it('is made with its organizations, administrator and connection', async () => {
    const { id } = await operator.post('/enterprises', { key, name: 'Acme' });
    const made = await operator.post(`/enterprises/${id}/api-keys`, {
      name: 'Administrator',
      role: 'enterprise_admin',
    });
    administrator = new RestClient(service, made.secret);
    enterprise = administrator.at(`/enterprises/${id}`);
    for (const name of ['research', 'sales']) await enterprise.post('/organizations', { key: name, name });
    expect((await enterprise.get('/organizations')).items).toHaveLength(2);
    const connected = await enterprise.post('/connections', { name: 'Our directory', idpProfile });
    expect(connected).toMatchObject({ state: 'draft', idpProfile, serviceProvider: { acsUrl: expect.any(String) } });
    connection = enterprise.at(`/connections/${connected.id}`);
    scimBaseUrl = connected.scimBaseUrl;
  });

  it('is refused provisioning while single sign-on has blocking warnings, and is told how to mend them', async () => {
    const refused = await connection.send('POST', '/scim-tokens', {});
    expect([refused.status, refused.body.code]).toEqual([409, 'provisioning_blocked']);
    expect(refused.body.warnings).toEqual([
      { code: 'SSO_TEST_STALE', message: expect.any(String), clickPath: expect.any(String) },
    ]);
    expect(await codes()).toEqual(['SSO_TEST_STALE']);
  });

  it('resolves them: settings, and a sign-in test', async () => {
    await connection.carryOut('PUT', '/sso-settings', samlSettings);
    expect((await connection.get('')).state).toBe('configured');
    await signIn();
    expect(await codes()).toEqual([]);
    expect((await connection.get('')).state).toBe('tested');
  });

  it('gets a token, which works over SCIM; what comes before the connection is enabled is staged', async () => {
    const made = await connection.post('/scim-tokens');
    token = made.secret;
    tokenId = made.id;
    const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ava@example.com', active: true };
    expect(await scim(scimBaseUrl, token, '/Users', user)).toBe(201);
    expect((await connection.get('/directory-users')).items).toHaveLength(1);
    expect((await enterprise.get('/accounts')).items).toHaveLength(0);
  });

  it('rotates the token: both are good until the new one was used, then the old one ends', async () => {
    const next = await connection.post(`/scim-tokens/${tokenId}/rotations`, { overlapMinutes: 0 });
    expect(await scim(scimBaseUrl, token)).toBe(200);
    expect(await scim(scimBaseUrl, next.secret)).toBe(200);
    await expect.poll(() => scim(scimBaseUrl, token), { timeout: 15_000, interval: 250 }).toBe(401);
    const [, listed] = (await connection.get('/scim-tokens')).items;
    expect(listed).toMatchObject({ id: next.id, status: 'active', isSeenInUse: true, lastUsedIp: '127.0.0.1' });
    token = next.secret;
    tokenId = next.id;
  });

  it('revokes a token, which is refused from the next request on', async () => {
    await connection.carryOut('DELETE', `/scim-tokens/${tokenId}`);
    expect(await scim(scimBaseUrl, token)).toBe(401);
    token = (await connection.post('/scim-tokens')).secret;
    expect(await scim(scimBaseUrl, token)).toBe(200);
  });

  it('accepts a mapping that the vendor publishes', async () => {
    const target = `costCenter${idpProfileIds.indexOf(idpProfile)}`;
    const { version } = await operator.post('/attribute-mappings', { mapping: mappingWith(target), note: 'Costs' });
    expect(await codes()).toEqual(['MAPPING_OUTDATED']);
    const refused = await connection.send('POST', '/scim-tokens', {});
    expect(refused.body.code).toBe('provisioning_blocked');
    const outlook = await connection.get('/attribute-mapping');
    expect(outlook).toMatchObject({ isOutdated: true, isBlocking: true, latestVersion: version });
    await connection.post('/attribute-mapping/accept', { version });
    expect(await codes()).toEqual(['SSO_TEST_STALE']);
    published.push(target);
    await signIn();
    expect(await codes()).toEqual([]);
  });

  it('is enabled, changed behind a pending revision, disabled, and deleted only with a way in that needs no sign-on', async () => {
    const preview = await connection.post('/impact-previews', { purpose: { kind: 'enable' } });
    expect(await connection.post('/enable', { previewId: preview.id })).toMatchObject({
      application: { state: 'done' },
    });
    expect((await connection.get('')).state).toBe('enabled');
    const live = (await connection.get('')).sso.fingerprint;
    await connection.carryOut('PUT', '/sso-settings', {
      ...samlSettings,
      signOnUrl: 'https://idp.example.com/another-sso',
    });
    expect((await connection.get('')).sso.fingerprint).toBe(live);
    await signIn();
    expect((await connection.get('')).sso.fingerprint).not.toBe(live);
    expect((await connection.send('GET', '/pending-revision')).status).toBe(404);
    const cannot = await administrator.send('DELETE', `${connection.path}?enterpriseKey=wrong`);
    expect(cannot.status).toBe(400);
    await connection.post('/disable');
    // The last way in that needs no sign-on stays.
    const [own] = (await enterprise.get('/api-keys')).items;
    const last = await operator.send('DELETE', `${enterprise.path}/api-keys/${own?.id}`);
    expect([last.status, last.body.code]).toEqual([409, 'last_administrator']);
    const lonely = operator.at(
      `/enterprises/${(await operator.post('/enterprises', { key: `${key}-2`, name: 'B' })).id}`,
    );
    const { id } = await lonely.post('/connections', { name: 'Nobody’s', idpProfile });
    const refused = await lonely.send('DELETE', `/connections/${id}?enterpriseKey=${key}-2`);
    expect(refused).toMatchObject({ status: 409, body: { guard: 'break_glass', clickPath: expect.any(String) } });
    expect((await operator.send('DELETE', `${connection.path}?enterpriseKey=${key}`)).status).toBe(204);
    expect(await scim(scimBaseUrl, token)).toBe(401);
  });
});
