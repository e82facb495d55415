import { inflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { startOpenIdProvider } from '../../../tools/testing/openid-provider.js';
import { aResponse, anAssertion, posted, signed } from '../../../tools/testing/saml/a-response.js';
import { ProviderUnderTest, type TestApplication } from './application.js';
import { query, type RunningSso, startSso } from './builders.js';
import { clientSecret, OidcBrowser } from './oidc-browser.js';
import { SamlBrowser } from './saml-browser.js';

let sso: RunningSso;
let provider: ProviderUnderTest;
let app: TestApplication;

beforeAll(async () => {
  sso = await startSso({ ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8' }, { stubs: [] });
  provider = await ProviderUnderTest.of(sso);
  app = await provider.application();
});

/** An application asks for a sign-in; gives where the browser is at the identity provider. */
async function ask({ connection }: OidcBrowser | SamlBrowser, parameters: Record<string, string>) {
  const [enterprise] = await query('select key from enterprises where id = ?', [connection.enterpriseId]);
  const asked = await app.ask({ enterprise: String(enterprise?.['key']), ...parameters });
  const browser = provider.browser();
  const { url } = await browser.follow(asked.url);
  return { asked, browser, atIdp: url };
}

describe('an application that wants people to sign in anew', () => {
  it('has the OpenID provider ask them, whatever the browser leaves out of the request', async () => {
    const of = await OidcBrowser.make(sso);
    const client = { client_id: 'postern', client_secret: clientSecret, redirect_uris: [of.redirectUri] };
    const idp = await startOpenIdProvider([client]);
    await of.configure({ issuer: idp.issuer, clientId: 'postern' });
    const person = { preferred_username: 'kim@example.com', email: 'kim@example.com', name: 'Kim' };
    idp.signInAs({ sub: 'kim-1', ...person });
    try {
      const plain = await ask(of, {});
      expect([plain.atIdp.searchParams.get('prompt'), plain.atIdp.searchParams.get('max_age')]).toEqual([null, null]);
      const login = await ask(of, { prompt: 'login' });
      expect(login.atIdp.searchParams.get('prompt')).toBe('login');
      expect(login.atIdp.searchParams.has('max_age')).toBe(false);
      const { asked, browser, atIdp } = await ask(of, { max_age: '60' });
      expect(Object.fromEntries(atIdp.searchParams)).toMatchObject({ prompt: 'login', max_age: '60' });
      const { url } = await browser.follow(await idp.browse(atIdp.href));
      expect((await app.redeem(url, asked)).claims()).toMatchObject({ auth_time: expect.any(Number) });
      const cut = await ask(of, { max_age: '60' });
      for (const name of ['prompt', 'max_age']) cut.atIdp.searchParams.delete(name);
      const refused = await cut.browser.follow(await idp.browse(cut.atIdp.href));
      expect(refused).toMatchObject({ status: 403 });
      expect(await of.attemptOf(refused.page)).toMatchObject({ code: 'oidc_claim_missing' });
    } finally {
      await idp.close();
    }
  });

  it('has the SAML identity provider ask them, and one that took the session of before signs nobody in', async () => {
    const of = await SamlBrowser.make(sso);
    const requestOf = ({ searchParams }: URL) =>
      inflateRawSync(Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64')).toString();
    expect(requestOf((await ask(of, {})).atIdp)).not.toContain('ForceAuthn="true"');
    const answer = async (parameters: Record<string, string>, authenticated: Date) => {
      const { asked, browser, atIdp } = await ask(of, parameters);
      const request = requestOf(atIdp);
      expect(request).toContain('ForceAuthn="true"');
      const inResponseTo = /ID="([^"]+)"/.exec(request)?.[1];
      const instant = `AuthnInstant="${authenticated.toISOString()}"`;
      const assertion = signed(anAssertion({ inResponseTo }).replace(/AuthnInstant="[^"]*"/, instant));
      const SAMLResponse = posted(aResponse(assertion, { inResponseTo }));
      const RelayState = atIdp.searchParams.get('RelayState') ?? '';
      return { asked, ...(await browser.follow(of.urlOf('acs'), { SAMLResponse, RelayState })) };
    };
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    const refused = await answer({ prompt: 'login' }, minutesAgo(30));
    expect(await of.attemptOf(refused.page)).toMatchObject({ code: 'saml_authenticated_before' });
    expect(await of.liveSessions()).toEqual([]);
    const { url, asked } = await answer({ prompt: 'login' }, minutesAgo(0));
    expect((await app.redeem(url, asked)).claims()).toMatchObject({ sid: expect.any(String) });
    // As old as the application lets it be.
    expect((await answer({ max_age: '3600' }, minutesAgo(30))).url.searchParams.get('code')).toBeTruthy();
  });
});
