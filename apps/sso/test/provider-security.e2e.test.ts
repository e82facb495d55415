import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, ProviderUnderTest, type TestApplication } from './application.js';
import { query, TestSignIns } from './builders.js';

let sso: ProviderUnderTest;
let app: TestApplication;
let enterprise: TestSignIns;
let key: string;

beforeAll(async () => {
  sso = await ProviderUnderTest.start();
  [app, enterprise] = [await sso.application(), await TestSignIns.make()];
  key = (await sso.database.repositories.enterprises.find(enterprise.connection.enterpriseId))?.key ?? '';
});

const ask = (parameters: Record<string, string> = {}) => app.ask({ enterprise: key, ...parameters });
const errorOf = (url: URL) => url.searchParams.get('error');

/** A code for somebody who has signed in, and what it was asked with. */
async function aCode() {
  const asked = await ask();
  const { url } = await sso.browser().follow(asked.url);
  return { url, asked };
}

describe('where an answer goes', () => {
  it.each([
    ['another host', 'https://evil.example/callback'],
    ['a longer path', 'https://app.example.com/callback/../evil'],
    ['a query that was not registered', 'https://app.example.com/callback?next=https://evil.example'],
    ['a fragment', 'https://app.example.com/callback#a'],
    ['a user name', 'https://app.example.com@evil.example/callback'],
    ['capitals', 'https://APP.example.com/callback'],
    ['http', 'http://app.example.com/callback'],
    ['another port', 'https://app.example.com:8443/callback'],
    ['an encoded slash', 'https://app.example.com/callback%2F..'],
  ])('is never %s', async (_, redirectUri) => {
    const { url } = await ask({ redirect_uri: redirectUri, prompt: 'none' });
    const shown = await sso.browser().follow(url);
    expect(shown).toMatchObject({ status: 400 });
    expect(shown.url.origin).toBe('https://sso.example.com');
    expect(shown.page).toContain('invalid_redirect_uri');
  });

  it('is never a page after signing out that was not registered', async () => {
    const end = openid.buildEndSessionUrl(app.configuration, { post_logout_redirect_uri: 'https://evil.example/' });
    expect(await sso.browser().follow(end)).toMatchObject({ status: 400 });
  });

  it('says who answers (RFC 9207), and is refused by whoever asked another', async () => {
    const { url, asked } = await aCode();
    expect(url.searchParams.get('iss')).toBe('https://sso.example.com/sso');
    url.searchParams.set('iss', 'https://evil.example');
    await expect(app.redeem(url, asked)).rejects.toThrow('invalid response encountered');
  });
});

