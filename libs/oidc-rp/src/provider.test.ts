import { describe, expect, it } from 'vitest';
import { SafeFetchError } from '#libs/safe-fetch';
import { discoveryUrlOf, isIssuerOf } from './issuer-forms.js';
import { readProvider } from './open-id-provider.js';
import { OpenIdProviders } from './open-id-providers.js';
import {
  accessToken,
  aProvider,
  aRelyingParty,
  issuer,
  keys,
  metadataOf,
  published,
} from '../../../tools/testing/oidc-attacks/a-provider.js';
import { aToken, idTokenClaims } from '../../../tools/testing/oidc-attacks/a-token.js';

const HOUR_MS = 3_600_000;
const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const otherTenant = '11111111-2222-4333-8444-555555555555';
const entra = `https://login.microsoftonline.com/${tenant}/v2.0`;

/** A provider whose discovery document, asked for as that of one issuer, says this. */
async function saying(entered: string, document: object | string) {
  const provider = await aProvider();
  provider.answers.set(discoveryUrlOf(entered), document);
  return readProvider(provider.fetcher, entered);
}

describe('discovery', () => {
  it.each([
    ['of Okta, the organization', 'https://acme.okta.com', 'https://acme.okta.com'],
    ['of Okta, a custom authorization server', issuer, issuer],
    ['with a slash at the end that the issuer has not', 'https://acme.okta.com/', 'https://acme.okta.com'],
    ['without the slash that the issuer has', 'https://acme.auth0.com', 'https://acme.auth0.com/'],
    ['of Entra ID by the ID of the tenant', entra, entra],
    ['of Entra ID by a name of the tenant', 'https://login.microsoftonline.com/contoso.com/v2.0', entra],
    ['of Entra ID, version 1', `https://sts.windows.net/${tenant}/`, `https://sts.windows.net/${tenant}/`],
    [
      'of Entra ID, version 1, by the address of sign-ins',
      `https://login.microsoftonline.com/${tenant}`,
      `https://sts.windows.net/${tenant}/`,
    ],
  ])('%s', async (_, entered, documented) => {
    const { metadata } = await saying(entered, metadataOf(documented));
    expect(metadata.issuer).toBe(documented);
  });

  it.each([['common'], ['organizations'], ['consumers'], ['{tenantid}']])(
    'of every tenant of Entra ID is refused: %s',
    async name => {
      const entered = `https://login.microsoftonline.com/${name}/v2.0`;
      const refusal = saying(entered, metadataOf('https://login.microsoftonline.com/{tenantid}/v2.0'));
      await expect(refusal).rejects.toMatchObject({ code: 'oidc_multi_tenant' });
    },
  );

  it.each([
    ['another host', 'https://acme.okta.com', 'https://evil.example.com'],
    ['another authorization server', 'https://acme.okta.com/oauth2/default', 'https://acme.okta.com'],
    ['another tenant', entra, `https://login.microsoftonline.com/${otherTenant}/v2.0`],
    ['no tenant of Entra ID', 'https://login.microsoftonline.com/contoso.com/v2.0', 'https://evil.example.com'],
    ['another letter case', 'https://acme.okta.com/oauth2/a', 'https://acme.okta.com/oauth2/A'],
    ['the placeholder', 'https://login.microsoftonline.com/contoso.com/v2.0', entra.replace(tenant, '{tenantid}')],
  ])('of %s is refused', async (_, entered, documented) => {
    await expect(saying(entered, metadataOf(documented))).rejects.toMatchObject({ code: 'oidc_discovery_issuer' });
    expect(isIssuerOf(entered, documented)).toBe(false);
  });

  it.each([
    ['a page', '<html></html>'],
    ['a list', '[]'],
    ['no issuer', { ...metadataOf(), issuer: undefined }],
    ['no token endpoint', { ...metadataOf(), token_endpoint: undefined }],
    ['an endpoint that is no URL', { ...metadataOf(), authorization_endpoint: 'javascript:alert(1)' }],
    ['an endpoint without TLS', { ...metadataOf(), jwks_uri: 'http://idp.example.com/keys' }],
    ['an endpoint with a password', { ...metadataOf(), token_endpoint: 'https://u:p@idp.example.com/token' }],
  ])('with %s is refused', async (_, document) => {
    await expect(saying(issuer, document)).rejects.toMatchObject({ code: 'oidc_discovery_malformed' });
  });

  it('without S256 is refused: nobody downgrades PKCE', async () => {
    const document = { ...metadataOf(), code_challenge_methods_supported: ['plain'] };
    await expect(saying(issuer, document)).rejects.toMatchObject({ code: 'oidc_no_pkce' });
  });

  it('leaves out what cannot be used', async () => {
    const { metadata } = await saying(issuer, {
      ...metadataOf(),
      userinfo_endpoint: 'http://idp.example.com/userinfo',
      scopes_supported: 'openid',
    });
    expect(metadata).not.toHaveProperty('userinfo_endpoint');
    expect(metadata).not.toHaveProperty('scopes_supported');
  });

  it('that is not there is refused', async () => {
    const refusal = readProvider((await aProvider()).fetcher, 'https://nobody.example.com');
    await expect(refusal).rejects.toMatchObject({ code: 'oidc_issuer_unreachable' });
  });

  it.each([
    ['too_large', 'oidc_too_large'],
    ['address_refused', 'oidc_issuer_unreachable'],
    ['timed_out', 'oidc_issuer_unreachable'],
  ] as const)('that safe-fetch gives up with %s is refused', async (cause, code) => {
    const { fetcher } = await aProvider();
    const get = () => Promise.reject(new SafeFetchError(cause, 'Given up.'));
    await expect(readProvider({ ...fetcher, get }, issuer)).rejects.toMatchObject({ code });
  });
});

