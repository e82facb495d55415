import { beforeAll, describe, expect, it } from 'vitest';
import { query, type RunningSso, startSso } from './builders.js';
import { OidcBrowser } from './oidc-browser.js';
import {
  accessToken,
  aProvider,
  clientId,
  type FakeProvider,
  issuer,
  metadataOf,
} from '../../../tools/testing/oidc-attacks/a-provider.js';
import { aToken, idTokenClaims, logoutTokenClaims } from '../../../tools/testing/oidc-attacks/a-token.js';
import type { Attack } from '../../../tools/testing/oidc-attacks/attack.js';
import { logoutAttacks } from '../../../tools/testing/oidc-attacks/logout.js';
import { responses } from '../../../tools/testing/oidc-attacks/responses.js';
import { tokens } from '../../../tools/testing/oidc-attacks/tokens.js';

/** What is remembered of the request cannot be changed from outside. */
const attacks = [...responses, ...tokens].filter(({ pending }) => !pending);

interface Attacked {
  readonly provider: FakeProvider;
  readonly browser: OidcBrowser;
}

/** A service, and the only OpenID provider that it knows. */
interface Service {
  readonly provider: FakeProvider;
  readonly sso: RunningSso;
}

async function aService(metadata: Record<string, unknown> = {}): Promise<Service> {
  const provider = await aProvider();
  provider.answers.set(`${issuer}/.well-known/openid-configuration`, { ...metadataOf(), ...metadata });
  return { provider, sso: await startSso({}, { stubs: [], safeFetch: provider.fetcher }) };
}

let usual: Promise<Service> | undefined;

/** A new connection to the OpenID provider, which says so much of itself. */
async function attacked(metadata?: Record<string, unknown>): Promise<Attacked> {
  const { provider, sso } = await (metadata ? aService(metadata) : (usual ??= aService()));
  const browser = await OidcBrowser.make(sso);
  await browser.configure({ issuer, clientId });
  return { provider, browser };
}

/** Brings what an attack makes of a good answer. */
async function bring({ provider, browser }: Attacked, attack: Omit<Attack, 'name' | 'code'>) {
  const { searchParams } = await browser.start();
  const claims = { ...idTokenClaims(searchParams.get('nonce') ?? ''), email: 'kim@example.com' };
  const made = attack.idToken?.(claims) ?? { claims };
  const idToken = typeof made === 'string' ? made : aToken(made);
  const good = { access_token: accessToken, token_type: 'Bearer', id_token: idToken };
  provider.answers.set(`${issuer}/token`, attack.tokens?.(good) ?? good);
  provider.answers.set(`${issuer}/userinfo`, attack.userinfo ?? { sub: 'kim-1' });
  const brought = { code: 'a-code', state: searchParams.get('state') ?? '' };
  const parameters = new URLSearchParams(attack.parameters?.(brought) ?? brought);
  return browser.get(`${browser.redirectUri}?${parameters}`);
}

let shared: Attacked;

beforeAll(async () => {
  shared = await attacked();
});

it('without an attack, somebody signs in', async () => {
  const under = await attacked();
  const { status } = await bring(under, {});
  expect(status).toBe(200);
  expect(await under.browser.liveSessions()).toHaveLength(1);
});

describe('is refused, and no account is touched, when somebody', () => {
  it.each(attacks)('$name: $code', async attack => {
    const under = attack.metadata ? await attacked(attack.metadata) : shared;
    const { status, text } = await bring(under, attack);
    expect(status).toBe(403);
    expect(text).toContain('<h1>Sign-in failed</h1>');
    // The state is the handle of the sign-in: with another nothing is found to compare it with.
    const code = attack.code === 'oidc_state' ? 'flow_expired' : attack.code;
    expect(await under.browser.attemptOf(text)).toMatchObject({ code, outcome: 'refused', account_id: null });
    expect(text).not.toContain(code);
    if (under !== shared) expect(await under.browser.accounts()).toEqual([]);
  });

  it('anything of it', async () => {
    expect(await shared.browser.accounts()).toEqual([]);
    expect(await shared.browser.liveSessions()).toEqual([]);
  });
});

it('what the OpenID provider says is in the trace, without addresses of people', async () => {
  const error = { error: 'access_denied', error_description: "The user 'kim@example.com' is not assigned." };
  const { text } = await bring(shared, { parameters: ({ state = '' }) => ({ state, ...error }) });
  const { steps } = (await shared.browser.attemptOf(text)) as {
    readonly steps: readonly { readonly detail: object }[];
  };
  expect(steps.at(-1)?.detail).toEqual({
    code: 'oidc_denied',
    said: "access_denied: The user '…' is not assigned.",
  });
});

describe('back-channel logout', () => {
  const signedIn = async (): Promise<Attacked> => {
    const under = await attacked();
    await bring(under, {}).then(({ status }) => expect(status).toBe(200));
    return under;
  };
  let people: Attacked;

  beforeAll(async () => {
    people = await signedIn();
  });

  it.each(logoutAttacks)('is refused, and ends no session, when somebody $name', async ({ token }) => {
    const made = token(logoutTokenClaims());
    const { body, headers } = await people.browser
      .postLogout(typeof made === 'string' ? made : aToken(made))
      .expect(400);
    expect(body).toEqual({ error: 'invalid_request' });
    expect(headers['cache-control']).toBe('no-store');
    expect(await people.browser.liveSessions()).toHaveLength(1);
    expect(await usedTokens(people)).toEqual([]);
  });

  it.each<[string, object]>([
    ['a session', { sub: undefined }],
    ['a person', { sid: undefined }],
    ['a session of a person', {}],
  ])('that names %s ends it, once, and records it', async (_, change) => {
    const { browser } = await signedIn();
    const another = await signedIn();
    const [session] = await browser.liveSessions();
    const token = aToken({ claims: { ...logoutTokenClaims(), ...change } });
    const { headers } = await browser.postLogout(token).expect(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(await browser.liveSessions()).toEqual([]);
    expect(await another.browser.liveSessions()).toHaveLength(1);
    const events = await query(
      "select target, actor, before from audit_events where enterprise_id = ? and action = 'account_session.revoked'",
      [browser.connection.enterpriseId],
    );
    expect(events).toEqual([
      {
        target: { type: 'account_session', id: session?.['id'] },
        actor: { kind: 'system', id: 'oidc-logout' },
        before: { accountId: session?.['account_id'], connectionId: browser.connection.connectionId },
      },
    ]);
    await browser.postLogout(token).expect(400);
  });

  it('of somebody else ends nothing', async () => {
    const { browser } = people;
    await browser
      .postLogout(aToken({ claims: { ...logoutTokenClaims(), sub: 'lee-1', sid: undefined, jti: '2' } }))
      .expect(200);
    expect(await browser.liveSessions()).toHaveLength(1);
  });
});

function usedTokens({ browser }: Attacked) {
  return query('select hash from used_logout_tokens where connection_id = ?', [browser.connection.connectionId]);
}
