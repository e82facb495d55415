import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ConnectionKey,
  newId,
  type ScimRequestId,
  type ScimRequestWrite,
  type SignInAttemptId,
  type SignInAttemptWrite,
} from '#libs/persistence';
import { aCaller, anEnterprise, aSetupSession, aTestedConnection, runningAdmin, startAdmin } from './builders.js';
import { LiveClient } from './live-client.js';

let enterprise: Awaited<ReturnType<typeof anEnterprise>>;
const clients: LiveClient[] = [];

beforeAll(async () => {
  enterprise = await anEnterprise();
});
afterAll(() => {
  for (const client of clients.splice(0)) client.close();
});

const aConnection = () => aTestedConnection(enterprise.id);

async function listen(
  { enterpriseId, connectionId }: ConnectionKey,
  headers: Readonly<Record<string, string>>,
  origin?: string,
): Promise<LiveClient> {
  const base = origin ?? (await runningAdmin()).origin;
  const client = await LiveClient.open(
    `${base}/api/v1/enterprises/${enterpriseId}/connections/${connectionId}/live`,
    headers,
  );
  clients.push(client);
  return client;
}

const bearer = (apiKey: string | undefined) => ({ Authorization: `Bearer ${apiKey}` });

/** Writes a request as the SCIM service does. @returns its id */
async function arrives(key: ConnectionKey, given: Partial<ScimRequestWrite> = {}): Promise<string> {
  const row: ScimRequestWrite = {
    enterprise_id: key.enterpriseId,
    connection_id: key.connectionId,
    at: new Date().toISOString(),
    id: newId<ScimRequestId>(),
    token_id: null,
    method: 'GET',
    path: '/Users?startIndex=1&count=2',
    status: 200,
    scim_type: null,
    detail: null,
    duration_ms: 0,
    request_id: null,
    remote_address: '192.0.2.17',
    user_agent: null,
    ad_scim_version: null,
    body: null,
    body_kept: 'none',
    dialect: 'okta',
    intent_kind: 'test-connection',
    intent_subject: null,
    intent_count: null,
    is_test: true,
    resource_type: null,
    resource_id: null,
    touched: null,
    operations: null,
    found: 0,
    rehearsal_id: null,
    ...given,
  };
  await (await runningAdmin()).database.repositories.scimRequests.write([row]);
  return row.id;
}

const lookUp = { path: '/Users/x', intent_kind: 'look-up-user', intent_subject: 'ava@example.com', is_test: false };

async function signIn(key: ConnectionKey, given: Partial<SignInAttemptWrite>): Promise<void> {
  const { signInAttempts } = (await runningAdmin()).database.repositories;
  await signInAttempts.write(key, {
    id: newId<SignInAttemptId>(),
    purpose: 'test',
    protocol: 'saml',
    outcome: 'tested',
    code: null,
    steps: [],
    login: 'ava@example.com',
    subject: null,
    accountId: null,
    directoryUserId: null,
    ip: null,
    userAgent: null,
    ...given,
  });
}

