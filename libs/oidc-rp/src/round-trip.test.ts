import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportJWK } from 'jose';
import { PrivateNetworks, SafeFetch } from '#libs/safe-fetch';
import { Secret } from '#libs/tokens';
import { startOpenIdProvider, type TestOpenIdProvider } from '../../../tools/testing/openid-provider.js';
import { type ClientAuthentication, toClientKey } from './client-authentication.js';
import { OpenIdProviders } from './open-id-providers.js';
import { RelyingParty } from './relying-party.js';
import { keys, redirectUri } from '../../../tools/testing/oidc-attacks/a-provider.js';

const fetcher = new SafeFetch({ allowedPrivateNetworks: PrivateNetworks.parse('127.0.0.0/8') });
const secret = new Secret('a secret of thirty-two characters');
const lacksEmail = (claims: Readonly<Record<string, unknown>>) => claims['email'] === undefined;

let idp: TestOpenIdProvider;
beforeAll(async () => {
  const session = { backchannel_logout_uri: 'https://sso.example.com/out', backchannel_logout_session_required: true };
  const common = { redirect_uris: [redirectUri], client_secret: secret.reveal(), ...session };
  idp = await startOpenIdProvider([
    { client_id: 'client_secret_basic', ...common },
    { client_id: 'client_secret_post', ...common, token_endpoint_auth_method: 'client_secret_post' },
    {
      client_id: 'private_key_jwt',
      redirect_uris: [redirectUri],
      ...session,
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [{ ...(await exportJWK(keys.own.publicKey)), kid: 'our-key', use: 'sig' }] },
    },
  ]);
});
afterAll(() => Promise.all([idp.close(), fetcher.close()]));

async function partyWith(authentication: ClientAuthentication): Promise<RelyingParty> {
  const provider = await new OpenIdProviders(fetcher).find(idp.issuer);
  const options = { clientId: authentication.method, clockSkewSeconds: 60, redirectUri };
  return new RelyingParty({ ...options, provider, authentication, fetcher });
}

describe('with an OpenID provider, somebody signs in', () => {
  it.each(['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const)('by %s', async method => {
    const key = await toClientKey(keys.own.privateKey, 'our-key');
    const authentication = method === 'private_key_jwt' ? { method, key } : { method, secret };
    idp.signInAs({ sub: 'kim-1', email: 'kim@example.com', preferred_username: 'kim', groups: ['Sales'] });
    const party = await partyWith(authentication);
    const pending = party.begin();
    const back = await idp.browse(await party.authorizationUrl(pending));
    expect(back.searchParams.get('iss')).toBe(idp.issuer);
    const signIn = await party.complete(back.searchParams, pending, lacksEmail);
    expect(signIn).toMatchObject({ subject: 'kim-1', sessionId: expect.any(String) });
    expect(signIn.claims).toMatchObject({ email: 'kim@example.com', preferred_username: 'kim', groups: ['Sales'] });
  });

  it('and nobody a second time with the same code', async () => {
    const party = await partyWith({ method: 'client_secret_basic', secret });
    const pending = party.begin();
    const back = await idp.browse(await party.authorizationUrl(pending));
    await party.complete(back.searchParams, pending, lacksEmail);
    const replay = party.complete(back.searchParams, pending, lacksEmail);
    await expect(replay).rejects.toMatchObject({
      code: 'oidc_code_refused',
      said: expect.stringMatching(/^invalid_grant/),
    });
  });

  it('and nobody with the code of another request, whose verifier is another', async () => {
    const party = await partyWith({ method: 'client_secret_basic', secret });
    const [own, stolen] = [party.begin(), party.begin()];
    const { searchParams } = await idp.browse(await party.authorizationUrl(stolen));
    searchParams.set('state', own.state);
    await expect(party.complete(searchParams, own, lacksEmail)).rejects.toMatchObject({ code: 'oidc_code_refused' });
  });

  it('and nobody with a wrong client secret', async () => {
    const party = await partyWith({ method: 'client_secret_basic', secret: new Secret('another') });
    const pending = party.begin();
    const back = await idp.browse(await party.authorizationUrl(pending));
    await expect(party.complete(back.searchParams, pending, lacksEmail)).rejects.toMatchObject({
      code: 'oidc_client_refused',
    });
  });
});

it('an OpenID provider on a private network is not asked, unless that is allowed', async () => {
  const open = new SafeFetch();
  await expect(new OpenIdProviders(open).find(idp.issuer)).rejects.toMatchObject({ code: 'oidc_issuer_unreachable' });
  await open.close();
});
