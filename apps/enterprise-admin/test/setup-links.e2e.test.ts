import { beforeEach, describe, expect, it } from 'vitest';
import { isWellFormedToken } from '#libs/tokens';
import { anEnterprise, auditLog, runningAdmin, TestCaller } from './builders.js';

const DAY_MS = 86_400_000;

let enterpriseId: string;
let path: string;
let administrator: TestCaller;
let list: string;
let connectionId: string;

beforeEach(async () => {
  ({ id: enterpriseId, path, administrator } = await anEnterprise());
  ({ id: connectionId } = await administrator.create(`${path}/connections`, { name: 'Okta', idpProfile: 'okta' }));
  list = `${path}/connections/${connectionId}/setup-links`;
});

describe('a setup link', () => {
  it('that is made while its API key is revoked ends, or is not made', async () => {
    const { server } = await runningAdmin();
    const { id, secret } = await administrator.create(`${path}/api-keys`, { name: 'A', role: 'enterprise_admin' });
    const maker = new TestCaller(server, String(secret));
    const make = async () => maker.send('post', list, { features: ['sso'] });
    const [, ...answers] = await Promise.all([
      administrator.send('delete', `${path}/api-keys/${id}`).expect(204),
      ...Array.from({ length: 12 }, make),
    ]);
    for (const { status } of answers) expect([201, 401]).toContain(status);
    const { items } = (await administrator.send('get', list).expect(200)).body;
    expect(items).toHaveLength(answers.filter(({ status }) => status === 201).length);
    for (const { revokedAt } of items) expect(revokedAt).toEqual(expect.any(String));
  });

  it('is shown once, with its secret where no server is sent it, and lives five days unless said otherwise', async () => {
    const { secret, url, ...link } = await administrator.create(list, { features: ['sso', 'provisioning'] });
    expect(isWellFormedToken('setup', String(secret))).toBe(true);
    expect(url).toBe(`${(await runningAdmin()).origin}/assistant/#${String(secret)}`);
    expect(link).toEqual({
      id: expect.any(String),
      prefix: String(secret).slice(0, 16),
      features: ['sso', 'provisioning'],
      maxOpens: 3,
      opens: 0,
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      lastOpenedAt: null,
      revokedAt: null,
    });
    const days = (Date.parse(String(link['expiresAt'])) - Date.now()) / DAY_MS;
    expect(days).toBeGreaterThan(4.99);
    expect(days).toBeLessThanOrEqual(5);
    expect((await administrator.send('get', list).expect(200)).body.items).toEqual([link]);
    expect((await administrator.send('get', `${list}/${link.id}`).expect(200)).body).toEqual(link);
  });

  it('has the end and the number of times that were asked for', async () => {
    const asked = { maxOpens: 1, expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
    expect(await administrator.create(list, { features: ['domains'], ...asked })).toMatchObject(asked);
  });

  it('is revoked, stays in the list, and is in the audit log without its secret', async () => {
    const { id, secret, prefix } = await administrator.create(list, { features: ['sso'] });
    await administrator.send('delete', `${list}/${id}`).expect(204);
    await administrator.send('delete', `${list}/${id}`).expect(204);
    expect((await administrator.send('get', list)).body.items).toMatchObject([{ id, revokedAt: expect.any(String) }]);
    const events = await auditLog(enterpriseId);
    expect(events).toMatchObject([
      { action: 'connection.created' },
      { action: 'setup_link.created', after: { connectionId, prefix, features: ['sso'], maxOpens: 3 } },
      { action: 'setup_link.revoked', before: { connectionId, prefix, opens: 0 } },
    ]);
    expect(JSON.stringify(events)).not.toContain(secret);
  });

  it('whose request comes again is not made twice, and not shown again', async () => {
    const send = () => administrator.send('post', list, { features: ['sso'] }).set('Idempotency-Key', 'link');
    const { body } = await send().expect(201);
    const again = await send().expect(409);
    expect(again.body).toMatchObject({ code: 'secret_shown_once', detail: expect.stringContaining(body.id) });
  });

  it('of another connection or enterprise is not there', async () => {
    const { id } = await administrator.create(list, { features: ['sso'] });
    const other = await anEnterprise();
    const second = await administrator.create(`${path}/connections`, { name: 'Second', idpProfile: 'okta' });
    await other.administrator.send('get', `${list}/${id}`).expect(404);
    await administrator.send('get', `${path}/connections/${second.id}/setup-links/${id}`).expect(404);
    await administrator.send('delete', `${path}/connections/${second.id}/setup-links/${id}`).expect(404);
    expect((await administrator.send('get', `${list}/${id}`)).body.revokedAt).toBeNull();
  });

  it('gives nobody more than its maker has', async () => {
    const permissions = [
      'setup-links:write',
      'connections:read',
      'attribute-mappings:read',
      'domains:read',
      'domains:write',
    ];
    const { secret } = await administrator.create(`${path}/api-keys`, {
      name: 'Restricted',
      role: 'enterprise_admin',
      permissions,
    });
    const restricted = new TestCaller((await runningAdmin()).server, String(secret));
    const { body } = await restricted.send('post', list, { features: ['domains', 'sso'] }).expect(403);
    expect(body).toMatchObject({ code: 'forbidden', detail: expect.stringContaining('connections:write') });
    await restricted.send('post', list, { features: ['domains'] }).expect(201);
  });

  it.each([
    ['no features', {}, '/features'],
    ['none of the features', { features: [] }, '/features'],
    ['an unknown feature', { features: ['everything'] }, '/features'],
    ['a feature twice', { features: ['sso', 'sso'] }, '/features'],
    ['no opening', { features: ['sso'], maxOpens: 0 }, '/maxOpens'],
    ['too many openings', { features: ['sso'], maxOpens: 21 }, '/maxOpens'],
    ['half an opening', { features: ['sso'], maxOpens: 1.5 }, '/maxOpens'],
    ['a longer life', { features: ['sso'], expiresAt: new Date(Date.now() + 6 * DAY_MS).toISOString() }, '/expiresAt'],
    ['an end that has passed', { features: ['sso'], expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
  ])('with %s is refused', async (_, body, pointer) => {
    const answer = await administrator.send('post', list, body).expect(400);
    expect(answer.body.errors[0].pointer).toBe(pointer);
  });
});
