import { randomBytes, randomUUID } from 'node:crypto';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idTokenKeys, SigningKeyRing } from '#libs/account-events';
import { type AccountId, type Database, newId, type VendorApplicationId } from '#libs/persistence';
import { PrivateNetworks, SafeFetch } from '#libs/safe-fetch';
import { SecretBox } from '#libs/tokens';
import { LogoutSender, retryAt } from '../src/logout/logout-sender.js';
import { LogoutWorker } from '../src/logout/logout-worker.js';
import { publicUrl, testDatabase } from './builders.js';
import { Receiver } from './receiver.js';

let database: Database;
let worker: LogoutWorker;
const secretBox = new SecretBox([randomBytes(32)]);

beforeAll(async () => {
  database = await testDatabase();
  // The key is there long before somebody is signed in.
  await new SigningKeyRing(database, secretBox, idTokenKeys).keys();
  worker = aWorker('127.0.0.0/8');
  worker.onModuleInit();
});
afterAll(() => worker.onModuleDestroy());

function aWorker(networks: string): LogoutWorker {
  const safeFetch = new SafeFetch({ allowedPrivateNetworks: PrivateNetworks.parse(networks) });
  return new LogoutWorker(database, new LogoutSender(database, safeFetch, { publicUrl }, secretBox));
}

/** Somebody who is signed in to an application. */
async function aSession(backchannelLogoutUri: string | null) {
  const { enterprises, vendorApplications, applicationSessions, accountSessions } = database.repositories;
  const enterpriseId = await enterprises.insert({ key: `test-${randomUUID()}`, name: 'Example' });
  const accountId = newId<AccountId>();
  await database.orm.em
    .fork()
    .execute('insert into accounts (enterprise_id, id, login, login_key) values (?, ?, ?, ?)', [
      enterpriseId,
      accountId,
      'ava',
      'ava',
    ]);
  const expiresAt = new Date(Date.now() + 3_600_000);
  const session = await accountSessions.insert(enterpriseId, accountId, { ip: null, userAgent: null, expiresAt });
  const accountSessionId = session.id;
  const applicationId = newId<VendorApplicationId>();
  await vendorApplications.insert(applicationId, {
    name: 'A',
    redirectUris: ['https://app.example.com/'],
    postLogoutRedirectUris: [],
    initiateLoginUri: null,
    backchannelLogoutUri,
    authentication: 'none',
    jwks: null,
    secrets: [],
  });
  await applicationSessions.insert({ enterpriseId, accountId, accountSessionId, applicationId });
  return {
    accountId,
    accountSessionId,
    applicationId,
    end: () => accountSessions.revoke(enterpriseId, accountId, accountSessionId),
    waiting: async (): Promise<readonly { attempts: number }[]> =>
      database.orm.em
        .fork()
        .execute('select attempts from application_sessions where account_session_id = ?', [accountSessionId]),
  };
}

describe('an application', () => {
  it('is told within a second of the end of a session, by a logout token that it can verify', async () => {
    const receiver = new Receiver();
    const session = await aSession(await receiver.start());
    await session.end();
    await expect.poll(() => receiver.received.length, { timeout: 1000, interval: 10 }).toBe(1);
    const token = new URLSearchParams(receiver.received[0]?.body).get('logout_token') ?? '';
    const { published } = await new SigningKeyRing(database, secretBox, idTokenKeys).keys();
    const keys = createLocalJWKSet({
      keys: published.map(({ id, public_jwk }) => ({ kty: 'RSA', ...public_jwk, kid: id })),
    });
    const { payload } = await jwtVerify(token, keys, {
      issuer: `${publicUrl}/sso`,
      audience: session.applicationId,
      typ: 'logout+jwt',
    });
    expect(decodeProtectedHeader(token).alg).toBe('RS256');
    expect(payload).toMatchObject({
      sub: session.accountId,
      sid: session.accountSessionId,
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      jti: expect.any(String),
    });
    expect(payload['nonce']).toBeUndefined();
    await expect.poll(session.waiting).toEqual([]);
    receiver.stop();
  });

  it('that fails is told again, later; and one that does not answer holds up no other', async () => {
    const [broken, silent, good] = [new Receiver(), new Receiver(), new Receiver()];
    broken.answer = () => ({ status: 503 });
    silent.answer = () => new Promise(() => undefined);
    const receivers = [silent, broken, good];
    const sessions = await Promise.all(receivers.map(async receiver => aSession(await receiver.start())));
    for (const session of sessions) await session.end();
    await expect.poll(() => good.received.length, { timeout: 1000, interval: 10 }).toBe(1);
    await expect.poll(async () => (await sessions[1]?.waiting())?.[0]?.attempts).toBe(1);
    for (const receiver of receivers) receiver.stop();
  });

  it('that wants to be told nothing is told nothing', async () => {
    const session = await aSession(null);
    await session.end();
    await expect.poll(session.waiting, { interval: 10 }).toEqual([]);
  });

  it('is not reached at a private address', async () => {
    await worker.onModuleDestroy();
    const receiver = new Receiver();
    const session = await aSession(await receiver.start());
    await session.end();
    const confined = aWorker('10.0.0.0/8');
    confined.onModuleInit();
    await expect.poll(async () => (await session.waiting())[0]?.attempts, { interval: 10 }).toBe(1);
    await confined.onModuleDestroy();
    expect(receiver.received).toEqual([]);
    receiver.stop();
  });
});

it('is told again after a second, later less and less often, and is given up at last', () => {
  const now = new Date('2026-11-24T09:30:00Z');
  expect(retryAt(0, now)).toEqual(new Date('2026-11-24T09:30:01Z'));
  expect(retryAt(6, now)).toEqual(new Date('2026-11-24T15:30:00Z'));
  expect(retryAt(7, now)).toBeUndefined();
});
