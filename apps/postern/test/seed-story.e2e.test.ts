import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '#libs/persistence';
import { RestClient, ScimClient } from './rest-client.js';
import type { ServiceProcess } from '../../../tools/testing/service-process.js';
import { passSignInTest, samlSettings, startInProduction } from './set-up.js';

/** What the vendor's application was sent, and whether the signature was right. */
interface Received {
  readonly type: string;
  readonly accountId: string;
  readonly enterpriseId: string;
}

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const patchOp = (...Operations: readonly object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});

/** How each identity provider takes access away and gives it back. */
const dialects = {
  okta: {
    conformance: 'okta-custom-app',
    setActive: (active: boolean) => ['PATCH', patchOp({ op: 'replace', value: { active } })] as const,
  },
  'entra-id': {
    conformance: 'entra-id',
    setActive: (active: boolean) =>
      ['PATCH', patchOp({ op: 'Replace', path: 'active', value: active ? 'True' : 'False' })] as const,
  },
  jumpcloud: {
    conformance: 'jumpcloud',
    setActive: (active: boolean) => ['PUT', { ...person('ava@example.com'), active }] as const,
  },
};

function person(userName: string): object {
  return {
    schemas: [USER],
    userName,
    name: { givenName: 'Ava', familyName: 'Lind' },
    emails: [{ type: 'work', primary: true, value: userName }],
    active: true,
  };
}

let service: ServiceProcess;
let operator: RestClient;
let database: Database;
let receiver: Server;
let webhook: Webhook;
const received: Received[] = [];

