import { createHash } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { Secret } from '#libs/tokens';
import { toClientKey } from './client-authentication.js';
import type { PendingSignIn } from './check-authorization-response.js';
import { discoveryUrlOf } from './issuer-forms.js';
import type { RelyingPartyOptions } from './relying-party.js';
import {
  accessToken,
  aProvider,
  aRelyingParty,
  clientId,
  issuer,
  keys,
  metadataOf,
  redirectUri,
} from '../../../tools/testing/oidc-attacks/a-provider.js';
import { aToken, idTokenClaims } from '../../../tools/testing/oidc-attacks/a-token.js';

describe('a request to sign in', () => {
  it('asks for a code, with state, nonce and a challenge of PKCE that is no plain one', async () => {
    const party = await aRelyingParty(await aProvider());
    const pending = party.begin();
    const url = new URL(await party.authorizationUrl(pending, 'kim@example.com'));
    expect(`${url.origin}${url.pathname}`).toBe(`${issuer}/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: clientId,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid profile email',
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: createHash('sha256').update(pending.codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
      login_hint: 'kim@example.com',
    });
  });

  it.each([
    [{}, { prompt: 'login' }],
    [{ maxAgeSeconds: 0 }, { prompt: 'login', max_age: '0' }],
    [{ maxAgeSeconds: 300 }, { prompt: 'login', max_age: '300' }],
  ])('asks for a new authentication where that is required: %j', async (asked, said) => {
    const party = await aRelyingParty(await aProvider());
    const pending = { ...party.begin(), reauthentication: { since: new Date(), ...asked } };
    const { searchParams } = new URL(await party.authorizationUrl(pending));
    expect(Object.fromEntries(searchParams)).toMatchObject(said);
    expect(searchParams.has('max_age')).toBe('max_age' in said);
  });

  it('has nothing twice', async () => {
    const party = await aRelyingParty(await aProvider());
    const [first, second] = [party.begin(), party.begin()];
    const values = [first, second].flatMap(({ state, nonce, codeVerifier }) => [state, nonce, codeVerifier]);
    expect(new Set(values).size).toBe(6);
    for (const value of values) expect(value.length).toBeGreaterThanOrEqual(43);
  });

  it('asks for groups where the provider names them', async () => {
    const provider = await aProvider();
    provider.answers.set(discoveryUrlOf(issuer), { ...metadataOf(), scopes_supported: ['openid', 'groups'] });
    const party = await aRelyingParty(provider);
    const url = new URL(await party.authorizationUrl(party.begin()));
    expect(url.searchParams.get('scope')).toBe('openid profile email groups');
  });
});

/** Somebody signs in; gives what was asked of the provider too. */
async function signIn(
  options: Partial<RelyingPartyOptions> = {},
  claims: object = {},
  lacks = () => false,
  asked: Pick<PendingSignIn, 'reauthentication'> = {},
) {
  const provider = await aProvider();
  const party = await aRelyingParty(provider, options);
  const pending = { ...party.begin(), ...asked };
  const idToken = aToken({ claims: { ...idTokenClaims(pending.nonce), ...claims } });
  provider.answers.set(`${issuer}/token`, { access_token: accessToken, token_type: 'Bearer', id_token: idToken });
  provider.answers.set(`${issuer}/userinfo`, { sub: 'kim-1', email: 'kim@example.com', name: 'Of userinfo' });
  const outcome = await party.complete(new URLSearchParams({ code: 'c', state: pending.state }), pending, lacks);
  const requestAt = (path: string) => provider.asked.find(({ url }) => url === `${issuer}/${path}`);
  return { outcome, pending, requestAt };
}

describe('a code is redeemed', () => {
  it('with the verifier of its own request', async () => {
    const { pending, requestAt } = await signIn();
    const body = new URLSearchParams(requestAt('token')?.body);
    expect(body.get('code_verifier')).toBe(pending.codeVerifier);
    expect(body.get('redirect_uri')).toBe(redirectUri);
  });

  it('with client_secret_basic', async () => {
    const { requestAt } = await signIn();
    expect(requestAt('token')?.headers['authorization']).toBe(`Basic ${btoa(`${clientId}:a+client+secret`)}`);
    expect(requestAt('token')?.body).not.toContain('secret');
  });

  it('with client_secret_post', async () => {
    const { requestAt } = await signIn({
      authentication: { method: 'client_secret_post', secret: new Secret('a client secret') },
    });
    expect(new URLSearchParams(requestAt('token')?.body).get('client_secret')).toBe('a client secret');
    expect(requestAt('token')?.headers).not.toHaveProperty('authorization');
  });

  it('with private_key_jwt, as Okta and Entra ID want it', async () => {
    const key = { ...(await toClientKey(keys.own.privateKey, 'our-key')), certificateThumbprint: 'thumbprint' };
    const { requestAt } = await signIn({ authentication: { method: 'private_key_jwt', key } });
    const assertion = new URLSearchParams(requestAt('token')?.body).get('client_assertion') ?? '';
    expect(decodeProtectedHeader(assertion)).toMatchObject({ alg: 'RS256', kid: 'our-key', 'x5t#S256': 'thumbprint' });
    const { payload } = await jwtVerify(assertion, keys.own.publicKey, { audience: `${issuer}/token` });
    expect(payload).toMatchObject({ iss: clientId, sub: clientId });
    expect(payload.jti).toBeDefined();
  });
});

describe('who signs in', () => {
  it('is told by the ID token alone when nothing is missing', async () => {
    const { outcome, requestAt } = await signIn({}, { email: 'kim@example.com' });
    expect(outcome).toMatchObject({ subject: 'kim-1', sessionId: 'session-1', claims: { email: 'kim@example.com' } });
    expect(requestAt('userinfo')).toBeUndefined();
  });

  it('is asked for at the userinfo endpoint otherwise; what is signed goes before', async () => {
    const { outcome, requestAt } = await signIn({}, { name: 'Of the ID token' }, () => true);
    expect(outcome.claims).toMatchObject({ name: 'Of the ID token', email: 'kim@example.com' });
    expect(requestAt('userinfo')?.headers['authorization']).toBe(`Bearer ${accessToken}`);
  });

  it('may have an ID token that binds the access token', async () => {
    const half = createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
    const { outcome } = await signIn({}, { at_hash: half });
    expect(outcome.subject).toBe('kim-1');
  });

  it('may have an ID token for several, that was issued to us', async () => {
    const { outcome } = await signIn({}, { aud: [clientId, 'an-api'], azp: clientId, sid: undefined });
    expect(outcome.sessionId).toBeNull();
  });

  it('is told with a clock that is not far off', async () => {
    const seconds = Math.floor(Date.now() / 1000);
    const { outcome } = await signIn({}, { iat: seconds + 50, nbf: seconds + 50 });
    expect(outcome.subject).toBe('kim-1');
    await expect(signIn({ clockSkewSeconds: 30 }, { nbf: seconds + 50 })).rejects.toMatchObject({
      code: 'oidc_not_yet_valid',
    });
  });
});

describe('a new authentication', () => {
  const since = new Date();
  const seconds = Math.floor(since.getTime() / 1000);
  const authenticated = (auth_time: unknown, reauthentication: PendingSignIn['reauthentication']) =>
    signIn({}, { auth_time }, () => false, reauthentication && { reauthentication });

  it('is one of after the request, by clocks that are not far off', async () => {
    for (const time of [seconds + 2, seconds, seconds - 60])
      expect((await authenticated(time, { since, maxAgeSeconds: 0 })).outcome.subject).toBe('kim-1');
    await expect(authenticated(seconds - 61, { since, maxAgeSeconds: 0 })).rejects.toMatchObject({
      code: 'oidc_authenticated_before',
    });
  });

  it('need not say when it was, unless max_age asked for that', async () => {
    expect((await authenticated(undefined, { since })).outcome.subject).toBe('kim-1');
    const silent = authenticated(undefined, { since, maxAgeSeconds: 300 });
    await expect(silent).rejects.toMatchObject({ code: 'oidc_claim_missing' });
  });

  it('is not asked for by itself', async () => {
    expect((await authenticated(seconds - 86_400, undefined)).outcome.subject).toBe('kim-1');
  });
});

describe('a refusal', () => {
  it('has the words of the provider on one line, and tells them only to the trace', async () => {
    const party = await aRelyingParty(await aProvider());
    const pending = party.begin();
    const error_description = `AADSTS50105: not assigned.\r\nTrace ID: 1 ${'x'.repeat(1000)}`;
    const parameters = new URLSearchParams({ error: 'access_denied', error_description, state: pending.state });
    const refusal: unknown = await party.complete(parameters, pending, () => false).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'oidc_denied',
      message: 'Sign-in failed',
      said: expect.stringMatching(/^access_denied: AADSTS50105: not assigned. Trace ID: 1 x{400,}$/),
    });
  });
});

describe('logging out of the provider too', () => {
  it('is done at its own place, with the ID token as a hint', async () => {
    const party = await aRelyingParty(await aProvider());
    const url = new URL(party.logoutUrl({ postLogoutRedirectUri: 'https://sso.example.com/out', idToken: 'a.b.c' })!);
    expect(url.href).toContain(`${issuer}/logout?`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: clientId,
      post_logout_redirect_uri: 'https://sso.example.com/out',
      id_token_hint: 'a.b.c',
    });
  });

  it('is not done where there is none', async () => {
    const provider = await aProvider();
    provider.answers.set(discoveryUrlOf(issuer), { ...metadataOf(), end_session_endpoint: undefined });
    const party = await aRelyingParty(provider);
    expect(party.logoutUrl({ postLogoutRedirectUri: 'https://sso.example.com/out' })).toBeUndefined();
  });
});
