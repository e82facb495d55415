import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionKey, Database } from '#libs/persistence';
import { newBrowserSecret, type NewSignIn, SignInFlows } from '#libs/sign-in';
import { aConnection, anotherDatabase, query, testDatabase } from './builders.js';

const client = { ip: '192.0.2.7', userAgent: 'Mozilla/5.0' };
const answer = { ...client, protocol: 'saml' } as const;

let database: Database;
let another: Database;
let flows: SignInFlows;
let connection: ConnectionKey;
const browser = newBrowserSecret();

beforeAll(async () => {
  [database, another] = [await testDatabase(), await anotherDatabase()];
  flows = new SignInFlows(database);
  connection = await aConnection();
});
afterAll(() => another.close());

const begin = (given: Partial<NewSignIn> = {}) =>
  flows.begin({ connection, purpose: 'sign_in', protocol: 'saml', fingerprint: 'ab12', ...given }, browser, client);

const attempt = async (id: string) =>
  (await query('select outcome, code, steps, ip, user_agent from sign_in_attempts where id = ?', [id]))[0];

describe('a sign-in that has begun', () => {
  it('is answered once, whatever process the answer comes to', async () => {
    const { flow, handle } = await begin({ interactionId: 'interaction-1' });
    const takers = [flows, new SignInFlows(another), flows, new SignInFlows(another)];
    const taken = await Promise.allSettled(
      takers.map(each => each.take(connection, handle.reveal(), browser.reveal(), answer)),
    );
    const [one, ...others] = taken
      .filter(({ status }) => status === 'fulfilled')
      .map(each => 'value' in each && each.value);
    expect(others).toEqual([]);
    expect(one).toEqual(flow);
    expect(one).toMatchObject({
      purpose: 'sign_in',
      fingerprint: 'ab12',
      interactionId: 'interaction-1',
      testId: null,
    });
    const refused = taken.filter(({ status }) => status === 'rejected').map(each => 'reason' in each && each.reason);
    expect(refused).toHaveLength(3);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'flow_expired', message: 'Sign-in failed' });
  });

  it('is stored by hashes alone, and so are its nonce and code verifier, which are not stored at all', async () => {
    const { flow, handle } = await begin();
    const [row] = await query('select * from sign_in_flows where attempt_id = ?', [flow.attemptId]);
    const stored = JSON.stringify(row, (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString() : value,
    );
    for (const secret of [handle, browser, flow.nonce, flow.codeVerifier]) {
      expect(secret.reveal()).toMatch(/^[\w-]{43}$/);
      expect(stored).not.toContain(secret.reveal());
    }
    expect(new Set([handle, flow.nonce, flow.codeVerifier].map(secret => secret.reveal())).size).toBe(3);
  });

  it('has a trace that waits for the answer', async () => {
    const { flow } = await begin();
    expect(await attempt(flow.attemptId)).toMatchObject({
      outcome: 'begun',
      code: null,
      ip: client.ip,
      user_agent: client.userAgent,
      steps: [{ name: 'begun' }],
    });
  });
});

describe('an answer', () => {
  it.each([
    ['another browser', newBrowserSecret().reveal(), true],
    ['a browser without a cookie', undefined, false],
    ['a cookie that is none', ['x'], true],
  ])('that %s brings is refused, and does not come a second time', async (_, cookie, hasCookie) => {
    const { flow, handle } = await begin();
    const brought = flows.take(connection, handle.reveal(), cookie, answer);
    await expect(brought).rejects.toMatchObject({ code: 'other_browser', reference: flow.attemptId });
    expect(await attempt(flow.attemptId)).toMatchObject({
      outcome: 'refused',
      code: 'other_browser',
      steps: [{ name: 'begun' }, { name: 'refused', detail: { code: 'other_browser', hasCookie } }],
    });
    await expect(flows.take(connection, handle.reveal(), browser.reveal(), answer)).rejects.toMatchObject({
      code: 'flow_expired',
    });
  });

  it.each(['', 'x'.repeat(43), undefined, ['a'], 'a\0b'])(
    'to nothing that was asked is refused and traced: %j',
    async handle => {
      const refused = await flows.take(connection, handle, browser.reveal(), answer).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'flow_expired', reason: expect.stringContaining('fifteen minutes') });
      const { reference } = refused as { reference: string };
      expect(await attempt(reference)).toMatchObject({ outcome: 'refused', code: 'flow_expired' });
    },
  );

  it('that comes too late is refused, and what is late is forgotten', async () => {
    const { flow, handle } = await begin();
    await query("update sign_in_flows set expires_at = now() - interval '1 second' where attempt_id = ?", [
      flow.attemptId,
    ]);
    await expect(flows.take(connection, handle.reveal(), browser.reveal(), answer)).rejects.toMatchObject({
      code: 'flow_expired',
    });
    while ((await database.repositories.signInFlows.deleteExpired(100)) > 0);
    expect(await query('select 1 from sign_in_flows where attempt_id = ?', [flow.attemptId])).toEqual([]);
  });

  it('of another enterprise is as if there were none, and takes nothing away', async () => {
    const { handle } = await begin();
    const ofAnother = await aConnection();
    await expect(flows.take(ofAnother, handle.reveal(), browser.reveal(), answer)).rejects.toMatchObject({
      code: 'flow_expired',
    });
    await expect(flows.take(connection, handle.reveal(), browser.reveal(), answer)).resolves.toBeDefined();
  });
});
