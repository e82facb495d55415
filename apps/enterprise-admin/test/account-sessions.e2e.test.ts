import { beforeAll, describe, expect, it } from 'vitest';
import { aCaller, anEnterprise, type TestCaller } from './builders.js';
import { aSession, eventsOf } from './people.js';

type Enterprise = Awaited<ReturnType<typeof anEnterprise>>;
let enterprise: Enterprise;
let administrator: TestCaller;
let made = 0;

beforeAll(async () => {
  enterprise = await anEnterprise();
  ({ administrator } = enterprise);
});

/** A new account: its id and the path of its sessions. */
async function anAccount() {
  const { id } = await administrator.create(`${enterprise.path}/accounts`, { login: `person${made++}@example.com` });
  return { id, sessions: `${enterprise.path}/accounts/${id}/sessions` };
}

describe('sessions', () => {
  it('are listed with where they come from, as long as they are recent', async () => {
    const { id, sessions } = await anAccount();
    const live = await aSession(enterprise.id, id);
    const ended = await aSession(enterprise.id, id, { endsInDays: -29 });
    await aSession(enterprise.id, id, { endsInDays: -31 });
    const { items } = (await administrator.send('get', sessions).expect(200)).body;
    expect(new Set(items.map((session: { id: string }) => session.id))).toEqual(new Set([live.id, ended.id]));
    expect(items.find((session: { id: string }) => session.id === live.id)).toEqual({
      id: live.id,
      ip: '192.0.2.7',
      userAgent: 'Example/1.0',
      createdAt: live.created_at,
      lastSeenAt: null,
      expiresAt: live.expires_at,
      revokedAt: null,
    });
  });

  it('show support staff neither address nor browser', async () => {
    const { id, sessions } = await anAccount();
    await aSession(enterprise.id, id);
    const support = await aCaller('support', enterprise.id);
    const { body, text } = await support.send('get', sessions).expect(200);
    expect(body.items).toMatchObject([{ ip: '•••', userAgent: '•••' }]);
    expect(text).not.toMatch(/192\.0|Example/);
  });

  it('are revoked one by one', async () => {
    const { id, sessions } = await anAccount();
    const [first, second] = [await aSession(enterprise.id, id), await aSession(enterprise.id, id)];
    await administrator.send('delete', `${sessions}/${first.id}`).expect(204, '');
    await administrator.send('delete', `${sessions}/${first.id}`).expect(204);
    const { items } = (await administrator.send('get', sessions)).body;
    const revoked = (items as { id: string; revokedAt: string | null }[]).filter(({ revokedAt }) => revokedAt !== null);
    expect(revoked.map(session => session.id)).toEqual([first.id]);
    expect(second.id).not.toBe(first.id);
    expect(await eventsOf(enterprise.id, first.id)).toMatchObject([
      { action: 'account_session.revoked', before: { accountId: id } },
    ]);
  });

  it('are revoked all together, which is recorded once with their number', async () => {
    const { id, sessions } = await anAccount();
    await Promise.all([aSession(enterprise.id, id), aSession(enterprise.id, id)]);
    await administrator.send('delete', sessions).expect(204, '');
    await administrator.send('delete', sessions).expect(204);
    const { items } = (await administrator.send('get', sessions)).body;
    expect(items).toMatchObject([{ revokedAt: expect.any(String) }, { revokedAt: expect.any(String) }]);
    expect((await eventsOf(enterprise.id, id)).slice(1)).toMatchObject([
      { action: 'account_session.revoked', before: { sessionCount: 2 } },
    ]);
  });

  it('of another account or another enterprise are not there', async () => {
    const [{ id }, neighbour] = [await anAccount(), await anAccount()];
    const session = await aSession(enterprise.id, id);
    await administrator.send('delete', `${neighbour.sessions}/${session.id}`).expect(404);
    const other = await anEnterprise();
    const place = `${other.path}/accounts/${id}/sessions`;
    await other.administrator.send('get', place).expect(404);
    await other.administrator.send('delete', place).expect(404);
    await other.administrator.send('delete', `${place}/${session.id}`).expect(404);
  });
});
