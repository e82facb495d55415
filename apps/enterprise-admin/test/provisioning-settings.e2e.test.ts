import { beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionKey } from '#libs/persistence';
import { aCaller, anEnterprise, aTestedConnection, auditLog, runningAdmin, type TestCaller } from './builders.js';

let key: ConnectionKey;
let administrator: TestCaller;
let connection: string;
let path: string;

beforeEach(async () => {
  const enterprise = await anEnterprise();
  ({ administrator } = enterprise);
  key = await aTestedConnection(enterprise.id);
  connection = `${enterprise.path}/connections/${key.connectionId}`;
  path = `${connection}/provisioning-settings`;
});

const read = async () => (await administrator.send('get', path).expect(200)).body;
const setMode = (mode: string) => administrator.send('patch', path, { mode });

/** Nothing was tested: single sign-on blocks provisioning. */
async function block(): Promise<void> {
  const { database } = await runningAdmin();
  await database.repositories.connections.update(key, { ssoTest: null });
}

describe('provisioning settings', () => {
  it('say what is entered at the identity provider, and carry the version of the connection', async () => {
    const { origin } = await runningAdmin();
    const { body, headers } = await administrator.send('get', path).expect(200);
    expect(body).toEqual({
      mode: 'deprovision_only',
      scimBaseUrl: `${origin}/scim/${key.connectionId}/v2`,
      userIdAttribute: 'userName',
      tokenEndpoint: `${origin}/scim/${key.connectionId}/oauth/token`,
      isBlocked: false,
      blockedBy: [],
      version: (await administrator.send('get', connection)).body.version,
    });
    expect(headers['etag']).toBe(`"${body.version}"`);
  });

  it.each([
    ['okta', ''],
    ['entra-id', '?aadOptscim062020'],
    ['jumpcloud', ''],
    ['generic', ''],
  ])('give the base URL in the form that %s wants', async (idpProfile, suffix) => {
    const { connectionId } = await aTestedConnection(key.enterpriseId, idpProfile);
    const url = `/enterprises/${key.enterpriseId}/connections/${connectionId}/provisioning-settings`;
    const { body } = await administrator.send('get', url).expect(200);
    expect(body.scimBaseUrl).toMatch(new RegExp(`/scim/${connectionId}/v2${suffix.replace('?', '\\?')}$`));
  });

  it('change the mode, make the next version of the connection, and are audited', async () => {
    const { version } = await read();
    const { body } = await setMode('users').expect(200);
    expect(body).toMatchObject({ mode: 'users', version: version + 1 });
    expect((await administrator.send('get', connection)).body).toMatchObject({
      provisioningMode: 'users',
      version: version + 1,
    });
    expect(await auditLog(key.enterpriseId)).toMatchObject([
      {
        action: 'provisioning.updated',
        target: { type: 'connection', id: key.connectionId },
        before: { mode: 'deprovision_only' },
        after: { mode: 'users' },
      },
    ]);
  });

  it('are as they were when the mode is the same', async () => {
    const before = await read();
    expect((await setMode('deprovision_only').expect(200)).body).toEqual(before);
    expect(await auditLog(key.enterpriseId)).toEqual([]);
  });

  it('change in the version that is meant alone', async () => {
    const { version } = await read();
    await setMode('users').set('If-Match', `"${version}"`).expect(200);
    const { body } = await setMode('users_and_groups').set('If-Match', `"${version}"`).expect(412);
    expect(body.code).toBe('version_mismatch');
    expect(await read()).toMatchObject({ mode: 'users' });
  });

  it('go no further while single sign-on blocks them, but less far', async () => {
    await setMode('users').expect(200);
    await block();
    expect(await read()).toMatchObject({ isBlocked: true, blockedBy: ['SSO_TEST_STALE'] });
    const { body } = await setMode('users_and_groups').expect(409);
    expect(body).toMatchObject({ code: 'provisioning_blocked', warnings: [{ code: 'SSO_TEST_STALE' }] });
    expect((await setMode('deprovision_only').expect(200)).body).toMatchObject({ mode: 'deprovision_only' });
    await setMode('users').expect(409);
    expect(await read()).toMatchObject({ mode: 'deprovision_only', isBlocked: true });
  });

  it.each([
    ['no mode', {}],
    ['an unknown mode', { mode: 'everything' }],
    ['no value', { mode: null }],
  ])('with %s are refused', async (_, body) => {
    const answer = await administrator.send('patch', path, body).expect(400);
    expect(answer.body.errors[0].pointer).toBe('/mode');
  });

  it('of another enterprise’s connection are not there', async () => {
    const other = await anEnterprise();
    const foreign = path.replace(key.enterpriseId, other.id);
    await other.administrator.send('get', foreign).expect(404);
    await other.administrator.send('patch', foreign, { mode: 'users' }).expect(404);
    expect(await read()).toMatchObject({ mode: 'deprovision_only' });
  });

  it('are read, and not changed, by an auditor', async () => {
    const auditor = await aCaller('auditor', key.enterpriseId);
    await auditor.send('get', path).expect(200);
    await auditor.send('patch', path, { mode: 'users' }).expect(403);
  });
});
