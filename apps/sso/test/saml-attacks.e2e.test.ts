import { beforeAll, describe, expect, it } from 'vitest';
import type { SamlSettings } from '#libs/persistence';
import type { SamlServiceProviderOptions } from '#libs/saml-sp';
import { posted } from '../../../tools/testing/saml/a-response.js';
import type { Attack } from '../../../tools/testing/saml/attacks/attack.js';
import { claims } from '../../../tools/testing/saml/attacks/claims.js';
import { logoutAttacks } from '../../../tools/testing/saml/attacks/logout.js';
import { signatures } from '../../../tools/testing/saml/attacks/signatures.js';
import { wrapping } from '../../../tools/testing/saml/attacks/wrapping.js';
import { xml } from '../../../tools/testing/saml/attacks/xml.js';
import { keys } from '../../../tools/testing/saml/keys.js';
import { query, type RunningSso, startSso } from './builders.js';
import { SamlBrowser } from './saml-browser.js';

/** What is larger is not read at all. */
const LARGEST_FORM = 1_000_000;

const attacks: readonly Attack[] = [...wrapping, ...signatures, ...claims, ...xml];

let sso: RunningSso;
let browser: SamlBrowser;

beforeAll(async () => {
  sso = await startSso({}, { stubs: [] });
  browser = await SamlBrowser.make(sso);
});

/** What an attack changes of a connection, as settings. */
function settingsOf({ idp, allowsIdpInitiated }: Partial<SamlServiceProviderOptions> = {}): Partial<SamlSettings> {
  return {
    certificates: idp?.certificates ?? [keys.idp.cert, keys.nextIdp.cert],
    ...(allowsIdpInitiated !== undefined && { allowsIdpInitiated }),
  };
}

/** How often anything of the enterprise was made or touched. */
async function touched(): Promise<unknown> {
  const [row] = await query(
    `select (select count(*) from accounts where enterprise_id = $1)::int as accounts,
       (select count(*) from account_sessions where enterprise_id = $1)::int as sessions,
       (select count(*) from account_events where enterprise_id = $1)::int as events,
       (select count(*) from audit_events where enterprise_id = $1)::int as audit,
       (select count(*) from used_saml_assertions where enterprise_id = $1)::int as assertions`.replaceAll('$1', '?'),
    Array.from({ length: 5 }, () => browser.connection.enterpriseId),
  );
  return row;
}

const nothing = { accounts: 0, sessions: 0, events: 0, audit: 0, assertions: expect.any(Number) };

describe('a sign-in by', () => {
  it.each(attacks)('$name is refused with its own code', async ({ code, connection, samlResponse }) => {
    await browser.configure(settingsOf(connection));
    const { requestId, relayState } = await browser.begin();
    // Another RelayState than the request's is the handle of no sign-in here.
    const isOther = code === 'saml_relay_state';
    const fields = { SAMLResponse: samlResponse(requestId), RelayState: isOther ? 'state-2' : relayState };
    if (fields.SAMLResponse.length > LARGEST_FORM) return void (await browser.post(fields).expect(400));
    const { text } = await browser.post(fields).expect(403);
    expect(text).toContain('Sign-in failed');
    expect(text).not.toContain(code);
    expect(await browser.attemptOf(text)).toMatchObject({ outcome: 'refused', code, account_id: null });
  });
});

describe('single logout', () => {
  it.each(logoutAttacks)('$name ends nothing', async ({ incoming }) => {
    await browser.configure(settingsOf());
    const message = incoming('_request');
    const sent =
      message.binding === 'HTTP-POST' ? { form: { SAMLRequest: message.message } } : { query: message.query };
    const { text } = await browser.logout(sent).expect(400);
    expect(text).toContain('This does not work');
  });

  it('of a form that is none ends nothing', async () => {
    await browser.logout({ form: { SAMLRequest: posted('<a/>') } }).expect(400);
  });
});

it('none of it made or touched an account', async () => {
  expect(await touched()).toEqual(nothing);
});
