import * as openid from 'openid-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { ProviderUnderTest, type TestApplication } from './application.js';
import { query, TestSignIns } from './builders.js';

let sso: ProviderUnderTest;
let app: TestApplication;
let enterprise: TestSignIns;

beforeAll(async () => {
  sso = await ProviderUnderTest.start();
  [app, enterprise] = [await sso.application(), await TestSignIns.make()];
});

const keyOfEnterprise = async ({ connection }: TestSignIns) =>
  (await sso.database.repositories.enterprises.find(connection.enterpriseId))?.key ?? '';
const errorOf = (url: URL) => url.searchParams.get('error');

describe('an application', () => {
  it('learns who has signed in, of which enterprise, and in which session', async () => {
    const tokens = await app.signIn(sso.browser(), enterprise);
    const [session] = await enterprise.liveSessions();
    const { enterpriseId } = enterprise.connection;
    const claims = tokens.claims();
    expect(claims).toMatchObject({
      iss: 'https://sso.example.com/sso',
      aud: app.id,
      sub: session?.['account_id'],
      sid: session?.['id'],
      enterprise: { id: enterpriseId, key: await keyOfEnterprise(enterprise), name: 'Example' },
      preferred_username: 'kim@example.com',
      email: 'kim@example.com',
      name: 'Kim',
      organizations: [],
      groups: [],
      roles: [],
    });
    const userInfo = await openid.fetchUserInfo(app.configuration, tokens.access_token, claims?.sub ?? '');
    expect(userInfo).toMatchObject({ sub: session?.['account_id'], email: 'kim@example.com', roles: [] });
    expect(tokens.refresh_token).toBeUndefined();
  });

  it('gets a refresh token when it asks for offline access, each good for once', async () => {
    const scope = { scope: 'openid offline_access', prompt: 'consent' };
    const tokens = await app.signIn(sso.browser(), enterprise, scope);
    const first = tokens.refresh_token ?? '';
    const second = await openid.refreshTokenGrant(app.configuration, first);
    await expect(openid.refreshTokenGrant(app.configuration, first)).rejects.toMatchObject({ error: 'invalid_grant' });
    const stolen = openid.refreshTokenGrant(app.configuration, second.refresh_token ?? '');
    await expect(stolen).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('that can keep no secret signs people in too', async () => {
    const open = await sso.application({ authentication: 'none' });
    const tokens = await open.signIn(sso.browser(), enterprise);
    expect(tokens.claims()?.['aud']).toBe(open.id);
  });

  it('may push its request beforehand (RFC 9126)', async () => {
    const { url, checks } = await app.ask({ enterprise: await keyOfEnterprise(enterprise) });
    const pushed = await openid.buildAuthorizationUrlWithPAR(app.configuration, url.searchParams);
    expect([...pushed.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri']);
    const answer = await sso.browser().follow(pushed);
    expect((await app.redeem(answer.url, { url, checks })).access_token).toBeTruthy();
  });

  it('tells its provider where to sign in, or the person is asked, and an unknown place is said to be one', async () => {
    const { url } = await app.ask();
    const browser = sso.browser();
    const chooser = await browser.follow(url);
    expect(chooser).toMatchObject({ status: 200 });
    expect(chooser.page).toContain('Sign in to Example Cloud');
    const nowhere = await browser.follow(chooser.url, { hint: '<b>@nowhere.example' });
    expect(nowhere.page).toContain('Single sign-on is not set up for this');
    expect(nowhere.page).toContain('value="&lt;b&gt;@nowhere.example"');
    const answer = await browser.follow(chooser.url, { hint: await keyOfEnterprise(enterprise) });
    expect(answer.url.searchParams.get('code')).toBeTruthy();
  });

  it('signs in without asking while the session lives, and is told when it cannot', async () => {
    const other = await sso.application();
    const browser = sso.browser();
    const first = await app.signIn(browser, enterprise);
    const silent = await other.signIn(browser, enterprise, { prompt: 'none' });
    expect(silent.claims()?.['sid']).toBe(first.claims()?.['sid']);
    const hinted = await app.signIn(browser, enterprise, { prompt: 'none', id_token_hint: first.id_token ?? '' });
    expect(hinted.claims()?.sub).toBe(first.claims()?.sub);
    const { url } = await app.ask({ prompt: 'none' });
    expect(errorOf((await sso.browser().follow(url)).url)).toBe('login_required');
  });

  it('can have people sign in anew, which ends the session before', async () => {
    const browser = sso.browser();
    const first = await app.signIn(browser, enterprise);
    const again = await app.signIn(browser, enterprise, { prompt: 'login' });
    expect(again.claims()?.sub).toBe(first.claims()?.sub);
    expect(again.claims()?.['sid']).not.toBe(first.claims()?.['sid']);
    const old = (await enterprise.liveSessions()).find(({ id }) => id === first.claims()?.['sid']);
    expect(old).toBeUndefined();
    const late = await app.signIn(browser, enterprise, { max_age: '0' });
    expect(late.claims()?.['sid']).not.toBe(again.claims()?.['sid']);
  });
});

describe('the end', () => {
  it('of an account ends everything at once: cookie, code, refresh token and access token', async () => {
    const ended = await TestSignIns.make();
    const directoryUser = await ended.provision('kim@example.com');
    const browser = sso.browser();
    const tokens = await app.signIn(browser, ended, { scope: 'openid offline_access', prompt: 'consent' });
    const asked = await app.ask({ enterprise: await keyOfEnterprise(ended) });
    const { url: withCode } = await browser.follow(asked.url);
    await ended.deactivate(directoryUser);
    const sub = tokens.claims()?.sub ?? '';
    const asking = openid.fetchUserInfo(app.configuration, tokens.access_token, sub);
    await expect(asking).rejects.toMatchObject({ status: 401 });
    const refreshed = openid.refreshTokenGrant(app.configuration, tokens.refresh_token ?? '');
    await expect(refreshed).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(app.redeem(withCode, asked)).rejects.toMatchObject({ error: 'invalid_grant' });
    const silent = await app.ask({ prompt: 'none' });
    expect(errorOf((await browser.follow(silent.url)).url)).toBe('login_required');
    const due = await query('select logout_due_at from application_sessions where account_id = ?', [sub]);
    expect(due).toEqual([{ logout_due_at: expect.anything() }]);
  });

  it('of a session comes when the person signs out at an application', async () => {
    const browser = sso.browser();
    const tokens = await app.signIn(browser, enterprise);
    const url = openid.buildEndSessionUrl(app.configuration, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: 'https://app.example.com/',
    });
    const asked = await browser.follow(url);
    expect(asked.page).toContain('Sign out?');
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(asked.page)?.[1] ?? '';
    const done = await browser.follow('https://sso.example.com/sso/session/end/confirm', { xsrf, logout: 'yes' });
    expect(done.url.href).toBe('https://app.example.com/');
    const sid = tokens.claims()?.['sid'];
    expect((await enterprise.liveSessions()).some(({ id }) => id === sid)).toBe(false);
  });
});