describe('what a provider tells of itself', () => {
  /** A process, whose clock can be set, and how often it has read the document. */
  async function aProcess() {
    const provider = await aProvider();
    let now = 0;
    const providers = new OpenIdProviders(provider.fetcher, () => now);
    const reads = () => provider.asked.filter(({ url }) => url === discoveryUrlOf(issuer)).length;
    return { provider, providers, reads, wait: (ms: number) => (now += ms) };
  }

  it('is read once for all who ask, and again after an hour', async () => {
    const { providers, reads, wait } = await aProcess();
    await Promise.all([providers.find(issuer), providers.find(issuer)]);
    expect(reads()).toBe(1);
    wait(HOUR_MS + 1);
    await providers.find(issuer);
    expect(reads()).toBe(2);
  });

  it('outlives an outage of some hours, and no longer', async () => {
    const { provider, providers, wait } = await aProcess();
    await providers.find(issuer);
    provider.answers.delete(discoveryUrlOf(issuer));
    wait(20 * HOUR_MS);
    await expect(providers.find(issuer)).resolves.toMatchObject({ metadata: { issuer } });
    wait(5 * HOUR_MS);
    await expect(providers.find(issuer)).rejects.toMatchObject({ code: 'oidc_issuer_unreachable' });
  });

  it('is not believed any more when it has become that of another', async () => {
    const { provider, providers, wait } = await aProcess();
    await providers.find(issuer);
    provider.answers.set(discoveryUrlOf(issuer), metadataOf('https://evil.example.com'));
    wait(HOUR_MS + 1);
    await expect(providers.find(issuer)).rejects.toMatchObject({ code: 'oidc_discovery_issuer' });
  });

  it('is asked for again after it could not be read', async () => {
    const { provider, providers } = await aProcess();
    const document = provider.answers.get(discoveryUrlOf(issuer))!;
    provider.answers.delete(discoveryUrlOf(issuer));
    await expect(providers.find(issuer)).rejects.toThrow('Sign-in failed');
    provider.answers.set(discoveryUrlOf(issuer), document);
    await expect(providers.find(issuer)).resolves.toMatchObject({ metadata: { issuer } });
  });

  it('of many providers, the one that was read longest ago is forgotten', async () => {
    const { provider, providers, reads } = await aProcess();
    await providers.find(issuer);
    for (let id = 0; id < 500; id++) {
      const other = `https://idp-${id}.example.com`;
      provider.answers.set(discoveryUrlOf(other), metadataOf(other));
      await providers.find(other);
    }
    await providers.find(issuer);
    expect(reads()).toBe(2);
  });
});

