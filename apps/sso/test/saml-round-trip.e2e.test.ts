import { parseXml } from '#libs/saml-metadata';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#libs/persistence';
import { aResponse, anAssertion, encrypted, posted, signed } from '../../../tools/testing/saml/a-response.js';
import { anotherDatabase, query, type RunningSso, startSso } from './builders.js';
import { SamlBrowser } from './saml-browser.js';
import { formOf, SamlIdp } from './saml-idp.js';

let sso: RunningSso;
let another: { readonly sso: RunningSso; readonly database: Database };
let browser: SamlBrowser;

beforeAll(async () => {
  sso = await startSso({}, { stubs: [] });
  const database = await anotherDatabase();
  another = { database, sso: await startSso({}, { stubs: [], database, secretBox: sso.secretBox }) };
  browser = await SamlBrowser.make(sso);
});
afterAll(() => another.database.close());

const responseTo = (inResponseTo: string | undefined, change = (assertion: string) => signed(assertion)) =>
  posted(aResponse(change(anAssertion({ inResponseTo })), { inResponseTo }));

describe('with samlp as the identity provider', () => {
  const person = { id: 'ada@example.com', email: 'ada@example.com', name: 'Ada' };

  it.each([
    ['HTTP-Redirect', {}],
    ['HTTP-POST', {}],
    ['HTTP-Redirect', { signResponse: true }],
  ] as const)('a person signs in, from click to account and session (%s, %j)', async (signOnBinding, options) => {
    const idp = await SamlIdp.start(() => browser.urlOf('acs'), person, options);
    try {
      browser = await SamlBrowser.make(sso, { entityId: idp.entityId, signOnUrl: idp.signOnUrl, signOnBinding });
      const started = await browser.start();
      const answer =
        signOnBinding === 'HTTP-Redirect'
          ? await fetch(String(started.headers['location']))
          : await fetch(idp.signOnUrl, { method: 'POST', body: new URLSearchParams(formOf(started.text)) });
      const { text } = await browser.post(formOf(await answer.text())).expect(200);
      expect(text).toContain('You are signed in');
      expect(await browser.accounts()).toMatchObject([{ login: 'ada@example.com', state: 'active' }]);
      expect(await browser.liveSessions()).toHaveLength(1);
    } finally {
      idp.close();
    }
  });
});

describe('a sign-in', () => {
  beforeAll(async () => {
    browser = await SamlBrowser.make(sso);
  });

  it('is traced step by step, and its response is good once, on a second process too', async () => {
    const { requestId, relayState } = await browser.begin();
    const fields = { SAMLResponse: responseTo(requestId), RelayState: relayState };
    await browser.post(fields, another.sso).expect(200);
    expect(await browser.liveSessions()).toMatchObject([
      { subject: 'ada@example.com', session_index: '_session', name_id_format: expect.stringContaining('email') },
    ]);
    for (const process of [sso, another.sso]) {
      const { text } = await browser.post(fields, process).expect(403);
      expect(text).toContain('Sign-in failed');
      expect(text).not.toContain('expired');
      expect(await browser.attemptOf(text)).toMatchObject({ outcome: 'refused', code: 'flow_expired' });
    }
    // With a sign-in of the thief's own around it, it is a replay.
    const own = await browser.begin();
    const { text } = await browser
      .post({ SAMLResponse: fields.SAMLResponse, RelayState: own.relayState }, another.sso)
      .expect(403);
    expect(await browser.attemptOf(text)).toMatchObject({ code: 'saml_replayed' });
    expect(await browser.liveSessions()).toHaveLength(1);
  });

  it('that another browser finishes is refused', async () => {
    const { requestId, relayState } = await browser.begin();
    const { text } = await browser
      .post({ SAMLResponse: responseTo(requestId), RelayState: relayState })
      .set('Cookie', '')
      .expect(403);
    expect(await browser.attemptOf(text)).toMatchObject({ code: 'other_browser' });
  });

  it('whose response comes without its RelayState is refused: nobody is signed in as the one who began it', async () => {
    const { requestId } = await browser.begin();
    const { text } = await browser.post({ SAMLResponse: responseTo(requestId) }).expect(403);
    expect(await browser.attemptOf(text)).toMatchObject({
      code: 'saml_relay_state',
      steps: [{ name: 'begun_by_idp' }, { name: 'refused', detail: { code: 'saml_relay_state' } }],
    });
  });

  it('may be encrypted for the key that the metadata publishes', async () => {
    const { text: metadata } = await browser.get('metadata').expect(200);
    const [, digits = ''] = /use="encryption".*?<ds:X509Certificate>([^<]*)/.exec(metadata) ?? [];
    const cert = `-----BEGIN CERTIFICATE-----\n${digits}\n-----END CERTIFICATE-----`;
    const { requestId, relayState } = await browser.begin();
    const response = responseTo(requestId, assertion => encrypted(signed(assertion), { key: { private: '', cert } }));
    await browser.post({ SAMLResponse: response, RelayState: relayState }).expect(200);
  });

  it('ends when the settings were changed meanwhile', async () => {
    const { requestId, relayState } = await browser.begin();
    await browser.configure({ signOnUrl: 'https://idp.example.com/other' });
    const { text } = await browser.post({ SAMLResponse: responseTo(requestId), RelayState: relayState }).expect(403);
    expect(await browser.attemptOf(text)).toMatchObject({ code: 'settings_changed' });
  });

  it('as a test signs nobody in, and counts for the settings', async () => {
    browser = await SamlBrowser.make(sso, {}, { state: 'configured' });
    const { requestId, relayState } = await browser.begin(`?test=${await browser.test()}`);
    const { text } = await browser.post({ SAMLResponse: responseTo(requestId), RelayState: relayState }).expect(200);
    expect(text).toContain('The test sign-in');
    expect(await browser.accounts()).toEqual([]);
    const [connection] = await query('select sso_test from connections where id = ?', [
      browser.connection.connectionId,
    ]);
    expect(connection).toMatchObject({ sso_test: { person: { nameId: 'ada@example.com' } } });
  });
});

