import { beforeAll, describe, expect, it } from 'vitest';
import { mintToken } from '#libs/tokens';
import { aCaller, anEnterprise, runningAdmin, startAdmin, type TestCaller, TestCaller as Caller } from './builders.js';

let anonymous: TestCaller;

beforeAll(async () => {
  anonymous = new Caller((await runningAdmin()).server, undefined);
});

describe('401', () => {
  it('without a key, with a challenge that names no error', async () => {
    const { body, headers } = await anonymous.send('get', '/enterprises').expect(401);
    expect(body.code).toBe('unauthenticated');
    expect(headers['www-authenticate']).toBe('Bearer realm="Postern administration"');
    expect(headers['content-type']).toContain('application/problem+json');
  });

  it.each([
    ['a key that nobody has', () => mintToken('api').secret.reveal(), 'not known'],
    ['a key that is cut off', () => mintToken('api').secret.reveal().slice(0, -1), 'no complete Postern API key'],
    ['a SCIM token', () => mintToken('scim').secret.reveal(), 'no complete Postern API key'],
  ])('with %s', async (_, token, detail) => {
    const caller = new Caller((await runningAdmin()).server, token());
    const { body, headers } = await caller.send('get', '/enterprises').expect(401);
    expect(body.detail).toContain(detail);
    expect(headers['www-authenticate']).toContain('error="invalid_token"');
  });

  it('with Basic credentials', async () => {
    const { body } = await anonymous.send('get', '/enterprises').set('Authorization', 'Basic YTpi').expect(401);
    expect(body.detail).toContain('no complete Postern API key');
  });

  it('with an expired key, saying since when', async () => {
    const caller = await aCaller('operator', null, { expiresAt: new Date('2026-01-02T03:04:05.000Z') });
    const { body } = await caller.send('get', '/enterprises').expect(401);
    expect(body.detail).toContain('expired on 2026-01-02T03:04:05.000Z');
  });

  it('with a revoked key, from the next request on', async () => {
    const { path, administrator } = await anEnterprise();
    const { id, secret } = await administrator.create(`${path}/api-keys`, { name: 'Report', role: 'auditor' });
    const auditor = new Caller((await runningAdmin()).server, String(secret));
    await auditor.send('get', path).expect(200);
    await administrator.send('delete', `${path}/api-keys/${id}`).expect(204);
    expect((await auditor.send('get', path).expect(401)).body.detail).toContain('revoked');
  });
});

it('a key that one process revokes is refused by another at once', async () => {
  const { path, administrator } = await anEnterprise();
  const { id, secret } = await administrator.create(`${path}/api-keys`, { name: 'Report', role: 'auditor' });
  const second = await startAdmin();
  const auditor = new Caller(second.server, String(secret));
  await auditor.send('get', path).expect(200);
  await administrator.send('delete', `${path}/api-keys/${id}`).expect(204);
  await auditor.send('get', path).expect(401);
  await second.close();
});

it('eighty requests of four keys at once each see their own enterprise', async () => {
  const enterprises = await Promise.all(Array.from({ length: 4 }, () => anEnterprise()));
  const answers = await Promise.all(
    Array.from({ length: 80 }, async (_, index) => {
      const { id, administrator } = enterprises[index % 4]!;
      const { body } = await administrator.send('get', '/enterprises').expect(200);
      return { id, seen: body.items.map((item: { id: string }) => item.id) };
    }),
  );
  for (const { id, seen } of answers) expect(seen).toEqual([id]);
});

it('the last use of a key is seen in the list', async () => {
  const { path, administrator } = await anEnterprise();
  const before = await administrator.send('get', `${path}/api-keys`).expect(200);
  const { body } = await administrator.send('get', `${path}/api-keys`).expect(200);
  expect(Date.parse(body.items[0].lastUsedAt)).toBeGreaterThan(Date.now() - 60_000);
  expect(body.items[0].lastUsedAt).toBe(before.body.items[0].lastUsedAt);
});

it('the vendor’s own auditor and support staff read every enterprise and change none', async () => {
  const { path } = await anEnterprise();
  for (const role of ['auditor', 'support'] as const) {
    const caller = await aCaller(role);
    await caller.send('get', path).expect(200);
    const { body } = await caller.send('patch', path, { name: 'Changed' }).expect(403);
    expect(body).toMatchObject({ code: 'forbidden', detail: expect.stringContaining('"enterprises:write"') });
  }
});
