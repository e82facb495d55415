import { createPublicKey, verify } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { hashOfRelayState } from './relay-state.js';
import { SignInError } from '#libs/saml-sp';
import { aLogoutRequest, aLogoutResponse, queryOf } from '../../../tools/testing/saml/a-logout.js';
import { posted, signed } from '../../../tools/testing/saml/a-response.js';
import { aLogout, idpEntityId, idpSingleLogoutUrl } from '../../../tools/testing/saml/a-service-provider.js';
import { logoutAttacks } from '../../../tools/testing/saml/attacks/logout.js';
import { keys } from '../../../tools/testing/saml/keys.js';
import { memoryStore } from '../../../tools/testing/saml/memory-store.js';

const session = { nameId: 'ada@example.com', nameIdFormat: null, sessionIndex: '_session' };

/** The message of a URL by HTTP-Redirect, once its signature is seen to be ours. */
function sentBy(url: string | undefined): { readonly xml: string; readonly query: URLSearchParams } {
  const { search, searchParams: query } = new URL(url ?? '');
  const name = query.has('SAMLRequest') ? 'SAMLRequest' : 'SAMLResponse';
  const parts = [name, 'RelayState', 'SigAlg'].filter(part => query.has(part));
  const content = parts.map(part => `${part}=${encodeURIComponent(query.get(part) ?? '')}`).join('&');
  const signature = Buffer.from(query.get('Signature') ?? '', 'base64');
  expect(verify('sha256', Buffer.from(content), createPublicKey(keys.own.cert), signature), search).toBe(true);
  return { xml: inflateRawSync(Buffer.from(query.get(name) ?? '', 'base64')).toString(), query };
}

describe('is refused within 100 ms of work, and uses nothing up:', () => {
  it.each(logoutAttacks)('$name: $code', { retry: 2 }, async ({ code, incoming }) => {
    const store = memoryStore();
    const logout = aLogout({ store });
    const { xml } = sentBy(await logout.requestUrl(session, { relayState: null }));
    const requestId = /ID="([^"]+)"/.exec(xml)?.[1] ?? '';
    const query = incoming(requestId);
    const relayState = code === 'saml_relay_state' ? 'other' : null;
    const start = process.cpuUsage();
    const outcome = await logout.validate(query, relayState).catch((error: unknown) => error);
    const { user, system } = process.cpuUsage(start);
    expect(outcome).toBeInstanceOf(SignInError);
    expect(outcome).toMatchObject({ code });
    expect(user + system).toBeLessThan(100_000);
    expect(store.used.size).toBe(0);
    if (code !== 'saml_relay_state')
      expect(await store.consumeRequest(requestId)).toEqual({ relayStateHash: hashOfRelayState(null) });
  });
});

describe('a logout that the identity provider begins', () => {
  it.each([
    ['by form', () => ({ binding: 'HTTP-POST', message: posted(signed(aLogoutRequest())) }) as const],
    ['by redirect', () => ({ binding: 'HTTP-Redirect', query: queryOf(aLogoutRequest()) }) as const],
  ])('%s names whose sessions end, once', async (_, make) => {
    const logout = aLogout();
    const incoming = make();
    expect(await logout.validate(incoming, null)).toMatchObject({
      kind: 'request',
      nameId: 'ada@example.com',
      nameIdFormat: null,
      sessionIndexes: ['_session'],
    });
    await expect(logout.validate(incoming, null)).rejects.toMatchObject({ code: 'saml_replayed' });
  });

  it('is accepted when its parameters are in capitals, among others, with a plus for a space', async () => {
    const query = queryOf(aLogoutRequest(), { relayState: 'a b' });
    const incoming = { binding: 'HTTP-Redirect', query: `tenant=7&${query}&_=1` } as const;
    expect(await aLogout().validate(incoming, 'a b')).toMatchObject({ kind: 'request' });
  });

  it('is answered with a signed message that brings its RelayState back', async () => {
    const { xml, query } = sentBy(await aLogout().responseUrl('_request', { relayState: 'there' }));
    expect(xml).toContain('InResponseTo="_request"');
    expect(xml).toContain('status:Success');
    expect(query.get('RelayState')).toBe('there');
    expect(query.get('tenant')).toBe('7');
  });
});

describe('a logout that we begin', () => {
  it('names the session in a signed message, and is answered once', async () => {
    const logout = aLogout();
    const { xml } = sentBy(await logout.requestUrl(session, { relayState: 'state-1' }));
    expect(xml).toContain('>ada@example.com</saml:NameID>');
    expect(xml).toContain('>_session</');
    expect(xml).toContain(`Destination="${idpSingleLogoutUrl}"`);
    const requestId = /ID="([^"]+)"/.exec(xml)?.[1] ?? '';
    const query = queryOf(aLogoutResponse(requestId), { relayState: 'state-1' });
    const incoming = { binding: 'HTTP-Redirect', query } as const;
    expect(await logout.validate(incoming, 'state-1')).toEqual({ kind: 'response', inResponseTo: requestId });
    await expect(logout.validate(incoming, 'state-1')).rejects.toMatchObject({ code: 'saml_in_response_to' });
  });

  it('goes nowhere when the identity provider knows no single logout', async () => {
    const idp = { entityId: idpEntityId, signOnUrl: 'https://idp.example.com/', certificates: [keys.idp.cert] };
    const logout = aLogout({ idp });
    expect(await logout.requestUrl({ ...session, sessionIndex: null }, { relayState: null })).toBeUndefined();
    expect(await logout.responseUrl('_request', { relayState: null })).toBeUndefined();
  });
});