beforeAll(async () => {
  const started = await startInProduction({ ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8' });
  ({ service, operator } = started);
  database = await Database.connect({ url: started.databaseUrl, poolSize: 2 });
  receiver = createServer((request, response) => {
    void text(request).then(body => {
      received.push(webhook.verify(body, request.headers as Record<string, string>) as Received);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  const { secret } = await operator.post('/webhook-endpoints', { url: `http://127.0.0.1:${port}/` });
  webhook = new Webhook(secret);
});
afterAll(async () => {
  receiver.close().closeAllConnections();
  await database.close();
  await service.stop();
});

/** Replays what the identity provider was recorded to send. */
async function replay(profile: string, baseUrl: string, token: string): Promise<{ code: number; output: string }> {
  const runner = fileURLToPath(new URL('../../../conformance/runner/main.ts', import.meta.url));
  const argv = [runner, '--profile', profile, '--base-url', baseUrl, '--quiet'];
  const child = spawn(process.execPath, argv, {
    env: { PATH: process.env['PATH'], POSTERN_CONFORMANCE_TOKEN: token },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: code as number, output: output + errors };
}

describe.each(Object.entries(dialects))('%s', (idpProfile, { conformance, setActive }) => {
  let enterpriseId: string;
  let enterprise: RestClient;
  let connection: RestClient;
  let scimBaseUrl: string;
  let idp: ScimClient;
  let avaUserId: string;
  let avaId: string;
  let organizations: string[];
  let personalAccessToken: string;

  const accounts = async () =>
    (await enterprise.get('/accounts')).items.map(({ login, state }) => `${login} ${state}`).toSorted();
  const webhooks = () => received.filter(event => event.enterpriseId === enterpriseId).map(({ type }) => type);
  const everythingOfAva = async () => ({
    state: (await enterprise.get(`/accounts/${avaId}`)).state,
    organizations: (await enterprise.get(`/accounts/${avaId}/organizations`)).items.map(({ id }) => id).toSorted(),
    sessions: (await enterprise.get(`/accounts/${avaId}/sessions`)).items.filter(
      session => !(session as { revokedAt?: unknown }).revokedAt,
    ).length,
    token: (await operator.post('/personal-access-tokens/introspect', { token: personalAccessToken })) as unknown,
    isAdministrator: (await enterprise.get('/administrators')).items.some(
      administrator => (administrator as { accountId?: string }).accountId === avaId,
    ),
  });
  const everythingTaken = {
    state: 'suspended',
    organizations: [],
    sessions: 0,
    token: { active: false },
  };

  it('is set up by an administrator', async () => {
    enterpriseId = (await operator.post('/enterprises', { key: `acme-${idpProfile}`, name: 'Acme' })).id;
    const path = `/enterprises/${enterpriseId}`;
    const { secret } = await operator.post(`${path}/api-keys`, { name: 'Administrator', role: 'enterprise_admin' });
    enterprise = new RestClient(service, secret).at(path);
    for (const login of ['ava@example.com', 'noah@example.com']) await enterprise.post('/accounts', { login });
    organizations = [
      (await enterprise.post('/organizations', { key: 'research', name: 'Research' })).id,
      (await enterprise.post('/organizations', { key: 'sales', name: 'Sales' })).id,
    ].toSorted();
    const made = await enterprise.post('/connections', { name: 'Directory', idpProfile });
    connection = enterprise.at(`/connections/${made.id}`);
    ({ scimBaseUrl } = made);
    await connection.carryOut('PUT', '/sso-settings', samlSettings);
    await passSignInTest(operator, connection);
    await connection.carryOut('PATCH', '/provisioning-settings', { mode: 'users' });
    const token = await connection.post('/scim-tokens');
    idp = new ScimClient(service, scimBaseUrl, token.secret);
    expect((await connection.get('')).state).toBe('tested');
  });

  it('sends its recorded set-up traffic, tests included, and touches no account', async () => {
    const baseUrl = `${service.origin}${new URL(scimBaseUrl).pathname}`;
    const { code, output } = await replay(conformance, baseUrl, idp.token);
    expect([code, output]).toEqual([0, expect.any(String)]);
    const tests = async () => (await connection.get('/requests?limit=200')).items.filter(item => item.isConnectionTest);
    await expect.poll(tests, { timeout: 5000 }).not.toHaveLength(0);
    expect(await accounts()).toEqual(['ava@example.com active', 'noah@example.com active']);
    // Only the administrator's own two accounts were told of.
    await expect.poll(webhooks).toEqual(['account.created', 'account.created']);
  });

  it('sends its people, whom the preview names, and who touch no account yet', async () => {
    avaUserId = (await idp.send('POST', '/Users', person('ava@example.com'))).id;
    await idp.send('POST', '/Users', person('ben@example.com'));
    await idp.send('POST', '/Users', { ...person('cleo@example.com'), active: false });
    const preview = await connection.post('/impact-previews', { purpose: { kind: 'enable' } });
    expect(preview).toMatchObject({ state: 'done', counts: { matched: 1, created: 1, notCovered: 1, deactivated: 0 } });
    const names = async (category: string) =>
      (await connection.get(`/impact-previews/${preview.id}/items?category=${category}`)).items.map(item => item.login);
    expect(await names('matched')).toEqual(['ava@example.com']);
    expect(await names('created')).toEqual(['ben@example.com']);
    expect(await names('not_covered')).toEqual(['noah@example.com']);
    expect(await accounts()).toHaveLength(2);
  });

  it('is enabled: what was staged is applied, once', async () => {
    const refused = await connection.send('POST', '/enable', {});
    expect([refused.status, refused.body.code]).toEqual([409, 'preview_required']);
    const preview = await connection.post('/impact-previews', { purpose: { kind: 'enable' } });
    await connection.post('/enable', { previewId: preview.id });
    const again = await connection.send('POST', '/enable', { previewId: preview.id });
    expect(again.status).toBe(409);
    await expect
      .poll(accounts)
      .toEqual(['ava@example.com active', 'ben@example.com active', 'noah@example.com active']);
    const events = async () =>
      (await operator.get(`/events?enterpriseId=${enterpriseId}`)).items.map(({ type }) => type).toSorted();
    // Two by hand, one from the directory; and one is linked, and gets the name that the directory has.
    const created = Array.from({ length: 3 }, () => 'account.created');
    await expect.poll(events).toEqual([...created, 'account.linked', 'account.updated']);
  });

  it('takes everything from a person who is deactivated, in the same instant, and explains it', async () => {
    const [ava] = (await enterprise.get('/accounts?login=ava@example.com')).items;
    avaId = ava?.id ?? '';
    for (const organization of organizations)
      await enterprise.carryOut('PUT', `/organizations/${organization}/members/${avaId}`);
    personalAccessToken = (await enterprise.post(`/accounts/${avaId}/personal-access-tokens`, { name: 'CI' })).secret;
    await database.orm.em
      .fork()
      .execute(
        `insert into account_sessions (enterprise_id, account_id, id, expires_at) values (?, ?, ?, now() + interval '1 day')`,
        [enterpriseId, avaId, randomUUID()],
      );
    expect(await everythingOfAva()).toMatchObject({
      state: 'active',
      organizations,
      sessions: 1,
      token: { active: true },
    });
    const [method, body] = setActive(false);
    expect((await idp.send(method, `/Users/${avaUserId}`, body)).status).toBeLessThan(300);
    expect(await everythingOfAva()).toMatchObject(everythingTaken);
    const [event] = (await enterprise.get('/audit-events?action=account.suspended')).items;
    expect(event).toMatchObject({
      actor: { kind: 'scim-token' },
      target: { id: avaId },
      after: { leftOrganizations: organizations, revokedPersonalAccess: 1, endedSessions: 1 },
    });
    await expect.poll(webhooks).toContain('account.suspended');
    await expect
      .poll(async () => (await connection.get('/requests?intent=deactivate-user')).items[0])
      .toMatchObject({ intent: { sentence: 'deactivate ava@example.com' }, effect: { sentence: expect.any(String) } });
  });

  it('gives it all back when the person is reactivated', async () => {
    const [method, body] = setActive(true);
    expect((await idp.send(method, `/Users/${avaUserId}`, body)).status).toBeLessThan(300);
    // Whoever returns signs in again.
    expect(await everythingOfAva()).toMatchObject({
      state: 'active',
      organizations,
      sessions: 0,
      token: { active: true },
    });
    await expect.poll(webhooks).toContain('account.reactivated');
  });
});
