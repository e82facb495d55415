import { createPublicKey, verify } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { getVerifiedXml } from '@node-saml/node-saml/lib/xml.js';
import samlp from 'samlp';
import { describe, expect, it } from 'vitest';
import { parseStrictly } from './read-response.js';
import type { SamlServiceProvider } from './saml-service-provider.js';
import {
  aResponse,
  anAssertion,
  encrypted,
  posted,
  type Said,
  signed,
} from '../../../tools/testing/saml/a-response.js';
import { acsUrl, aServiceProvider, entityId, idpEntityId } from '../../../tools/testing/saml/a-service-provider.js';
import { keys, toOwnKey } from '../../../tools/testing/saml/keys.js';
import { memoryStore } from '../../../tools/testing/saml/memory-store.js';

const relayState = 'state-1';

async function begin(provider: SamlServiceProvider): Promise<string> {
  const { requestId } = await provider.authnRequest({ relayState });
  return requestId;
}

async function aRequestUrl(state: string) {
  const { message, requestId } = await aServiceProvider().authnRequest({ relayState: state });
  if (message.binding !== 'HTTP-Redirect') throw new Error('Not by redirect.');
  return { url: message.url, requestId };
}

function samlpResponse(inResponseTo: string, options: object): Promise<string> {
  const idp = {
    issuer: idpEntityId,
    cert: keys.idp.cert,
    key: keys.idp.private,
    audience: entityId,
    recipient: acsUrl,
    destination: acsUrl,
    inResponseTo,
    signatureAlgorithm: 'rsa-sha256',
    digestAlgorithm: 'sha256',
    sessionIndex: '_session',
    ...options,
  };
  const user = {
    id: 'ada',
    emails: [{ value: 'ada@example.com' }],
    displayName: 'Ada',
    name: { givenName: 'Ada', familyName: 'B' },
  };
  return new Promise((resolve, reject) => {
    samlp.getSamlResponse(idp, user, (error, xml) => (error ? reject(error) : resolve(xml)));
  });
}

describe('a response of samlp', () => {
  const encryption = {
    encryptionCert: keys.own.cert,
    encryptionPublicKey: keys.own.cert,
    encryptionAlgorithm: 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
  };
  it.each([
    ['with a signed assertion', { signAssertion: true }],
    ['that is signed', { signAssertion: false, signResponse: true }],
    ['that is signed, with a signed assertion', { signAssertion: true, signResponse: true }],
    ['with an encrypted, signed assertion', { signAssertion: true, ...encryption }],
    ['that is signed, with an encrypted assertion', { signAssertion: false, signResponse: true, ...encryption }],
    ['that is signed, with an encrypted, signed assertion', { signAssertion: true, signResponse: true, ...encryption }],
  ])('%s is accepted, once', async (_name, options) => {
    const provider = aServiceProvider();
    const requestId = await begin(provider);
    const response = posted(await samlpResponse(requestId, options));
    const signIn = await provider.validateResponse(response, { relayState });
    expect(signIn).toMatchObject({ nameId: 'ada', sessionIndex: '_session', inResponseTo: requestId });
    expect(signIn.attributes).toContainEqual({
      name: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
      values: ['ada@example.com'],
    });
    await expect(provider.validateResponse(response, { relayState })).rejects.toMatchObject({ code: 'saml_replayed' });
  });
});

it('gives all that the assertion says', async () => {
  const provider = aServiceProvider();
  const inResponseTo = await begin(provider);
  const response = posted(aResponse(signed(anAssertion({ inResponseTo, id: '_a' })), { inResponseTo }));
  expect(await provider.validateResponse(response, { relayState })).toEqual({
    nameId: 'ada@example.com',
    nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
    attributes: [{ name: 'groups', friendlyName: 'Groups', values: ['staff', 'owners'] }],
    sessionIndex: '_session',
    inResponseTo,
    assertionId: '_a',
    notOnOrAfter: expect.stringMatching(/^\d{4}-.*Z$/),
  });
});

describe('keys', () => {
  it.each(['idp', 'nextIdp'] as const)('while two certificates overlap, %s may sign', async name => {
    const provider = aServiceProvider();
    const inResponseTo = await begin(provider);
    const assertion = signed(anAssertion({ inResponseTo }), { key: keys[name] });
    const response = posted(aResponse(assertion, { inResponseTo }));
    expect(await provider.validateResponse(response, { relayState })).toMatchObject({ nameId: 'ada@example.com' });
  });

  it.each(['own', 'nextOwn'] as const)('while our key rolls over, the response may be encrypted for %s', async name => {
    const provider = aServiceProvider();
    const inResponseTo = await begin(provider);
    const assertion = encrypted(signed(anAssertion({ inResponseTo })), { key: keys[name] });
    const response = posted(aResponse(assertion, { inResponseTo }));
    expect(await provider.validateResponse(response, { relayState })).toMatchObject({ nameId: 'ada@example.com' });
  });

  it('the metadata names the present key and the next one, where to post, and only encryption we accept', () => {
    const metadata = aServiceProvider({
      signingKeys: { current: toOwnKey(keys.own), next: toOwnKey(keys.nextOwn) },
    }).metadata();
    expect(metadata.match(/use="signing"/g)).toHaveLength(2);
    expect(metadata.match(/use="encryption"/g)).toHaveLength(2);
    expect(metadata).toContain(`entityID="${entityId}"`);
    expect(metadata).toContain(`Location="${acsUrl}"`);
    expect(metadata).toContain('AuthnRequestsSigned="true"');
    expect(metadata).not.toMatch(/-cbc|rsa-1_5/);
  });
});

