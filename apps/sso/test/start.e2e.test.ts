import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { beforeAll, describe, expect, it } from 'vitest';
import { SignInFlows, SignInTests } from '#libs/sign-in';
import { query, type RunningSso, runningSso, startSso, TestSignIns } from './builders.js';

let sso: RunningSso;

beforeAll(async () => {
  sso = await runningSso();
});

const start = (connectionId: string, parameters = '', { server } = sso) =>
  supertest(server).get(`/sso/${connectionId}/start${parameters}`);
const last = () => sso.sent.at(-1);

describe('beginning a sign-in', () => {
  it('sends the browser to the identity provider, and binds it', async () => {
    const { connection, fingerprint, database } = await TestSignIns.make();
    const response = await start(connection.connectionId, '?interaction=i-1&login_hint=kim@example.com').expect(303);
    expect(last()).toMatchObject({
      flow: { connection, purpose: 'sign_in', protocol: 'saml', fingerprint, interactionId: 'i-1', testId: null },
      revision: { mappingVersion: 0 },
      loginHint: 'kim@example.com',
    });
    expect(response.headers).toMatchObject({
      location: `https://idp.example.com/sso?RelayState=${last()?.handle.reveal()}`,
      'cache-control': 'no-store',
    });
    const cookie = String(response.headers['set-cookie']);
    const [, browser] =
      /^__Host-postern-sign-in-saml=([\w-]{43}); Max-Age=900; Path=\/; .*HttpOnly; Secure; SameSite=None$/.exec(
        cookie,
      ) ?? [];
    const handle = last()?.handle.reveal();
    const answer = { ip: null, userAgent: null, protocol: 'saml' } as const;
    await expect(new SignInFlows(database).take(connection, handle, browser, answer)).resolves.toMatchObject({
      interactionId: 'i-1',
    });
  });

  it('keeps what binds the browser, so that several sign-ins may be under way', async () => {
    const { connection } = await TestSignIns.make();
    const secret = 'a'.repeat(43);
    const again = await start(connection.connectionId).set('Cookie', `__Host-postern-sign-in-saml=${secret}`);
    expect(String(again.headers['set-cookie'])).toContain(secret);
    const forged = await start(connection.connectionId).set('Cookie', '__Host-postern-sign-in-saml=x');
    expect(String(forged.headers['set-cookie'])).not.toContain('=x;');
  });

  it('works in a demo without HTTPS', async () => {
    const { connection } = await TestSignIns.make();
    const demo = await startSso({ PUBLIC_URL: 'http://127.0.0.1:3000' });
    const { headers } = await start(connection.connectionId, '', demo).expect(303);
    expect(String(headers['set-cookie'])).toMatch(/^postern-sign-in-saml=[\w-]{43}; .*HttpOnly; SameSite=Lax$/);
  });

  it.each(['configured', 'disabled'] as const)(
    'of a connection that is %s is refused with a reference',
    async state => {
      const { connection } = await TestSignIns.make({ state });
      const { text, headers } = await start(connection.connectionId).expect(403);
      const [, reference] = /<code>([\da-f-]{36})<\/code>/.exec(text) ?? [];
      expect(await query('select code, connection_id from sign_in_attempts where id = ?', [reference])).toEqual([
        { code: 'connection_not_enabled', connection_id: connection.connectionId },
      ]);
      expect(text).toContain('<h1>Sign-in failed</h1>');
      expect(text).not.toMatch(/enabled|<script/);
      expect(headers['set-cookie']).toBeUndefined();
    },
  );

  it.each([randomUUID(), 'x', "'"])('of no connection is a page that says nothing: %s', async id => {
    const { text } = await start(encodeURIComponent(id)).expect(404);
    expect(text).toContain('<h1>Nothing is here</h1>');
  });

  it.each(['?interaction=a&interaction=b', `?login_hint=${'x'.repeat(401)}`])(
    'with %s is refused',
    async parameters => {
      const { connection } = await TestSignIns.make();
      await start(connection.connectionId, parameters).expect(400);
    },
  );

  it('too often from one address is refused for a while', async () => {
    const { connection } = await TestSignIns.make();
    const limited = await startSso({ SSO_REQUESTS_PER_MINUTE: '2' });
    for (const status of [303, 303, 429]) await start(connection.connectionId, '', limited).expect(status);
    const { headers } = await start(connection.connectionId, '', limited).expect(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('opening a test', () => {
  const aTest = async (given: Parameters<typeof TestSignIns.make>[0] = {}) => {
    const idp = await TestSignIns.make({ state: 'configured', ...given });
    const { repositories } = idp.database;
    return { ...(await SignInTests.make(repositories, idp.connection, idp.fingerprint)), idp };
  };

  it('begins a sign-in of a connection that is not enabled yet', async () => {
    const { idp, row, secret } = await aTest();
    await start(idp.connection.connectionId, `?test=${secret.reveal()}`).expect(303);
    expect(last()?.flow).toMatchObject({ purpose: 'test', testId: row.id, fingerprint: idp.fingerprint });
    // It may be opened again, until it has come back.
    await start(idp.connection.connectionId, `?test=${secret.reveal()}`).expect(303);
    expect(await query('select attempt_id from sign_in_tests where id = ?', [row.id])).toEqual([
      { attempt_id: last()?.flow.attemptId },
    ]);
  });

  it.each<[string, string]>([
    ['has expired', "update sign_in_tests set expires_at = now() - interval '1 second' where id = ?"],
    ['has come back', "update sign_in_tests set result = '{}' where id = ?"],
  ])('that %s is refused', async (_, change) => {
    const { idp, row, secret } = await aTest();
    await query(change, [row.id]);
    const { text } = await start(idp.connection.connectionId, `?test=${secret.reveal()}`).expect(410);
    expect(text).toContain('This test is over');
  });

  it('of other settings, of another enterprise or that is none is refused', async () => {
    const { idp, secret } = await aTest();
    const { idp: another } = await aTest();
    await start(another.connection.connectionId, `?test=${secret.reveal()}`).expect(410);
    await start(idp.connection.connectionId, '?test=ptn_test_x').expect(410);
    await query('update connections set mapping_version = 7 where id = ?', [idp.connection.connectionId]);
    await start(idp.connection.connectionId, `?test=${secret.reveal()}`).expect(410);
  });
});

it('every page has no script, comes from nowhere else and may not be framed', async () => {
  const { headers, text } = await start('x').expect(404);
  expect(headers).toMatchObject({
    'content-security-policy': expect.stringMatching(
      /^default-src 'none'; style-src 'sha256-[^']+'; .*frame-ancestors 'none'$/,
    ),
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  expect(text).toMatch(/^<!doctype html>\n<html lang="en">/);
});
