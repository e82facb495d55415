import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOpenIdProvider, type TestOpenIdProvider } from '../../../tools/testing/openid-provider.js';
import { query, type RunningSso, startSso, testDatabase } from './builders.js';
import { clientSecret, OidcBrowser } from './oidc-browser.js';

let sso: RunningSso;
let browser: OidcBrowser;
let idp: TestOpenIdProvider;

const kim = { sub: 'kim-1', email: 'kim@example.com', preferred_username: 'kim@example.com', name: 'Kim Doe' };

/** A connection of its own, with a real OpenID provider that knows its client. */
async function connect(given: Parameters<typeof OidcBrowser.make>[1] = {}) {
  const of = await OidcBrowser.make(sso, given);
  const provider = await startOpenIdProvider([
    {
      client_id: 'postern',
      client_secret: clientSecret,
      redirect_uris: [of.redirectUri],
      backchannel_logout_uri: of.redirectUri.replace('callback', 'backchannel-logout'),
      backchannel_logout_session_required: true,
    },
  ]);
  await of.configure({ issuer: provider.issuer, clientId: 'postern' });
  provider.signInAs(kim);
  return { of, provider };
}

beforeAll(async () => {
  sso = await startSso({ ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8' }, { stubs: [] });
  ({ of: browser, provider: idp } = await connect());
});

afterAll(() => idp.close());

describe('signing in with an OpenID provider', () => {
  it('sends the browser there with PKCE, state and nonce, and signs the person in who comes back', async () => {
    const start = await browser.start('?login_hint=kim@example.com');
    expect(start.origin).toBe(idp.issuer);
    expect(Object.fromEntries(start.searchParams)).toMatchObject({
      client_id: 'postern',
      redirect_uri: browser.redirectUri,
      response_type: 'code',
      code_challenge_method: 'S256',
      login_hint: 'kim@example.com',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    const back = await idp.browse(start.href);
    const { text } = await browser.get(back).expect(200);
    expect(text).toContain('You are signed in');
    expect(await browser.accounts()).toEqual([
      { login: kim.email, email: kim.email, display_name: kim.name, state: 'active' },
    ]);
    expect(await browser.liveSessions()).toMatchObject([{ subject: 'kim-1', idp_session_id: expect.any(String) }]);
    // What was answered once is not answered again.
    const again = await browser.get(back).expect(403);
    expect(await browser.attemptOf(again.text)).toMatchObject({ code: 'flow_expired' });
    expect(await browser.liveSessions()).toHaveLength(1);
  });

  it('in the browser that began it alone', async () => {
    const other = await OidcBrowser.make(sso);
    const back = await idp.browse((await browser.start()).href);
    const before = (await browser.liveSessions()).length;
    const { text } = await other.get(back).expect(403);
    expect(await browser.attemptOf(text)).toMatchObject({ code: 'other_browser', account_id: null });
    expect(await browser.liveSessions()).toHaveLength(before);
  });

  it('at the connection of another enterprise is of no use', async () => {
    const other = await OidcBrowser.make(sso);
    await other.configure({ issuer: idp.issuer, clientId: 'postern' });
    const { search } = await idp.browse((await browser.start()).href);
    const { text } = await other.get(`${other.redirectUri}${search}`).expect(403);
    expect(await other.attemptOf(text)).toMatchObject({ code: 'flow_expired' });
    expect(await other.accounts()).toEqual([]);
  });

  it('is refused when the settings were changed meanwhile', async () => {
    const back = await idp.browse((await browser.start()).href);
    await browser.configure({ issuer: idp.issuer, clientId: 'another' });
    const { text } = await browser.get(back).expect(403);
    expect(await browser.attemptOf(text)).toMatchObject({ code: 'settings_changed' });
  });
});

describe('a test sign-in', () => {
  it('makes the round trip before the connection is enabled, and signs nobody in', async () => {
    const { of, provider } = await connect({ state: 'configured' });
    const { raisedWarnings } = (await testDatabase()).repositories;
    await raisedWarnings.raise(of.connection, 'METADATA_UNREACHABLE', {});
    const start = await of.start(`?test=${await of.test()}`);
    const { text } = await of.get(await provider.browse(start.href)).expect(200);
    expect(text).toContain('The test sign-in passed');
    expect(text).toContain('kim@example.com');
    expect(await of.accounts()).toEqual([]);
    expect(await raisedWarnings.list(of.connection)).toEqual([]);
    expect(await query('select state from connections where id = ?', [of.connection.connectionId])).toEqual([
      { state: 'tested' },
    ]);
    await provider.close();
  });
});

it('a client that proves with its key who it is publishes that key', async () => {
  const of = await OidcBrowser.make(sso);
  const jwksUri = `/sso/${of.connection.connectionId}/oidc/jwks`;
  const { body, headers } = await of.get(jwksUri).expect(200);
  expect(headers['cache-control']).toBe('public, max-age=300');
  expect(body.keys).toEqual([
    { kty: 'RSA', use: 'sig', alg: 'RS256', kid: expect.any(String), n: expect.any(String), e: 'AQAB' },
  ]);
  const provider = await startOpenIdProvider([
    {
      client_id: 'postern',
      token_endpoint_auth_method: 'private_key_jwt',
      redirect_uris: [of.redirectUri],
      jwks: body,
    },
  ]);
  const method = { clientAuthentication: 'private_key_jwt', sealedClientSecret: null } as const;
  await of.configure({ issuer: provider.issuer, clientId: 'postern', ...method });
  provider.signInAs(kim);
  await of.get(await provider.browse((await of.start()).href)).expect(200);
  expect(await of.liveSessions()).toHaveLength(1);
  await provider.close();
});

it('an OpenID provider that does not answer is a refusal with a reference', async () => {
  const of = await OidcBrowser.make(sso);
  await of.configure({ issuer: 'http://127.0.0.1:9', clientId: 'postern' });
  const { text } = await of.get(`/sso/${of.connection.connectionId}/start`).expect(403);
  expect(await of.attemptOf(text)).toMatchObject({ code: 'oidc_issuer_unreachable', ip: expect.any(String) });
});

it('a client secret whose key is gone is a refusal that says so', async () => {
  const of = await OidcBrowser.make(sso);
  await of.configure({ issuer: idp.issuer, clientId: 'postern', sealedClientSecret: 'x' });
  const { text } = await of.get(`/sso/${of.connection.connectionId}/start`).expect(403);
  expect(await of.attemptOf(text)).toMatchObject({ code: 'oidc_secret_unreadable' });
});

it('responses are limited as everything here', async () => {
  const limited = await startSso({ SSO_REQUESTS_PER_MINUTE: '1' });
  const of = await OidcBrowser.make(limited);
  await of.get(of.redirectUri).expect(403);
  await of.get(of.redirectUri).expect(429);
});
