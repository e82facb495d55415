import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { posted } from '../../../tools/testing/saml/a-response.js';
import { aServiceProvider } from '../../../tools/testing/saml/a-service-provider.js';
import { memoryStore } from '../../../tools/testing/saml/memory-store.js';
import { hashOfRelayState } from './relay-state.js';

const sample = (name: string) => readFileSync(join(import.meta.dirname, '../samples', name), 'utf8');
const valuesOf = (attributes: readonly { readonly name: string; readonly values: readonly string[] }[]) =>
  Object.fromEntries(attributes.map(({ name, values }) => [name.split('/').at(-1), values]));

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-24T09:30:10Z') });
});
afterAll(() => {
  vi.useRealTimers();
});

const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';

it.each([
  [
    'Okta: response and assertion signed, with a prefix list',
    'okta-response.xml',
    'http://www.okta.example/exk1example',
    { nameIdFormat: UNSPECIFIED, sessionIndex: '_request' },
    { login: ['ava.lind@example.com'], firstName: ['Ava'], groups: ['Engineering', 'Everyone'] },
  ],
  [
    'Entra ID: the assertion alone is signed, valid for an hour, in default namespaces',
    'entra-id-response.xml',
    'https://sts.windows.example/6b1f7c3e-0d5a-4c1e-9f7b-2a4d8e6c1b90/',
    { sessionIndex: '_0f9e1a6b-4c3d-4a2f-8b7e-5d6c7b8a9f00' },
    { name: ['ava.lind@example.com'], displayname: ['Ava Lind'], groups: [expect.any(String), expect.any(String)] },
  ],
  [
    'JumpCloud: on many lines, with an issuer that is no URL, and groups as memberOf',
    'jumpcloud-response.xml',
    'JumpCloud-Example',
    { sessionIndex: '5c1e0b7a-9d8f-4e6c-8b7a-1f2e3d4c5b6a' },
    { email: ['ava.lind@example.com'], memberOf: ['Engineering', 'Everyone'] },
  ],
])('%s', async (_, file, entityId, said, values) => {
  const store = memoryStore();
  await store.saveRequest('_request', hashOfRelayState(null), new Date());
  const idp = { entityId, signOnUrl: 'https://idp.example.com/', certificates: [sample('certificate.pem')] };
  const provider = aServiceProvider({ store, idp });
  const signIn = await provider.validateResponse(posted(sample(file)), { relayState: null });
  expect(signIn).toMatchObject({ nameId: 'ava.lind@example.com', inResponseTo: '_request', ...said });
  expect(valuesOf(signIn.attributes)).toMatchObject(values);
});
