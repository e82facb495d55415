import { inflateRawSync } from 'node:zlib';
import * as openid from 'openid-client';
import { beforeAll, expect, it } from 'vitest';
import { aLogoutResponse, queryOf } from '../../../tools/testing/saml/a-logout.js';
import { keys } from '../../../tools/testing/saml/keys.js';
import { target } from '../../../tools/testing/saml/target.js';
import { ProviderUnderTest } from './application.js';
import { TestSignIns } from './builders.js';

const BACK = 'https://app.example.com/';
let provider: ProviderUnderTest;
beforeAll(async () => {
  provider = await ProviderUnderTest.start();
});

it('whoever signs out at an application is signed out at the identity provider, and comes back to the application', async () => {
  const people = await TestSignIns.make();
  const [browser, app] = [provider.browser(), await provider.application()];
  const tokens = await app.signIn(browser, people);
  const { connectionId } = people.connection;
  const slo = `https://sso.example.com/sso/${connectionId}/saml/slo`;
  await people.database.repositories.connections.update(people.connection, {
    ssoSettings: {
      protocol: 'saml',
      entityId: target.idpEntityId,
      signOnUrl: 'https://idp.example.com/sso',
      singleLogoutUrl: 'https://idp.example.com/slo',
      certificates: [keys.idp.cert],
    },
  });
  const end = openid.buildEndSessionUrl(app.configuration, {
    id_token_hint: tokens.id_token ?? '',
    post_logout_redirect_uri: BACK,
  });
  const { page } = await browser.follow(end);
  const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(page) ?? [];
  const sent = await browser.follow('https://sso.example.com/sso/session/end/confirm', { xsrf, logout: 'yes' });
  expect(sent.url.host).toBe('idp.example.com');
  expect(await people.liveSessions()).toEqual([]);
  const xml = inflateRawSync(Buffer.from(sent.url.searchParams.get('SAMLRequest') ?? '', 'base64')).toString();
  expect(xml).toContain('>subject of kim@example.com</saml:NameID>');
  const requestId = /ID="([^"]+)"/.exec(xml)?.[1] ?? '';

  const answer = queryOf(aLogoutResponse(requestId, { destination: slo }));
  const back = await browser.follow(`${slo}?${answer}`);
  expect(String(back.url)).toBe(BACK);
  // The way back is gone with it.
  expect([...browser.cookies.keys()].filter(name => name.includes('signed-out'))).toEqual([]);
});