describe.concurrent('a stream of what happens to a connection', () => {
  it('is kept, compressed and gathered by nobody on the way, and begins with what the connection is', async () => {
    const key = await aConnection();
    const client = await listen(key, bearer(enterprise.administrator.apiKey));
    expect(client.response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    expect((await client.next('connection'))?.data).toMatchObject({
      state: 'draft',
      paused: null,
      health: 'ok',
      warnings: [],
    });
  });

  it('tells of requests in words, and of a connection test what it did not prove', async () => {
    const key = await aConnection();
    const client = await listen(key, bearer(enterprise.administrator.apiKey));
    await client.next('connection');
    const id = await arrives(key);
    const { data } = (await client.next('request'))!;
    expect(data).toMatchObject({ id, isConnectionTest: true, status: 200, dialect: 'okta' });
    expect(data['told']).toMatch(
      /^The connection test of Okta arrived\. Answered 200\. It did not exercise create, update or deactivate/,
    );
  });

  it('goes on behind the last event, and tells of what came meanwhile', async () => {
    const key = await aConnection();
    const headers = bearer(enterprise.administrator.apiKey);
    await arrives(key, { at: new Date(Date.now() - 20_000).toISOString() });
    const last = await arrives(key, { at: new Date(Date.now() - 10_000).toISOString() });
    const first = await listen(key, headers);
    await first.next('request');
    const { id } = (await first.next('request'))!;
    expect(id).toMatch(new RegExp(`-${last}$`));
    first.close();
    const missed = await arrives(key);
    const second = await listen(key, { ...headers, 'Last-Event-ID': id! });
    expect((await second.next('request'))?.data).toMatchObject({ id: missed });
    const third = await listen(key, { ...headers, 'Last-Event-ID': "' or 1=1 --" });
    expect(await third.next('request')).toBeDefined();
  });

  it('is the same at every process', async () => {
    const key = await aConnection();
    const other = await startAdmin();
    const client = await listen(key, bearer(enterprise.administrator.apiKey), other.origin);
    const id = await arrives(key);
    expect((await client.next('request'))?.data).toMatchObject({ id });
    await other.close();
  });

  it('tells when the connection becomes another', async () => {
    const key = await aConnection();
    const client = await listen(key, bearer(enterprise.administrator.apiKey));
    await client.next('connection');
    await enterprise.administrator
      .send('patch', `${enterprise.path}/connections/${key.connectionId}`, { name: 'Second' })
      .expect(200);
    await arrives(key);
    expect((await client.next('connection'))?.data).toMatchObject({ version: 3 });
  });

  it('shows support no person', async () => {
    const key = await aConnection();
    const support = await aCaller('support', enterprise.id);
    await arrives(key, lookUp);
    await signIn(key, { purpose: 'sign_in', outcome: 'refused', code: 'login_missing' });
    const client = await listen(key, bearer(support.apiKey));
    const request = (await client.next('request'))?.data;
    expect(request?.['told']).toBe('Okta asked to look up whether ••• exists. Answered 200.');
    const attempt = (await client.next('sign-in'))?.data;
    expect(attempt).toMatchObject({ login: '•••', outcome: 'refused', code: 'login_missing' });
    expect(JSON.stringify([request, attempt])).not.toContain('ava');
  });

  it('is not found for another enterprise, nor under it', async () => {
    const key = await aConnection();
    const other = await anEnterprise();
    const foreign = await listen(key, bearer(other.administrator.apiKey));
    expect(foreign.response.statusCode).toBe(404);
    const mixed = await listen({ ...key, enterpriseId: other.id }, bearer(other.administrator.apiKey));
    expect(mixed.response.statusCode).toBe(404);
  });

  it('has as many at a time of one key as it may, and no more', async () => {
    const key = await aConnection();
    const { apiKey } = await aCaller('auditor', enterprise.id);
    for (let stream = 0; stream < 8; stream++)
      expect((await listen(key, bearer(apiKey))).response.statusCode).toBe(200);
    const refused = await listen(key, bearer(apiKey));
    expect([refused.response.statusCode, refused.response.headers['retry-after']]).toEqual([429, '5']);
  });
});

describe.concurrent('in a setup session', () => {
  it('whoever sets single sign-on up hears of sign-in tests, and neither of requests nor of who else signs in', async () => {
    const key = await aConnection();
    await arrives(key, lookUp);
    await signIn(key, { purpose: 'sign_in', outcome: 'signed_in', login: 'kim@example.com' });
    await signIn(key, { outcome: 'tested' });
    const { headers } = await aSetupSession(key, ['sso']);
    const client = await listen(key, headers);
    expect((await client.next('sign-in'))?.data).toMatchObject({ outcome: 'tested', purpose: 'test' });
  });

  it('a stream ends, and tells nothing more, when the session is over', async () => {
    const key = await aConnection();
    const session = await aSetupSession(key, ['provisioning']);
    const client = await listen(key, session.headers);
    await client.next('connection');
    await session.send('delete', '/setup-session').expect(204);
    await arrives(key);
    expect((await client.next('end'))?.data).toMatchObject({ code: 'unauthenticated' });
    expect(await client.next('request')).toBeUndefined();
    expect((await listen(key, session.headers)).response.statusCode).toBe(401);
  });

  it('a stream ends when its link is revoked', async () => {
    const key = await aConnection();
    const session = await aSetupSession(key, ['provisioning']);
    const client = await listen(key, session.headers);
    await client.next('connection');
    const { database } = await runningAdmin();
    await database.orm.em
      .fork()
      .execute('update setup_links set revoked_at = now() where connection_id = ?', [key.connectionId]);
    await arrives(key);
    expect((await client.next('end'))?.data).toMatchObject({ code: 'unauthenticated' });
  });
});
