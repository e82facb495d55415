import { describe, expect, it } from 'vitest';
import { OidcSignInError } from './sign-in-error.js';
import { oidcSignInErrors } from './sign-in-error-code.js';
import {
  accessToken,
  aProvider,
  aRelyingParty,
  issuer,
  metadataOf,
} from '../../../tools/testing/oidc-attacks/a-provider.js';
import { aToken, idTokenClaims, logoutTokenClaims } from '../../../tools/testing/oidc-attacks/a-token.js';
import type { Attack } from '../../../tools/testing/oidc-attacks/attack.js';
import { logoutAttacks } from '../../../tools/testing/oidc-attacks/logout.js';
import { responses } from '../../../tools/testing/oidc-attacks/responses.js';
import { tokens } from '../../../tools/testing/oidc-attacks/tokens.js';
import { memoryStore } from './test/memory-store.js';

const attacks = [...responses, ...tokens];

/** Causes before anybody signs in: provider.test.ts has them. */
const ofDiscovery = [
  'oidc_issuer_unreachable',
  'oidc_discovery_malformed',
  'oidc_discovery_issuer',
  'oidc_multi_tenant',
  'oidc_no_pkce',
  'oidc_keys_unreachable',
  'oidc_tenant',
  'oidc_secret_unreadable',
];

it('there are many, each with a name of its own', () => {
  expect(attacks.length + logoutAttacks.length).toBeGreaterThanOrEqual(70);
  for (const corpus of [attacks, logoutAttacks])
    expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
});

it("every cause is somebody's attack", () => {
  const codes = [...attacks, ...logoutAttacks].map(({ code }) => String(code));
  const caused = new Set([...codes, ...ofDiscovery, 'oidc_logout_replayed']);
  expect(Object.keys(oidcSignInErrors).filter(code => !caused.has(code))).toEqual([]);
});

/** A sign-in as the attacker has it, before it is completed. */
async function attacked(attack: Attack) {
  const provider = await aProvider();
  provider.answers.set(`${issuer}/.well-known/openid-configuration`, { ...metadataOf(), ...attack.metadata });
  const party = await aRelyingParty(provider);
  const begun = party.begin();
  const claims = idTokenClaims(begun.nonce);
  const made = attack.idToken?.(claims) ?? { claims };
  const good = {
    access_token: accessToken,
    token_type: 'Bearer',
    id_token: typeof made === 'string' ? made : aToken(made),
  };
  provider.answers.set(`${issuer}/token`, attack.tokens?.(good) ?? good);
  provider.answers.set(`${issuer}/userinfo`, attack.userinfo ?? { sub: 'kim-1' });
  const brought = { code: 'a-code', state: begun.state };
  const parameters = new URLSearchParams(attack.parameters?.(brought) ?? brought);
  const pending = attack.pending?.(begun) ?? begun;
  return { provider, complete: () => party.complete(parameters, pending, () => attack.userinfo !== undefined) };
}

it('without an attack, somebody signs in', async () => {
  const { complete } = await attacked({ name: '', code: 'oidc_state' });
  expect(await complete()).toMatchObject({ subject: 'kim-1', sessionId: 'session-1' });
});

describe('is refused within 100 ms of work:', () => {
  it.each(attacks)('$name: $code', async attack => {
    const { provider, complete } = await attacked(attack);
    const start = process.cpuUsage();
    const outcome = await complete().catch((error: unknown) => error);
    const { user, system } = process.cpuUsage(start);
    expect(outcome).toBeInstanceOf(OidcSignInError);
    expect(outcome).toMatchObject({ code: attack.code, message: 'Sign-in failed', status: 403 });
    expect(user + system).toBeLessThan(100_000);
    // Whatever a token says, nothing is asked of anybody else.
    expect(provider.asked.every(({ url }) => url.startsWith(issuer))).toBe(true);
  });
});

it('the code of a response that is not believed is not redeemed', async () => {
  const { provider, complete } = await attacked(responses[0]!);
  await complete().catch(() => undefined);
  expect(provider.asked.map(({ url }) => url)).not.toContain(`${issuer}/token`);
});

describe('a logout token is refused, and nothing is remembered of it, when somebody', () => {
  it.each(logoutAttacks)('$name: $code', async ({ code, token }) => {
    const party = await aRelyingParty(await aProvider());
    const store = memoryStore();
    const made = token(logoutTokenClaims());
    const refusal = party.logout(typeof made === 'string' ? made : aToken(made), store);
    await expect(refusal).rejects.toMatchObject({ name: 'OidcSignInError', code });
    expect(store.used.size).toBe(0);
  });
});

describe('a logout token', () => {
  it('says who was logged out, once, on all processes', async () => {
    const provider = await aProvider();
    const store = memoryStore();
    const token = aToken({ claims: logoutTokenClaims(), header: { typ: 'logout+jwt' } });
    const logout = await (await aRelyingParty(provider)).logout(token, store);
    expect(logout).toEqual({ subject: 'kim-1', sessionId: 'session-1' });
    const again = (await aRelyingParty(provider)).logout(token, store);
    await expect(again).rejects.toMatchObject({ code: 'oidc_logout_replayed' });
  });

  it('is remembered until it would be too old, however long it says that it is valid', async () => {
    const party = await aRelyingParty(await aProvider());
    const store = memoryStore();
    await party.logout(aToken({ claims: { ...logoutTokenClaims(), exp: 9_999_999_999 } }), store);
    const [until] = store.used.values();
    expect(until!.getTime() - Date.now()).toBeLessThan(3 * 3_600_000);
  });
});
