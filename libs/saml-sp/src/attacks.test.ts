import { describe, expect, it } from 'vitest';
import { claims } from '../../../tools/testing/saml/attacks/claims.js';
import { logoutAttacks } from '../../../tools/testing/saml/attacks/logout.js';
import { signatures } from '../../../tools/testing/saml/attacks/signatures.js';
import { wrapping } from '../../../tools/testing/saml/attacks/wrapping.js';
import { xml } from '../../../tools/testing/saml/attacks/xml.js';
import { hashOfRelayState } from './relay-state.js';
import { refusalOf } from './refusal-of.js';
import { SignInError } from '#libs/saml-sp';
import { signInErrors } from './sign-in-error-code.js';
import { aResponse, anAssertion, posted, signed } from '../../../tools/testing/saml/a-response.js';
import { aServiceProvider } from '../../../tools/testing/saml/a-service-provider.js';
import { memoryStore } from '../../../tools/testing/saml/memory-store.js';

const attacks = [...wrapping, ...signatures, ...claims, ...xml];

it('there are many, each with a name of its own', () => {
  expect(attacks.length).toBeGreaterThanOrEqual(45);
  expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
});

it("every cause is somebody's attack", () => {
  const caused = new Set([
    ...attacks.map(({ code }) => code),
    'saml_replayed',
    'saml_authenticated_before',
    ...logoutAttacks.map(({ code }) => code),
  ]);
  expect(Object.keys(signInErrors).filter(code => !caused.has(code))).toEqual([]);
});

describe('is refused within 100 ms, and uses nothing up:', () => {
  // What else a process does in the meantime counts as work, too: so the least of three is what matters.
  it.each(attacks)(
    '$name: $code',
    { retry: 2 },
    async ({ code, samlResponse, connection = {}, relayState = 'state-1' }) => {
      const store = memoryStore();
      const provider = aServiceProvider({ store, ...connection });
      const { requestId } = await provider.authnRequest({ relayState: 'state-1' });
      const response = samlResponse(requestId);
      const start = process.cpuUsage();
      const outcome = await provider.validateResponse(response, { relayState }).catch((error: unknown) => error);
      const { user, system } = process.cpuUsage(start);
      expect(outcome).toBeInstanceOf(SignInError);
      expect(outcome).toMatchObject({ code, message: 'Sign-in failed', status: 403 });
      // Of work, in microseconds: the clock also counts what others do on this machine.
      expect(user + system).toBeLessThan(100_000);
      // Whoever forges cannot use up what the real answer needs.
      if (!['saml_relay_state', 'saml_in_response_to'].includes(code)) {
        expect(await store.consumeRequest(requestId)).toEqual({ relayStateHash: hashOfRelayState('state-1') });
        expect(store.used.size).toBe(0);
      }
    },
  );
});

describe('a response that was accepted', () => {
  async function accepted() {
    const store = memoryStore();
    const provider = aServiceProvider({ store });
    const { requestId: inResponseTo } = await provider.authnRequest({ relayState: null });
    const assertion = signed(anAssertion({ inResponseTo }));
    await provider.validateResponse(posted(aResponse(assertion, { inResponseTo })), { relayState: null });
    return { store, assertion, inResponseTo };
  }

  it('is refused a second time, on another process too', async () => {
    const { store, assertion, inResponseTo } = await accepted();
    const again = posted(aResponse(assertion, { inResponseTo }));
    const refusal = aServiceProvider({ store }).validateResponse(again, { relayState: null });
    await expect(refusal).rejects.toMatchObject({ code: 'saml_replayed' });
  });

  it('leaves no request for another assertion', async () => {
    const { store, inResponseTo } = await accepted();
    const another = posted(aResponse(signed(anAssertion({ inResponseTo })), { inResponseTo }));
    const refusal = aServiceProvider({ store }).validateResponse(another, { relayState: null });
    await expect(refusal).rejects.toMatchObject({ code: 'saml_in_response_to' });
  });
});

it('whoever was to sign in anew, and brings an assertion of the session before, is refused, and uses nothing up', async () => {
  const store = memoryStore();
  const provider = aServiceProvider({ store });
  const { requestId: inResponseTo } = await provider.authnRequest({ relayState: null, forceAuthn: true });
  const brought = (authenticated: string) => {
    const assertion = anAssertion({ inResponseTo }).replace(/AuthnInstant="[^"]*"/, `AuthnInstant="${authenticated}"`);
    const response = posted(aResponse(signed(assertion), { inResponseTo }));
    return provider.validateResponse(response, { relayState: null, authenticatedSince });
  };
  const authenticatedSince = new Date();
  const before = new Date(authenticatedSince.getTime() - 3_600_000).toISOString();
  await expect(brought(before)).rejects.toMatchObject({ code: 'saml_authenticated_before' });
  await expect(brought('')).rejects.toMatchObject({ code: 'saml_malformed' });
  expect(store.used.size).toBe(0);
  expect(await brought(authenticatedSince.toISOString())).toMatchObject({ nameId: 'ada@example.com' });
});

describe('what node-saml says is understood:', () => {
  it.each([
    ['Invalid signature: multiple assertions', 'saml_several_assertions'],
    ['Invalid signature from encrypted assertion', 'saml_signature'],
    ['Invalid document signature', 'saml_signature'],
    ['Too many signatures found for this element', 'saml_signature_wrapped'],
    ['ref URI included quote character \' or ". Not a valid ID, and not allowed', 'saml_signature_wrapped'],
    ['SAML assertion not yet valid', 'saml_not_yet_valid'],
    ['SAML assertion expired: assertion too old', 'saml_expired'],
    ["Error parsing NotOnOrAfter: 'undefined' is not a valid date", 'saml_no_end'],
    ['SAML assertion has no AudienceRestriction', 'saml_audience'],
    ['SAML assertion AudienceRestriction has no Audience value', 'saml_audience'],
    ['SAML assertion audience mismatch. Expected: a Received: b', 'saml_audience'],
    ['Invalid EncryptedAssertion content', 'saml_encrypted_unreadable'],
    ['No decryption key for encrypted SAML response', 'saml_encrypted_unreadable'],
    ['SAML provider returned Responder error: unspecified', 'saml_status'],
    ['Missing SAML assertion', 'saml_no_assertion'],
    ['something new', 'saml_malformed'],
  ])('%s', (message, code) => {
    const cause = new Error(message);
    expect(refusalOf(cause)).toMatchObject({ code, cause });
  });
});
