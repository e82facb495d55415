import { beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionKey, ScimTokenId } from '#libs/persistence';
import { hashToken, isSameHash } from '#libs/tokens';
import { anEnterprise, aTestedConnection, auditLog, runningAdmin, type TestCaller } from './builders.js';

let key: ConnectionKey;
let administrator: TestCaller;
let list: string;
let old: { readonly id: string; readonly [name: string]: unknown };

beforeEach(async () => {
  const enterprise = await anEnterprise();
  ({ administrator } = enterprise);
  key = await aTestedConnection(enterprise.id);
  list = `${enterprise.path}/connections/${key.connectionId}/scim-tokens`;
  old = await administrator.create(list, { scopes: ['users:read', 'users:write'] });
});

const rotate = (body: object = {}, id = old.id) => administrator.send('post', `${list}/${id}/rotations`, body);
const read = async (id: string) => (await administrator.send('get', `${list}/${id}`).expect(200)).body;

/** The columns of the old token that no answer has. */
async function overlapOf(id: string): Promise<unknown> {
  const { database } = await runningAdmin();
  const [row] = await database.orm.em.fork().execute('select overlap_seconds from scim_tokens where id = ?', [id]);
  return row?.overlap_seconds;
}

async function isAccepted(secret: unknown): Promise<boolean> {
  const { database } = await runningAdmin();
  const accepted = await database.repositories.scimTokens.findAccepted(key.connectionId);
  return accepted.some(({ hash }) => isSameHash(hash, hashToken(String(secret))));
}

describe('a rotation', () => {
  it('makes a token with the same scopes, shown once, where tokens are; the old one is good until the new one is used', async () => {
    const { body, headers } = await rotate({ overlapMinutes: 90 }).expect(201);
    const { secret, ...made } = body;
    expect(headers['location']).toBe(`/api/v1${list}/${made.id}`);
    expect(made).toMatchObject({ scopes: old['scopes'], status: 'active', isSeenInUse: false, replacedBy: null });
    expect([await isAccepted(old['secret']), await isAccepted(secret)]).toEqual([true, true]);
    expect(await read(made.id)).toEqual(made);
    expect(await read(old.id)).toMatchObject({ status: 'retiring', replacedBy: made.id, expiresAt: old['expiresAt'] });
    expect(await overlapOf(old.id)).toBe(90 * 60);
    const log = await auditLog(key.enterpriseId);
    expect(log.at(-1)).toMatchObject({
      action: 'scim_token.rotated',
      target: { type: 'scim_token', id: old.id },
      after: { replacedBy: made.id, prefix: made.prefix, overlapMinutes: 90, scopes: old['scopes'] },
    });
    expect(JSON.stringify(log)).not.toContain(secret);
  });

  it('lets the old token live an hour longer unless said otherwise, and the new one as long as was asked for', async () => {
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    expect((await rotate({ expiresAt }).expect(201)).body).toMatchObject({ expiresAt });
    expect(await overlapOf(old.id)).toBe(3600);
  });

  it('is not made for a token that another takes the place of, of a revoked or of an expired one', async () => {
    const { body: made } = await rotate().expect(201);
    expect((await rotate().expect(409)).body.code).toBe('token_not_replaceable');
    await administrator.send('delete', `${list}/${made.id}`).expect(204);
    expect((await rotate({}, made.id).expect(409)).body).toMatchObject({
      code: 'token_not_replaceable',
      detail: expect.stringContaining('revoked'),
    });
    const { database } = await runningAdmin();
    await database.orm.em.fork().execute('update scim_tokens set expires_at = now() where id = ?', [old.id]);
    expect((await rotate().expect(409)).body.detail).toContain('expired');
  });

  it('makes no third active token', async () => {
    await administrator.create(list, {});
    expect((await rotate().expect(409)).body.code).toBe('too_many_active_tokens');
    expect(await read(old.id)).toMatchObject({ status: 'active', replacedBy: null });
  });

  it('that is asked for twice at once is made once', async () => {
    const answers = await Promise.all([rotate(), rotate()]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    expect((await administrator.send('get', list)).body.items).toHaveLength(2);
  });

  it('is made while provisioning is blocked, so that no token runs out for that', async () => {
    const { database } = await runningAdmin();
    await database.repositories.connections.update(key, { ssoTest: null });
    await administrator.send('post', list, {}).expect(409);
    await rotate().expect(201);
  });

  it('is undone when the new token is revoked before it was used', async () => {
    const { body: made } = await rotate().expect(201);
    await administrator.send('delete', `${list}/${made.id}`).expect(204);
    expect(await read(old.id)).toMatchObject({ status: 'active', replacedBy: null });
    expect((await auditLog(key.enterpriseId)).at(-1)).toMatchObject({
      action: 'scim_token.revoked',
      before: { replaces: old.id },
    });
    await rotate().expect(201);
  });

  it('stays when the new token is revoked after it was used: the old one ends as its overlap does', async () => {
    const { body: made } = await rotate().expect(201);
    const { database } = await runningAdmin();
    const { scimTokenUses } = database.repositories;
    const used = { ...key, tokenId: made.id as ScimTokenId, usedAt: new Date(), ip: '192.0.2.7' };
    await scimTokenUses.record([used]);
    for (const token of await scimTokenUses.findReplaced([used])) await scimTokenUses.retire(token);
    expect(await read(made.id)).toMatchObject({ isSeenInUse: true, lastUsedIp: '192.0.2.7' });
    await administrator.send('delete', `${list}/${made.id}`).expect(204);
    const { expiresAt, ...rest } = await read(old.id);
    expect(rest).toMatchObject({ status: 'retiring', replacedBy: made.id });
    expect(Date.parse(expiresAt) - used.usedAt.getTime()).toBe(3_600_000);
  });

  it('of another enterprise’s token is the same as of one that is not there', async () => {
    const other = await anEnterprise();
    const foreign = await other.administrator.create(`${other.path}/connections`, { name: 'A', idpProfile: 'okta' });
    const path = `${other.path}/connections/${foreign.id}/scim-tokens`;
    await other.administrator.send('post', `${path}/${old.id}/rotations`, {}).expect(404);
    await other.administrator.send('post', `${list}/${old.id}/rotations`, {}).expect(404);
    expect(await read(old.id)).toMatchObject({ status: 'active', replacedBy: null });
  });

  it.each([
    ['less than no overlap', { overlapMinutes: -1 }, '/overlapMinutes'],
    ['more than a week of it', { overlapMinutes: 10_081 }, '/overlapMinutes'],
    ['half a minute of it', { overlapMinutes: 0.5 }, '/overlapMinutes'],
    ['an end that has passed', { expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
    ['scopes of its own', { scopes: ['groups:read'] }, '/scopes'],
  ])('with %s is refused', async (_, body, pointer) => {
    expect((await rotate(body).expect(400)).body.errors[0].pointer).toBe(pointer);
  });
});
