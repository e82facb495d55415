import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type supertest from 'supertest';
import type { SetupFeature } from '#libs/persistence';
import { mintToken } from '#libs/tokens';
import {
  aCaller,
  anEnterprise,
  aTestedConnection,
  auditLog,
  type RunningAdmin,
  runningAdmin,
  startAdmin,
  TestCaller,
} from './builders.js';

let service: RunningAdmin;
let enterprise: Awaited<ReturnType<typeof anEnterprise>>;
let connection: string;
let anybody: TestCaller;

beforeAll(async () => {
  service = await runningAdmin();
  anybody = new TestCaller(service.server, undefined);
});

beforeEach(async () => {
  enterprise = await anEnterprise();
  const { administrator, path } = enterprise;
  const { id } = await administrator.create(`${path}/connections`, { name: 'Okta', idpProfile: 'okta' });
  connection = `${path}/connections/${id}`;
});

async function aLink(features: readonly SetupFeature[] = ['sso'], terms: object = {}) {
  const link = await enterprise.administrator.create(`${connection}/setup-links`, { features, ...terms });
  return { id: link.id, secret: String(link['secret']) };
}

const open = (secret: string): supertest.Test => anybody.send('post', '/setup-sessions', { secret });

const execute = (statement: string, values: readonly string[]): Promise<unknown> =>
  service.database.orm.em.fork().execute(statement, [...values]);

/** What a browser keeps of an answer, and sends along. */
const cookieOf = ({ headers }: supertest.Response): string => String(headers['set-cookie']).split(';')[0] ?? '';

/** A page of Postern in the browser of somebody who has opened a link. */
async function aPage(secret: string): Promise<TestCaller> {
  const answer = await open(secret).expect(201);
  const headers = { Cookie: cookieOf(answer), 'X-CSRF-Token': String(answer.body.csrfToken) };
  return new TestCaller(service.server, undefined, headers);
}