describe('a sign-in that the identity provider begins', () => {
  it.each([
    [false, 403],
    [true, 200],
  ])('is accepted only where that is switched on: %s', async (allowsIdpInitiated, status) => {
    browser = await SamlBrowser.make(sso, { allowsIdpInitiated });
    const fields = { SAMLResponse: responseTo(undefined), RelayState: 'https://app.example.com/deep' };
    const { text } = await browser.post(fields).expect(status);
    expect(await browser.liveSessions()).toHaveLength(allowsIdpInitiated ? 1 : 0);
    if (!allowsIdpInitiated) expect(await browser.attemptOf(text)).toMatchObject({ code: 'saml_unsolicited' });
    else expect(text).not.toContain('app.example.com');
    await browser.post(fields).expect(403);
  });
});

describe('requests that no identity provider makes', () => {
  it.each([
    ['no response', {}],
    ['two responses', { SAMLResponse: ['a', 'b'] }],
  ])('with %s are refused and traced', async (_, fields) => {
    const { text } = await browser.post(fields).expect(403);
    expect(await browser.attemptOf(text)).toMatchObject({ code: 'saml_malformed' });
  });

  it('that are far too large are refused unread', async () => {
    await browser.post({ SAMLResponse: 'a'.repeat(1_200_000) }).expect(400);
  });

  it('to a connection that is not there, or has no settings, are told so', async () => {
    await browser.get('acs').expect(404);
    const { connection } = browser;
    await query('update connections set sso_settings = null where id = ?', [connection.connectionId]);
    await browser.post({ SAMLResponse: 'a' }).expect(409);
    await query("update connections set state = 'deleted' where id = ?", [connection.connectionId]);
    await browser.post({ SAMLResponse: 'a' }).expect(404);
    await browser.get('metadata').expect(404);
  });
});

it('the metadata names every URL and key of the connection', async () => {
  browser = await SamlBrowser.make(sso);
  const { text, headers } = await browser.get('metadata').expect(200);
  expect(headers['content-type']).toContain('application/samlmetadata+xml');
  const root = parseXml(text);
  expect(root.getAttribute('entityID')).toBe(browser.urlOf('metadata'));
  for (const action of ['acs', 'slo']) expect(text).toContain(`Location="${browser.urlOf(action)}"`);
  expect(text.match(/use="signing"/g)).toHaveLength(1);
  expect(text.match(/use="encryption"/g)).toHaveLength(1);
});

it('a request by HTTP-POST is a page that only posts it, and says nothing to anybody else', async () => {
  browser = await SamlBrowser.make(sso, { signOnBinding: 'HTTP-POST' });
  const { headers, text } = await browser.start();
  expect(headers['content-security-policy']).toMatch(
    /default-src 'none'; script-src 'sha256-[^']+'; .*form-action https:/,
  );
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-frame-options': 'DENY' });
  expect(text).toContain('action="https://idp.example.com/sso"');
  expect(Object.keys(formOf(text))).toEqual(['SAMLRequest', 'RelayState']);
});
