import { inflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { aLogoutRequest, queryOf } from '../../../tools/testing/saml/a-logout.js';
import { aResponse, anAssertion, posted, signed } from '../../../tools/testing/saml/a-response.js';
import { query, type RunningSso, startSso } from './builders.js';
import { SamlBrowser } from './saml-browser.js';

let sso: RunningSso;
let browser: SamlBrowser;

beforeAll(async () => {
  sso = await startSso({}, { stubs: [] });
  browser = await SamlBrowser.make(sso, { singleLogoutUrl: 'https://idp.example.com/slo' });
});

/** Somebody signs in, in a session of the identity provider. */
async function signIn(nameId: string, sessionIndex: string): Promise<void> {
  const { requestId: inResponseTo, relayState } = await browser.begin();
  const assertion = anAssertion({ inResponseTo, nameId }).replace('"_session"', `"${sessionIndex}"`);
  const fields = { SAMLResponse: posted(aResponse(signed(assertion), { inResponseTo })), RelayState: relayState };
  await browser.post(fields).expect(200);
}

const live = async () => (await browser.liveSessions()).map(row => [row['subject'], row['session_index']].join(' '));

const of = (nameId: string, sessionIndexes: readonly string[]) =>
  aLogoutRequest({ nameId: `<saml:NameID>${nameId}</saml:NameID>`, sessionIndexes });

describe('a logout that the identity provider begins', () => {
  it('ends the session it names, then all of the person, and nobody else’s; it is answered and audited', async () => {
    await signIn('ada@example.com', '_1');
    await signIn('ada@example.com', '_2');
    await signIn('ada@example.com', '_3');
    await signIn('bob@example.com', '_1');
    const { headers } = await browser
      .logout({ query: queryOf(of('ada@example.com', ['_1']), { relayState: 'there' }) })
      .expect(303);
    expect(await live()).toEqual(['ada@example.com _2', 'ada@example.com _3', 'bob@example.com _1']);
    const { searchParams, host } = new URL(String(headers['location']));
    expect([host, searchParams.get('RelayState')]).toEqual(['idp.example.com', 'there']);
    const xml = inflateRawSync(Buffer.from(searchParams.get('SAMLResponse') ?? '', 'base64')).toString();
    expect(xml).toContain('status:Success');

    await browser.logout({ form: { SAMLRequest: posted(signed(of('ada@example.com', []))) } }).expect(303);
    expect(await live()).toEqual(['bob@example.com _1']);
    const audited = await query(
      "select count(*)::int as count from audit_events where enterprise_id = ? and action = 'account_session.revoked'",
      [browser.connection.enterpriseId],
    );
    expect(audited).toEqual([{ count: 3 }]);
  });

  it.each([
    ['another person', 'carol@example.com', []],
    ['another session', 'bob@example.com', ['_9']],
  ])('of %s ends nothing here', async (_, nameId, sessionIndexes) => {
    const before = await live();
    await browser.logout({ query: queryOf(of(nameId, sessionIndexes)) }).expect(303);
    expect(await live()).toEqual(before);
  });

  it('is good once', async () => {
    const message = { query: queryOf(of('carol@example.com', [])) };
    await browser.logout(message).expect(303);
    await browser.logout(message).expect(400);
  });

  it("of another enterprise's connection ends nothing here", async () => {
    const before = await live();
    const mine = browser;
    const other = await SamlBrowser.make(sso, { singleLogoutUrl: 'https://idp.example.com/slo' });
    await other.logout({ query: queryOf(of('bob@example.com', [])) }).expect(303);
    expect(await mine.liveSessions()).toHaveLength(before.length);
  });

  it('is answered by a page when nobody knows where to send the answer', async () => {
    browser = await SamlBrowser.make(sso);
    const { text } = await browser.logout({ query: queryOf(of('ada@example.com', [])) }).expect(200);
    expect(text).toContain('You are signed out');
  });
});