describe('a request', () => {
  it.each([
    ['without PKCE', { code_challenge: '' }],
    ['with the plain method', { code_challenge_method: 'plain' }],
    ['for the implicit flow', { response_type: 'id_token' }],
    ['for the hybrid flow', { response_type: 'code id_token' }],
    ['for a token in the URL', { response_type: 'token' }],
    ['with claims of its own choice', { claims: '{"id_token":{"email":{"essential":true}}}' }],
    ['in a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }],
  ])('%s gets nothing', async (_, parameters) => {
    const { url } = await ask({ ...parameters });
    for (const [name, value] of Object.entries(parameters)) if (value === '') url.searchParams.delete(name);
    const { url: answer } = await sso.browser().follow(url);
    const shown = new URLSearchParams(answer.hash.slice(1));
    expect(shown.get('id_token') ?? shown.get('access_token')).toBeNull();
    if ('claims' in parameters) return;
    expect(errorOf(answer) ?? shown.get('error') ?? 'page').toMatch(
      /^(?:invalid_request|unsupported_response_type|request_not_supported|page)$/,
    );
    expect(answer.searchParams.get('code')).toBeNull();
  });

  it('of an application that nobody made, or that registers itself, is refused', async () => {
    const { url } = await ask();
    url.searchParams.set('client_id', '01937f2c-0000-7000-8000-000000000000');
    expect(await sso.browser().follow(url)).toMatchObject({ status: 400 });
    const registered = await sso.fetch('https://sso.example.com/sso/reg', { method: 'POST' });
    expect(registered.status).toBe(404);
  });
});

describe('a code', () => {
  it('that comes twice is worth nothing, and neither is what it was changed for', async () => {
    const { url, asked } = await aCode();
    const tokens = await app.redeem(url, asked);
    await expect(app.redeem(url, asked)).rejects.toMatchObject({ error: 'invalid_grant' });
    const sub = tokens.claims()?.sub ?? '';
    await expect(openid.fetchUserInfo(app.configuration, tokens.access_token, sub)).rejects.toMatchObject({
      status: 401,
    });
  });

  it('is changed once when it comes many times at once', async () => {
    const { url, asked } = await aCode();
    const all = await Promise.allSettled(Array.from({ length: 6 }, () => app.redeem(url, asked)));
    expect(all.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
  });

  it('is of no use to another application, without its verifier, or with a wrong secret', async () => {
    const { url, asked } = await aCode();
    const other = await sso.application();
    await expect(other.redeem(url, asked)).rejects.toMatchObject({ error: 'invalid_grant' });
    const wrong = { ...asked, checks: { ...asked.checks, pkceCodeVerifier: openid.randomPKCECodeVerifier() } };
    await expect(app.redeem(url, wrong)).rejects.toMatchObject({ error: 'invalid_grant' });
    const guess = new openid.Configuration(
      app.configuration.serverMetadata(),
      app.id,
      undefined,
      openid.ClientSecretBasic('only-hashes-are-kept'),
    );
    guess[openid.customFetch] = (given, options) => sso.fetch(given, options as RequestInit);
    const { checks } = asked;
    await expect(openid.authorizationCodeGrant(guess, url, checks)).rejects.toMatchObject({ status: 401 });
  });
});

describe('another browser', () => {
  it('cannot bring an interaction to its end: nobody is signed in as somebody else', async () => {
    // The attacker begins at the application, and has the victim go to the identity provider for it.
    const attacker = sso.browser();
    const { url } = await app.ask();
    const chooser = await attacker.follow(url);
    const uid = chooser.url.pathname.split('/').at(-1) ?? '';
    const before = (await enterprise.liveSessions()).length;
    const start = `https://sso.example.com/sso/${enterprise.connection.connectionId}/start?interaction=${uid}`;
    const victim = await sso.browser().follow(start);
    expect(victim).toMatchObject({ status: 400 });
    expect(victim.page).toContain('This sign-in is over');
    expect((await enterprise.liveSessions()).length).toBe(before);
    const resumed = await attacker.follow(`https://sso.example.com/sso/auth/${uid}`);
    expect(resumed.url.searchParams.get('code')).toBeNull();
  });

  it('sees nothing of an interaction, and no ticket helps', async () => {
    const { url } = await app.ask();
    const chooser = await sso.browser().follow(url);
    expect(await sso.browser().follow(chooser.url)).toMatchObject({ status: 400 });
    expect(await sso.browser().follow(chooser.url, { hint: key })).toMatchObject({ status: 400 });
    expect(await sso.browser().follow(`${chooser.url.href}/signed-in?ticket=a.b.c.d.e`)).toMatchObject({ status: 400 });
  });
});

describe('what is sent to browsers', () => {
  it('is kept for this host, over HTTPS, away from scripts and from requests of other sites', async () => {
    const browser = sso.browser();
    const chooser = await browser.follow((await app.ask()).url);
    await app.signIn(browser, enterprise);
    expect([...browser.cookies.keys()].toSorted()).toContain('__Host-postern-session');
    for (const [name, { line, path }] of browser.cookies) {
      expect(line).toMatch(/; secure/i);
      expect(line).toMatch(/; httponly/i);
      expect(line).toMatch(/; samesite=(?:lax|none)/i);
      expect(line).not.toMatch(/; domain=/i);
      if (name.startsWith('__Host-')) expect(path).toBe('/');
      else expect(path).not.toBe('/');
    }
    expect(chooser.page).not.toContain('<script');
  });

  it.each([
    ['the chooser', async (browser: Browser) => (await browser.follow((await app.ask()).url)).url],
    ['an error', async () => (await ask({ redirect_uri: 'https://evil.example/' })).url],
  ])('cannot be framed, and runs no script: %s', async (_, find) => {
    const browser = sso.browser();
    const { headers } = await browser.open(await find(browser));
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('content-security-policy')).toContain("script-src 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toContain('no-store');
  });

  it('is stored as hashes and sealed: nothing in the database opens anything', async () => {
    const browser = sso.browser();
    const tokens = await app.signIn(browser, enterprise, { scope: 'openid offline_access', prompt: 'consent' });
    const stored = JSON.stringify(await query('select * from provider_payloads'));
    const opening = [tokens.access_token, tokens.refresh_token, browser.cookies.get('__Host-postern-session')?.value];
    for (const text of opening) {
      expect(text).toMatch(/^[\w-]{20,}$/);
      expect(stored).not.toContain(text);
    }
  });
});

describe('a sign-in that the identity provider began', () => {
  // Other tests in this database are of an installation without such an application.
  afterAll(() => query('update vendor_applications set initiate_login_uri = null'));

  it('signs nobody in by itself: the application begins', async () => {
    await query('update vendor_applications set initiate_login_uri = ? where id = ?', [
      'https://app.example.com/sign-in',
      app.id,
    ]);
    const before = (await enterprise.liveSessions()).length;
    const browser = sso.browser();
    const { url } = await browser.follow(`https://sso.example.com/sso/${enterprise.connection.connectionId}/start`);
    expect(`${url.origin}${url.pathname}`).toBe('https://app.example.com/sign-in');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      iss: 'https://sso.example.com/sso',
      login_hint: `enterprise:${key}`,
    });
    expect((await enterprise.liveSessions()).length).toBe(before);
    expect(browser.cookies.has('__Host-postern-session')).toBe(false);
    const asked = await app.ask({ login_hint: url.searchParams.get('login_hint') ?? '' });
    const answer = await browser.follow(asked.url);
    expect((await app.redeem(answer.url, asked)).claims()?.['preferred_username']).toBe('kim@example.com');
  });
});
