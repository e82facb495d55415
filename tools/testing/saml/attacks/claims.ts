import { aResponse, anAssertion, posted, type Said, signed } from '../a-response.ts';
import type { Attack } from './attack.ts';

/** A response whose signed assertion says so; `around` is what the response says besides. */
function says(name: string, code: Attack['code'], said: Said, around: Said = {}): Attack {
  return {
    name,
    code,
    samlResponse: inResponseTo =>
      posted(aResponse(signed(anAssertion({ inResponseTo, ...said })), { inResponseTo, ...around })),
  };
}

/** A response that is signed itself. */
function saysSigned(name: string, code: Attack['code'], around: Said): Attack {
  return {
    name,
    code,
    samlResponse: inResponseTo => posted(signed(aResponse(anAssertion({ inResponseTo }), { inResponseTo, ...around }))),
  };
}

/** A signed assertion in which something was left out before it was signed. */
function without(name: string, code: Attack['code'], part: string | RegExp, by = ''): Attack {
  return {
    name,
    code,
    samlResponse: inResponseTo =>
      posted(aResponse(signed(anAssertion({ inResponseTo }).replace(part, by)), { inResponseTo })),
  };
}

const elsewhere = 'https://other.example.com/';
const confirmation = /<saml:SubjectConfirmation [^]*<\/saml:SubjectConfirmation>/;

/** Well signed, and not meant for us, not now, or not again. */
export const claims: readonly Attack[] = [
  says('an assertion that has ended', 'saml_expired', { until: -120 }),
  says('an assertion whose confirmation has ended', 'saml_expired', { confirmedUntil: -120 }),
  says('an assertion of last week that does not end', 'saml_expired', { issued: -7 * 86_400, until: 86_400 }),
  says('an assertion that is not yet valid', 'saml_not_yet_valid', { from: 120 }),
  says('an assertion that is to be issued tomorrow', 'saml_not_yet_valid', { issued: 86_400, until: 2 * 86_400 }),
  without(
    'a session that has ended',
    'saml_expired',
    ' SessionIndex',
    ' SessionNotOnOrAfter="2020-01-01T00:00:00Z" SessionIndex',
  ),
  without(
    'a moment without time zone',
    'saml_malformed',
    /(?<=IssueInstant=")[^"]*/,
    new Date().toISOString().slice(0, 19),
  ),
  says('an assertion for another audience', 'saml_audience', { audience: elsewhere }),
  says('an audience that begins with ours', 'saml_audience', { audience: 'https://sso.example.com/connections/70' }),
  without(
    'an assertion for no audience',
    'saml_audience',
    /<saml:AudienceRestriction>[^]*<\/saml:AudienceRestriction>/,
  ),
  without('an assertion without conditions', 'saml_audience', /<saml:Conditions [^]*<\/saml:Conditions>/),
  without('an audience restriction that is empty', 'saml_audience', /<saml:Audience>[^]*<\/saml:Audience>/),
  without(
    'a second audience restriction, for others',
    'saml_audience',
    '</saml:Conditions>',
    `<saml:AudienceRestriction><saml:Audience>${elsewhere}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`,
  ),
  says('an assertion for another recipient', 'saml_recipient', { recipient: elsewhere }),
  without('an assertion for no recipient', 'saml_recipient', / Recipient="[^"]*"/),
  without('no confirmation of the subject', 'saml_confirmation', confirmation),
  without('a confirmation without end', 'saml_no_end', /(?<=Recipient="[^"]*") NotOnOrAfter="[^"]*"/),
  without('conditions without end', 'saml_no_end', /(?<=NotBefore="[^"]*") NotOnOrAfter="[^"]*"/),
  says("a confirmation that is not the bearer's", 'saml_confirmation', {
    method: 'urn:oasis:names:tc:SAML:2.0:cm:sender-vouches',
  }),
  says('a response that was sent elsewhere', 'saml_destination', {}, { destination: elsewhere }),
  saysSigned('a signed response that was sent elsewhere', 'saml_destination', { destination: elsewhere }),
  saysSigned('a signed response that says not where it is sent', 'saml_destination', { destination: '' }),
  says('a response of another issuer', 'saml_issuer', {}, { issuer: elsewhere }),
  says('an assertion of another issuer', 'saml_issuer', { issuer: elsewhere }),
  says(
    'an answer to a request that nobody made',
    'saml_in_response_to',
    { inResponseTo: '_other' },
    { inResponseTo: '_other' },
  ),
  says('the assertion answers another request than the response', 'saml_in_response_to', {
    confirmedRequest: '_other',
  }),
  says('only the response, unsigned, answers the request', 'saml_in_response_to', { confirmedRequest: undefined }),
  says('only the assertion answers the request', 'saml_in_response_to', {}, { inResponseTo: undefined }),
  says('a response to no request', 'saml_unsolicited', { inResponseTo: undefined }, { inResponseTo: undefined }),
  { ...says('the answer to a request of another browser', 'saml_relay_state', {}), relayState: 'state-2' },
  says('a status that is not Success', 'saml_status', {}, { status: 'Responder' }),
  says('a status that only begins with Success', 'saml_status', {}, { status: 'Success2' }),
  {
    name: 'a status that is not Success, with no assertion',
    code: 'saml_status',
    samlResponse: inResponseTo => posted(aResponse('', { inResponseTo, status: 'Requester' })),
  },
  {
    name: 'Success with no assertion',
    code: 'saml_no_assertion',
    samlResponse: inResponseTo => posted(signed(aResponse('', { inResponseTo }))),
  },
  without(
    'an assertion that says of nobody that they signed in',
    'saml_no_authentication',
    /<saml:AuthnStatement [^]*<\/saml:AuthnStatement>/,
  ),
  without('no NameID', 'saml_subject', /<saml:NameID [^]*<\/saml:NameID>/),
  without(
    'two NameIDs',
    'saml_subject',
    /<saml:NameID [^]*<\/saml:NameID>/,
    '<saml:NameID>ada</saml:NameID><saml:NameID>owner</saml:NameID>',
  ),
  says('an empty NameID', 'saml_subject', { nameId: ' ' }),
  says('an element in the NameID', 'saml_subject', { nameId: 'owner@example.com<x/>.attacker.example.com' }),
  without('an assertion of SAML 1.1', 'saml_misplaced', 'Version="2.0"', 'Version="1.1"'),
];
