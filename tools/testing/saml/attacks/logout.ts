import type { IncomingLogout, SignInErrorCode } from '#libs/saml-sp';
import { aLogoutRequest, aLogoutResponse, queryOf, type SaidOfLogout } from '../a-logout.ts';
import { posted, signed } from '../a-response.ts';
import { keys } from '../keys.ts';

/** What somebody sends to the URL of single logout who is not the identity provider. */
export interface LogoutAttack {
  /** What the attacker did. */
  readonly name: string;
  readonly code: SignInErrorCode;
  /** Given a request of our own that waits for its answer. */
  readonly incoming: (requestId: string) => IncomingLogout;
}

function byForm(name: string, code: SignInErrorCode, xml: (requestId: string) => string): LogoutAttack {
  return { name, code, incoming: id => ({ binding: 'HTTP-POST', message: posted(xml(id)) }) };
}

function byQuery(name: string, code: SignInErrorCode, query: (requestId: string) => string): LogoutAttack {
  return { name: `by redirect: ${name}`, code, incoming: id => ({ binding: 'HTTP-Redirect', query: query(id) }) };
}

/** The same mistake by both bindings. */
function saying(name: string, code: SignInErrorCode, said: SaidOfLogout): LogoutAttack[] {
  return [
    byForm(name, code, () => signed(aLogoutRequest(said))),
    byQuery(name, code, () => queryOf(aLogoutRequest(said))),
  ];
}

const nameId = (xml: string): SaidOfLogout => ({ nameId: xml });
const attacker = { key: keys.attacker };
const sha1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';

/** Attacks on single logout. */
export const logoutAttacks: readonly LogoutAttack[] = [
  byForm('a logout that nobody signed', 'saml_unsigned', () => aLogoutRequest()),
  byQuery('a logout that nobody signed', 'saml_unsigned', () => queryOf(aLogoutRequest()).replace(/&Signature=.*/, '')),
  byQuery('a logout with an empty signature', 'saml_unsigned', () =>
    queryOf(aLogoutRequest()).replace(/&Signature=.*/, '&Signature='),
  ),
  byQuery('a signature in the XML instead of the query', 'saml_signature_wrapped', () =>
    queryOf(signed(aLogoutRequest())).replace(/&Signature=.*/, ''),
  ),
  byForm('signed with a key of their own', 'saml_wrong_key', () => signed(aLogoutRequest(), attacker)),
  byQuery('signed with a key of their own', 'saml_signature', () => queryOf(aLogoutRequest(), attacker)),
  byForm('another person after it was signed', 'saml_signature', () =>
    signed(aLogoutRequest()).replace('ada@example.com', 'bob@example.com'),
  ),
  byQuery('another person after it was signed', 'saml_signature', () => {
    const [, ...rest] = queryOf(aLogoutRequest()).split('&');
    const [other] = queryOf(aLogoutRequest(nameId('<saml:NameID>bob@example.com</saml:NameID>'))).split('&');
    return [other, ...rest].join('&');
  }),
  byQuery('another RelayState after it was signed', 'saml_signature', () =>
    queryOf(aLogoutRequest(), { relayState: 'a' }).replace('RelayState=a', 'RelayState=b'),
  ),
  byQuery('a second message beside the one that is signed', 'saml_malformed', () => {
    const query = queryOf(aLogoutRequest());
    return `${query}&${query.split('&')[0]}`;
  }),
  byQuery('a response beside the request', 'saml_not_a_logout', () => `${queryOf(aLogoutRequest())}&SAMLResponse=a`),
  byQuery('a parameter whose name ends like the one that is signed', 'saml_signature', () => {
    const query = queryOf(aLogoutRequest());
    return `X${query}&${queryOf(aLogoutRequest(nameId('<saml:NameID>bob@example.com</saml:NameID>'))).split('&')[0]}`;
  }),
  byForm('signed with RSA-SHA1', 'saml_algorithm', () => signed(aLogoutRequest(), { algorithm: 'sha1' })),
  byQuery('signed with RSA-SHA1', 'saml_algorithm', () => queryOf(aLogoutRequest(), { algorithm: sha1 })),
  ...saying('meant for another URL', 'saml_destination', { destination: 'https://other.example.com/slo' }),
  ...saying('meant for nowhere', 'saml_destination', { destination: '' }),
  ...saying('from another identity provider', 'saml_issuer', { issuer: 'https://other.example.com/' }),
  ...saying('after its end', 'saml_expired', { until: -120 }),
  ...saying('made long ago, valid for ever', 'saml_expired', { issued: -3600, until: 3600 }),
  ...saying('made in the future', 'saml_not_yet_valid', { issued: 600 }),
  ...saying('without a NameID', 'saml_subject', nameId('')),
  ...saying('with two', 'saml_subject', nameId('<saml:NameID>a</saml:NameID><saml:NameID>b</saml:NameID>')),
  ...saying('with an element in the NameID', 'saml_subject', nameId('<saml:NameID>a<b/>c</saml:NameID>')),
  ...saying(
    'with a comment in the NameID',
    'saml_comment',
    nameId('<saml:NameID>ada<!-- -->@example.com</saml:NameID>'),
  ),
  byForm('an AuthnRequest', 'saml_not_a_logout', () =>
    signed(aLogoutRequest().replaceAll('LogoutRequest', 'AuthnRequest')),
  ),
  byQuery('a request as a response', 'saml_not_a_logout', () =>
    queryOf(aLogoutRequest()).replace('SAMLRequest', 'SAMLResponse'),
  ),
  byForm('an answer that nobody signed', 'saml_unsigned', id => aLogoutResponse(id)),
  byForm('an answer to no request', 'saml_in_response_to', () => signed(aLogoutResponse('_other'))),
  byQuery('an answer to no request', 'saml_in_response_to', () => queryOf(aLogoutResponse('_other'))),
  byForm('an answer that is no', 'saml_status', id => signed(aLogoutResponse(id, { status: 'Requester' }))),
  byQuery('an answer that is no', 'saml_status', id => queryOf(aLogoutResponse(id, { status: 'Requester' }))),
  byQuery('an answer with another RelayState', 'saml_relay_state', id =>
    queryOf(aLogoutResponse(id), { relayState: 'other' }),
  ),
  byForm('a signature around something else', 'saml_signature_wrapped', () => {
    const inner = signed(aLogoutRequest({ id: '_inner' }));
    return aLogoutRequest(
      nameId(`<saml:NameID>bob@example.com</saml:NameID><samlp:Extensions>${inner}</samlp:Extensions>`),
    );
  }),
  byForm('two elements with the ID that is signed', 'saml_duplicate_id', () =>
    signed(aLogoutRequest({ id: '_a' })).replace('<saml:NameID>', '<saml:NameID ID="_a">'),
  ),
  byQuery('what unpacks to far more than is read', 'saml_too_large', () =>
    queryOf(aLogoutRequest(nameId(`<saml:NameID>${'a'.repeat(300_000)}</saml:NameID>`))),
  ),
  byQuery('what does not unpack', 'saml_malformed', () => 'SAMLRequest=AAAA&SigAlg=a&Signature=a'),
  byQuery('what is no percent-encoding', 'saml_malformed', () => 'SAMLRequest=%E0%A4%A'),
  byForm('what is no base64', 'saml_malformed', () => ''),
];