describe('the keys of a provider', () => {
  const signIn = async (
    provider: Awaited<ReturnType<typeof aProvider>>,
    party: Awaited<ReturnType<typeof aRelyingParty>>,
    token: (nonce: string) => string,
  ) => {
    const pending = party.begin();
    const answer = { access_token: accessToken, token_type: 'Bearer', id_token: token(pending.nonce) };
    provider.answers.set(`${issuer}/token`, answer);
    return party.complete(new URLSearchParams({ code: 'c', state: pending.state }), pending, () => false);
  };
  const signedWith = (kid: 'own' | 'next') => (nonce: string) =>
    aToken({ claims: idTokenClaims(nonce), header: { kid }, key: keys[kid].privateKey });

  it('are read once for many sign-ins, and again when one has come that was not there', async () => {
    const provider = await aProvider();
    const reads = () => provider.asked.filter(({ url }) => url === `${issuer}/keys`).length;
    const first = await aRelyingParty(provider);
    await signIn(provider, first, signedWith('own'));
    await signIn(provider, first, signedWith('own'));
    expect(reads()).toBe(1);
    provider.answers.set(`${issuer}/keys`, { keys: [await published(keys.next.publicKey, 'next')] });
    // A second process, which has read none yet.
    await expect(signIn(provider, await aRelyingParty(provider), signedWith('next'))).resolves.toBeDefined();
    expect(reads()).toBe(2);
  });

  it('are not read for every token with a key that nobody knows', async () => {
    const provider = await aProvider();
    const party = await aRelyingParty(provider);
    const unknown = (nonce: string) => aToken({ claims: idTokenClaims(nonce), header: { kid: crypto.randomUUID() } });
    for (let attempt = 0; attempt < 5; attempt++)
      await expect(signIn(provider, party, unknown)).rejects.toMatchObject({ code: 'oidc_wrong_key' });
    expect(provider.asked.filter(({ url }) => url === `${issuer}/keys`)).toHaveLength(1);
  });

  it('that cannot be read are a cause of their own, and are not asked for again at once', async () => {
    const provider = await aProvider();
    provider.answers.delete(`${issuer}/keys`);
    const get: typeof provider.fetcher.get = (url, request) => {
      if (!url.endsWith('/keys')) return provider.fetcher.get(url, request);
      provider.asked.push({ url, body: '', headers: {} });
      return Promise.reject(new SafeFetchError('unreachable', 'Nobody is there.'));
    };
    const party = await aRelyingParty({ ...provider, fetcher: { ...provider.fetcher, get } });
    for (let attempt = 0; attempt < 3; attempt++)
      await expect(signIn(provider, party, signedWith('own'))).rejects.toMatchObject({ code: 'oidc_keys_unreachable' });
    expect(provider.asked.filter(({ url }) => url === `${issuer}/keys`)).toHaveLength(1);
  });

  it('sign for their own tenant of Entra ID alone', async () => {
    const provider = await aProvider();
    const of = `https://sts.windows.net/${tenant}/`;
    provider.answers.set(discoveryUrlOf(of), { ...metadataOf(), issuer: of });
    const party = await aRelyingParty(provider, { of });
    const claimed = (tid: string) => (nonce: string) => aToken({ claims: { ...idTokenClaims(nonce), iss: of, tid } });
    await expect(signIn(provider, party, claimed(tenant))).resolves.toMatchObject({ subject: 'kim-1' });
    await expect(signIn(provider, party, claimed(otherTenant))).rejects.toMatchObject({ code: 'oidc_tenant' });
  });
});
