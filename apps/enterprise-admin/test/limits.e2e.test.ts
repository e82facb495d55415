import { describe, expect, it, onTestFinished } from 'vitest';
import { mintToken } from '#libs/tokens';
import { aCaller, anEnterprise, type RunningAdmin, startAdmin, TestCaller } from './builders.js';

/** A service of the test's own, which ends with it. */
async function aService(environment: Readonly<Record<string, string>>): Promise<RunningAdmin> {
  const service = await startAdmin({ environment });
  onTestFinished(() => service.close());
  return service;
}

const wrongKey = () => mintToken('api').secret.reveal();

describe('the requests of one API key', () => {
  it('are limited: 429 that says when the next may come, and others go on', async () => {
    const { server } = await aService({ ADMIN_REQUESTS_PER_SECOND: '1', ADMIN_REQUEST_BURST: '2' });
    const [one, other] = (await Promise.all([aCaller('operator'), aCaller('operator')])).map(
      ({ apiKey }) => new TestCaller(server, apiKey),
    );
    for (let sent = 0; sent < 2; sent++) await one!.send('get', '/enterprises?limit=1').expect(200);
    const refused = await one!.send('get', '/enterprises?limit=1').expect(429);
    expect(refused.body).toMatchObject({ code: 'too_many_requests', status: 429 });
    expect(refused.headers['retry-after']).toMatch(/^[12]$/);
    for (const spelling of ['bearer', 'BEARER'])
      await other!.send('get', '/enterprises?limit=1').set('Authorization', `${spelling}  ${one!.apiKey}`).expect(429);
    await other!.send('get', '/enterprises?limit=1').expect(200);
  });

  it('are 200 at once in production, and unlimited otherwise', async () => {
    const production = {
      NODE_ENV: 'production',
      DATABASE_URL: 'postgres://127.0.0.1/postern',
      PUBLIC_URL: 'https://sso.example.com',
      SECRETS_KEY: Buffer.alloc(32).toString('base64'),
    };
    const { apiKey } = await aCaller('auditor');
    const statuses = async (environment: Readonly<Record<string, string>>) => {
      const caller = new TestCaller((await aService(environment)).server, apiKey);
      const answers = await Promise.all(Array.from({ length: 203 }, () => caller.send('get', '/api-keys')));
      return answers.map(({ status }) => status).filter(status => status === 429).length;
    };
    expect(await statuses(production)).toBe(3);
    expect(await statuses({})).toBe(0);
  });
});

describe('wrong API keys', () => {
  it('of one address are looked up so often and then answered 429, but keys that were right before', async () => {
    const { server } = await aService({
      ADMIN_FAILED_AUTHENTICATIONS_PER_MINUTE: '3',
      TRUSTED_PROXIES: 'loopback',
    });
    const right = new TestCaller(server, (await aCaller('operator')).apiKey);
    const late = new TestCaller(server, (await aCaller('operator')).apiKey);
    const send = (caller: TestCaller, address: string) =>
      caller.send('get', '/enterprises?limit=1').set('X-Forwarded-For', address);
    await send(right, '192.0.2.1').expect(200);
    for (let sent = 0; sent < 3; sent++) await send(new TestCaller(server, wrongKey()), '192.0.2.1').expect(401);
    const refused = await send(new TestCaller(server, wrongKey()), '192.0.2.1').expect(429);
    expect(refused.body).toMatchObject({
      code: 'too_many_requests',
      detail: expect.stringContaining('wrong API keys'),
    });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(50);
    await send(right, '192.0.2.1').expect(200);
    await send(late, '192.0.2.1').expect(429);
    await send(late, '192.0.2.2').expect(200);
    // Without a key there is nothing to look up.
    await send(new TestCaller(server, undefined), '192.0.2.1').expect(401);
  });

  it('are counted again once a key that was right is revoked', async () => {
    const { server, database } = await aService({ ADMIN_FAILED_AUTHENTICATIONS_PER_MINUTE: '1' });
    const caller = new TestCaller(server, (await aCaller('operator')).apiKey);
    await caller.send('get', '/enterprises?limit=1').expect(200);
    await database.orm.em
      .fork()
      .execute('update api_keys set revoked_at = now() where prefix = ?', [caller.apiKey?.slice(0, 14)]);
    await caller.send('get', '/enterprises?limit=1').expect(401);
    await caller.send('get', '/enterprises?limit=1').expect(429);
  });
});

describe('the time a request may take', () => {
  it('is followed by a 503 that says when to try again; what comes of it later is not told', async () => {
    const { server, database } = await aService({ ADMIN_REQUEST_TIMEOUT_SECONDS: '1' });
    const { id, path, administrator } = await anEnterprise();
    const caller = new TestCaller(server, administrator.apiKey);
    const unlock = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const holding = database.transaction(async ({ enterprises }) => {
      await enterprises.findForUpdate(id);
      locked.resolve();
      await unlock.promise;
    });
    await locked.promise;
    const { body, headers } = await caller.send('patch', path, { name: 'Later' }).expect(503);
    expect(body).toMatchObject({ code: 'unavailable', detail: expect.stringContaining('longer than 1 seconds') });
    expect(headers['retry-after']).toBe('30');
    unlock.resolve();
    await holding;
    // The work behind it was not cut off.
    await expect.poll(async () => (await caller.send('get', path)).body.name).toBe('Later');
  });
});