describe('a request', () => {
  it('asks for a new authentication where that is wanted (SAML 2.0 core §3.4.1)', async () => {
    const { message } = await aServiceProvider().authnRequest({ relayState, forceAuthn: true });
    if (message.binding !== 'HTTP-Redirect') throw new Error('Not by redirect.');
    const request = Buffer.from(new URL(message.url).searchParams.get('SAMLRequest') ?? '', 'base64');
    expect(inflateRawSync(request).toString()).toContain('ForceAuthn="true"');
  });

  it('is signed with RSA-SHA256 over the query as it is sent (SAML 2.0 bindings §3.4.4.1)', async () => {
    const { url, requestId } = await aRequestUrl('a b&c');
    const { searchParams, host } = new URL(url);
    const part = (name: string) => `${name}=${encodeURIComponent(searchParams.get(name) ?? '')}`;
    const content = ['SAMLRequest', 'RelayState', 'SigAlg'].map(part).join('&');
    const signature = Buffer.from(searchParams.get('Signature') ?? '', 'base64');
    expect(verify('sha256', Buffer.from(content), createPublicKey(keys.own.cert), signature)).toBe(true);
    expect(host).toBe('idp.example.com');
    expect(searchParams.get('tenant')).toBe('7');
    expect(searchParams.get('SigAlg')).toBe('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256');
    const xml = inflateRawSync(Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64')).toString();
    expect(xml).toContain(`ID="${requestId}"`);
    expect(xml).toContain(`AssertionConsumerServiceURL="${acsUrl}"`);
    expect(xml).not.toContain('ForceAuthn="true"');
    expect(xml).not.toContain('RequestedAuthnContext');
  });

  it('is read by samlp', async () => {
    const { url, requestId } = await aRequestUrl(relayState);
    const query = Object.fromEntries(new URL(url).searchParams);
    const data = await new Promise<unknown>((resolve, reject) => {
      samlp.parseRequest({ method: 'GET', query }, { signingCert: keys.own.cert }, (error, parsed) =>
        error ? reject(error) : resolve(parsed),
      );
    });
    expect(data).toMatchObject({ id: requestId, issuer: entityId, assertionConsumerServiceURL: acsUrl });
  });
});

it('a request by HTTP-POST is signed in its XML, for an identity provider that only knows that', async () => {
  const signOnUrl = 'https://idp.example.com/sign-on';
  const idp = { entityId: idpEntityId, signOnUrl, signOnBinding: 'HTTP-POST', certificates: [keys.idp.cert] } as const;
  const { message, requestId } = await aServiceProvider({ idp }).authnRequest({ relayState });
  if (message.binding !== 'HTTP-POST') throw new Error('Not by form.');
  expect(message).toMatchObject({ action: signOnUrl, fields: { RelayState: relayState } });
  const xml = Buffer.from(message.fields['SAMLRequest'] ?? '', 'base64').toString();
  expect(xml).toContain(`ID="${requestId}"`);
  const root = parseStrictly(xml);
  expect(getVerifiedXml(xml, root, [keys.own.cert])).toContain(requestId);
  expect(getVerifiedXml(xml, root, [keys.attacker.cert])).toBeNull();
});

describe('a response to no request', () => {
  it('is accepted when the connection allows it, with whatever RelayState, once on all processes', async () => {
    const store = memoryStore();
    const processes = [1, 2].map(() => aServiceProvider({ allowsIdpInitiated: true, store }));
    const response = posted(aResponse(signed(anAssertion())));
    const outcomes = await Promise.allSettled(
      processes.map(provider => provider.validateResponse(response, { relayState: '/home' })),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'saml_replayed' } });
  });
});

it.each<[string, Said]>([
  ['ended', { until: -30 }],
  ['begins', { from: 30, issued: 30 }],
])('an assertion that %s within the clock skew is accepted', async (_name, said) => {
  const provider = aServiceProvider();
  const inResponseTo = await begin(provider);
  const response = posted(aResponse(signed(anAssertion({ ...said, inResponseTo })), { inResponseTo }));
  expect(await provider.validateResponse(response, { relayState })).toMatchObject({ inResponseTo });
});

it('an identity provider without certificate is a mistake of ours, and no sign-in is accepted unsigned', () => {
  const idp = { entityId: idpEntityId, signOnUrl: 'https://idp.example.com/', certificates: [] };
  expect(() => aServiceProvider({ idp })).toThrow('at least one certificate');
});