describe('a setup link that is opened', () => {
  it('begins a session of five hours in a cookie that only this host and no script sees', async () => {
    const { id, secret } = await aLink(['sso', 'domains']);
    const answer = await open(secret).expect(201);
    expect(answer.body).toEqual({
      enterpriseId: enterprise.id,
      enterpriseName: 'Example',
      connectionId: connection.split('/').at(-1),
      features: ['sso', 'domains'],
      permissions: expect.arrayContaining(['connections:read', 'connections:write', 'domains:read', 'domains:write']),
      csrfToken: expect.any(String),
      expiresAt: expect.any(String),
    });
    expect(Date.parse(answer.body.expiresAt) - Date.now()).toBeGreaterThan(4.99 * 3_600_000);
    const [cookie = '', ...attributes] = String(answer.headers['set-cookie']).split('; ');
    expect(cookie).toMatch(/^__Host-postern-setup=ptn_session_[0-9a-f]{72}$/);
    const expected = ['Max-Age=18000', 'Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict'];
    expect(attributes.filter(attribute => !attribute.startsWith('Expires='))).toEqual(expected);
    const log = await auditLog(enterprise.id);
    expect(log.at(-1)).toMatchObject({
      action: 'setup_link.opened',
      actor: { kind: 'setup-link', id, role: 'setup' },
      after: { opens: 1, features: ['sso', 'domains'] },
    });
    expect(JSON.stringify(log)).not.toContain(cookie.split('=')[1]);
    const link = (await enterprise.administrator.send('get', `${connection}/setup-links/${id}`)).body;
    expect(link).toMatchObject({ opens: 1, lastOpenedAt: expect.any(String) });
  });

  it('is opened as often as it may be, by however many at once', async () => {
    const { id, secret } = await aLink(['sso'], { maxOpens: 3 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => open(secret)));
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual([
      ...Array.from({ length: 3 }, () => '201'),
      ...Array.from({ length: 5 }, () => '401'),
    ]);
    const { body } = await enterprise.administrator.send('get', `${connection}/setup-links/${id}`);
    expect([body.opens, body.maxOpens]).toEqual([3, 3]);
    expect((await auditLog(enterprise.id)).filter(({ action }) => action === 'setup_link.opened')).toHaveLength(3);
  });

  it.each<[string, (link: { id: string; secret: string }) => Promise<string>]>([
    ['is not known', async () => mintToken('setup').secret.reveal()],
    ['is cut off', async ({ secret }) => secret.slice(0, -1)],
    ['is no link', async () => mintToken('api').secret.reveal()],
    [
      'has expired',
      async ({ id, secret }) => {
        await execute("update setup_links set expires_at = now() - interval '1 second' where id = ?", [id]);
        return secret;
      },
    ],
    [
      'was revoked',
      async ({ id, secret }) => {
        await enterprise.administrator.send('delete', `${connection}/setup-links/${id}`).expect(204);
        return secret;
      },
    ],
    [
      'is of a deleted connection',
      async ({ secret }) => {
        await enterprise.administrator.send('delete', `${connection}?enterpriseKey=${enterprise.key}`).expect(204);
        return secret;
      },
    ],
  ])('and %s is the same refusal, without a cookie', async (_, spoil) => {
    const answer = await open(await spoil(await aLink())).expect(401);
    expect(answer.body).toMatchObject({ code: 'setup_link_refused', detail: expect.stringContaining('a new one') });
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it.each([
    ['another origin', 'Origin', 'https://evil.example'],
    ['a sandboxed page', 'Origin', 'null'],
    ['another site', 'Sec-Fetch-Site', 'cross-site'],
    ['another host of the site', 'Sec-Fetch-Site', 'same-site'],
  ])('is not opened from %s', async (_, header, value) => {
    const { secret } = await aLink(['sso'], { maxOpens: 1 });
    expect((await open(secret).set(header, value).expect(403)).body.code).toBe('csrf_refused');
    await open(secret).set('Origin', service.origin).set('Sec-Fetch-Site', 'same-origin').expect(201);
  });

  it('makes an address wait that sends many which cannot be opened, and no other', async () => {
    const environment = { ADMIN_FAILED_AUTHENTICATIONS_PER_MINUTE: '3', TRUSTED_PROXIES: 'loopback' };
    const strict = await startAdmin({ environment });
    const { secret } = await aLink();
    const send = (address: string, tried: string) =>
      new TestCaller(strict.server, undefined, { 'X-Forwarded-For': address }).send('post', '/setup-sessions', {
        secret: tried,
      });
    for (const _ of '123') await send('192.0.2.1', mintToken('setup').secret.reveal()).expect(401);
    const { body, headers } = await send('192.0.2.1', secret).expect(429);
    expect(body.code).toBe('too_many_requests');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    await send('192.0.2.2', secret).expect(201);
    await strict.close();
  });
});

describe('a setup session', () => {
  it('sets its connection up, as the link in the audit log', async () => {
    const { id, secret } = await aLink();
    const page = await aPage(secret);
    const { body } = await page.send('get', '/setup-session').expect(200);
    expect(body).toMatchObject({ enterpriseId: enterprise.id, features: ['sso'] });
    await page.send('patch', connection, { name: 'Renamed' }).expect(200);
    await page.send('post', `${connection}/scim-tokens`, {}).expect(403);
    expect((await auditLog(enterprise.id)).at(-1)).toMatchObject({
      action: 'connection.updated',
      actor: { kind: 'setup-link', id, role: 'setup', prefix: secret.slice(0, 16) },
    });
  });

  it('makes something once per Idempotency-Key, and not what another session made with the same', async () => {
    const { connectionId } = await aTestedConnection(enterprise.id);
    connection = `${enterprise.path}/connections/${connectionId}`;
    const { secret } = await aLink(['provisioning']);
    const [first, second] = [await aPage(secret), await aPage(secret)];
    const send = (page: TestCaller) => page.send('post', `${connection}/scim-tokens`, {}).set('Idempotency-Key', 'a');
    await send(first).expect(201);
    expect((await send(first).expect(409)).body.code).toBe('secret_shown_once');
    await send(second).expect(201);
  });

  it('is ended, and its cookie cleared', async () => {
    const { secret } = await aLink();
    const page = await aPage(secret);
    const { headers } = await page.send('delete', '/setup-session').expect(204);
    expect(String(headers['set-cookie'])).toMatch(
      /^__Host-postern-setup=; Path=\/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect((await page.send('get', connection).expect(401)).body.code).toBe('unauthenticated');
    expect((await auditLog(enterprise.id)).at(-1)).toMatchObject({ action: 'setup_session.ended' });
    await open(secret).expect(201);
  });

  it.each<[string, (linkId: string) => Promise<unknown>]>([
    [
      'its five hours are over',
      id => execute('update setup_sessions set expires_at = now() where setup_link_id = ?', [id]),
    ],
    [
      'its link is revoked',
      async id => enterprise.administrator.send('delete', `${connection}/setup-links/${id}`).expect(204),
    ],
    [
      'its connection is deleted',
      async () => enterprise.administrator.send('delete', `${connection}?enterpriseKey=${enterprise.key}`).expect(204),
    ],
  ])('is refused from when %s, in every process', async (_, endIt) => {
    const { id, secret } = await aLink();
    const page = await aPage(secret);
    const second = await startAdmin({ publicUrl: service.origin });
    const elsewhere = page.at(second.server);
    await elsewhere.send('get', connection).expect(200);
    await endIt(id);
    for (const caller of [page, elsewhere]) {
      const { body } = await caller.send('get', connection).expect(401);
      expect(body).toMatchObject({ code: 'unauthenticated', detail: expect.stringContaining('setup session is over') });
    }
    await second.close();
  });

  it('and its link end with the API key that made the link, and the audit log says so', async () => {
    const { path, administrator } = enterprise;
    const maker = await administrator.create(`${path}/api-keys`, { name: 'Maker', role: 'enterprise_admin' });
    const making = new TestCaller(service.server, String(maker['secret']));
    const make = (terms: object = {}) => making.create(`${connection}/setup-links`, { features: ['sso'], ...terms });
    const [used, unused, spent, over] = [await make(), await make(), await make(), await make({ maxOpens: 1 })];
    const pages = [await aPage(String(used['secret'])), await aPage(String(over['secret']))];
    // One is expired with a session under way, one without.
    await execute('update setup_links set expires_at = now() where id in (?, ?)', [over.id, spent.id]);
    const made = await making.create(`${path}/api-keys`, { name: 'Made', role: 'auditor' });
    const others = await aLink();

    await administrator.send('delete', `${path}/api-keys/${maker.id}`).expect(204);
    for (const page of pages) await page.send('get', connection).expect(401);
    await open(String(unused['secret'])).expect(401);
    await open(others.secret).expect(201);
    const link = (await administrator.send('get', `${connection}/setup-links/${unused.id}`).expect(200)).body;
    expect(link.revokedAt).toEqual(expect.any(String));
    const { body } = await administrator.send('get', `${path}/api-keys/${made.id}`).expect(200);
    expect(body).toMatchObject({ createdBy: maker.id, revokedAt: null });
    await new TestCaller(service.server, String(made['secret'])).send('get', path).expect(200);
    const events = (await auditLog(enterprise.id)).filter(({ action }) => String(action).endsWith('.revoked'));
    expect(events[0]).toMatchObject({
      action: 'api_key.revoked',
      target: { id: maker.id },
      after: { endedSetupLinks: 3, apiKeysLeft: 1 },
    });
    expect(
      events
        .slice(1)
        .map(({ target }) => (target as { id: string }).id)
        .toSorted(),
    ).toEqual([used.id, unused.id, over.id].toSorted());
    expect(events[1]).toMatchObject({ after: { endedWith: { type: 'api_key', id: maker.id } } });
  });

  it('of a link that one of the vendor’s keys made ends with that key, in every enterprise', async () => {
    const operator = await aCaller('operator');
    const { id, secret } = await operator.create('/api-keys', { name: 'Backend', role: 'operator' });
    const backend = new TestCaller(service.server, String(secret));
    const other = await anEnterprise();
    const theirs = await other.administrator.create(`${other.path}/connections`, { name: 'Okta', idpProfile: 'okta' });
    const places = [connection, `${other.path}/connections/${theirs.id}`];
    const links = await Promise.all(places.map(place => backend.create(`${place}/setup-links`, { features: ['sso'] })));
    const pages = await Promise.all(links.map(link => aPage(String(link['secret']))));
    await operator.send('delete', `/api-keys/${id}`).expect(204);
    for (const [index, place] of places.entries()) await pages[index]?.send('get', place).expect(401);
    for (const enterpriseId of [enterprise.id, other.id])
      expect((await auditLog(enterpriseId)).at(-1)).toMatchObject({ action: 'setup_link.revoked' });
  });

  it('goes on when its link has expired', async () => {
    const { id, secret } = await aLink();
    const page = await aPage(secret);
    await execute('update setup_links set expires_at = now() where id = ?', [id]);
    await page.send('get', connection).expect(200);
  });

  it.each([
    ['no CSRF token', { 'X-CSRF-Token': '' }],
    ['another one', { 'X-CSRF-Token': 'vZ0d3yZpX2m0C9o7yQbX0l9w8bq1m3n5p7r9t1v3x5z' }],
    ['the origin of another site', { Origin: 'https://evil.example' }],
    ['the origin of nobody', { Origin: 'null' }],
    ['the word of the browser that it is from another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['the word of the browser that it is from another host', { 'Sec-Fetch-Site': 'same-site' }],
  ])('changes nothing by a request with %s', async (_, headers) => {
    const page = await aPage((await aLink()).secret);
    const { body } = await page.send('patch', connection, { name: 'Changed' }).set(headers).expect(403);
    expect(body.code).toBe('csrf_refused');
    expect((await page.send('get', connection).expect(200)).body.name).toBe('Okta');
    const own = { Origin: service.origin, 'Sec-Fetch-Site': 'same-origin' };
    await page.send('patch', connection, { name: 'Changed' }).set(own).expect(200);
  });

  it('has a CSRF token of its own', async () => {
    const { secret } = await aLink();
    const answers = [await open(secret), await open(secret)] as const;
    const [first, second] = [cookieOf(answers[0]), String(answers[1].body.csrfToken)];
    const mixed = new TestCaller(service.server, undefined, { Cookie: first, 'X-CSRF-Token': second });
    expect((await mixed.send('patch', connection, { name: 'A' }).expect(403)).body.code).toBe('csrf_refused');
  });

  it('is not looked at when there is an API key', async () => {
    const page = await aPage((await aLink()).secret);
    const asKey = (key: string | undefined, method: 'get' | 'patch', path: string, body?: object) =>
      page.send(method, path, body).set('Authorization', `Bearer ${key}`);
    const { apiKey } = enterprise.administrator;
    await asKey(apiKey, 'get', enterprise.path).expect(200);
    await asKey(apiKey, 'patch', connection, { name: 'A' }).set('X-CSRF-Token', '').expect(200);
    await asKey(apiKey, 'get', '/setup-session').expect(403);
    await asKey(mintToken('api').secret.reveal(), 'get', connection).expect(401);
  });

  it.each([
    ['of a session that nobody has', () => mintToken('session').secret.reveal()],
    ['that is cut off', () => mintToken('session').secret.reveal().slice(0, -1)],
    ['that holds the secret of a link', () => mintToken('setup').secret.reveal()],
    ['that holds nothing', () => ''],
  ])('does not come from a cookie %s', async (_, value) => {
    const stranger = new TestCaller(service.server, undefined, { Cookie: `__Host-postern-setup=${value()}` });
    expect((await stranger.send('get', connection).expect(401)).body.code).toBe('unauthenticated');
  });
});
