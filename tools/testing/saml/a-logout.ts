import { randomUUID, sign } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { ASSERTION, PROTOCOL } from './said-by-saml.ts';
import { target } from './target.ts';
import { keys, type TestKey } from './keys.ts';

/** What a logout message says. */
export interface SaidOfLogout {
  readonly id?: string;
  readonly issuer?: string;
  readonly destination?: string;
  /** In seconds from now. */
  readonly issued?: number;
  readonly until?: number;
  /** XML, in the place of the NameID. */
  readonly nameId?: string;
  readonly sessionIndexes?: readonly string[];
  readonly status?: string;
}

function attributesOf({
  id = `_${randomUUID()}`,
  destination = target.singleLogoutUrl,
  issued = -1,
}: SaidOfLogout): string {
  const at = new Date(Date.now() + issued * 1000).toISOString();
  return `xmlns:samlp="${PROTOCOL}" xmlns:saml="${ASSERTION}" ID="${id}" Version="2.0" IssueInstant="${at}" Destination="${destination}"`;
}

/** A LogoutRequest that nobody has signed. */
export function aLogoutRequest(said: SaidOfLogout = {}): string {
  const { until, sessionIndexes = ['_session'], nameId = '<saml:NameID>ada@example.com</saml:NameID>' } = said;
  const end = until === undefined ? '' : ` NotOnOrAfter="${new Date(Date.now() + until * 1000).toISOString()}"`;
  const indexes = sessionIndexes.map(index => `<samlp:SessionIndex>${index}</samlp:SessionIndex>`).join('');
  return `<samlp:LogoutRequest ${attributesOf(said)}${end}><saml:Issuer>${said.issuer ?? target.idpEntityId}</saml:Issuer>${nameId}${indexes}</samlp:LogoutRequest>`;
}

/** A LogoutResponse that nobody has signed. */
export function aLogoutResponse(inResponseTo: string, said: SaidOfLogout = {}): string {
  const status = `urn:oasis:names:tc:SAML:2.0:status:${said.status ?? 'Success'}`;
  return `<samlp:LogoutResponse ${attributesOf(said)} InResponseTo="${inResponseTo}"><saml:Issuer>${said.issuer ?? target.idpEntityId}</saml:Issuer><samlp:Status><samlp:StatusCode Value="${status}"/></samlp:Status></samlp:LogoutResponse>`;
}

/** How a query is signed. */
export interface QuerySigning {
  readonly key?: TestKey;
  readonly algorithm?: string;
  readonly relayState?: string;
}

const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

/** The query of a message by HTTP-Redirect, signed (SAML 2.0 bindings §3.4.4.1). */
export function queryOf(
  xml: string,
  { key = keys.idp, algorithm = RSA_SHA256, relayState }: QuerySigning = {},
): string {
  const name = xml.startsWith('<samlp:LogoutResponse') ? 'SAMLResponse' : 'SAMLRequest';
  const parts = [
    [name, deflateRawSync(xml).toString('base64')],
    ...(relayState === undefined ? [] : [['RelayState', relayState]]),
    ['SigAlg', algorithm],
  ].map(([parameter = '', value = '']) => `${parameter}=${encodeURIComponent(value)}`);
  const content = parts.join('&');
  const signature = sign(algorithm === RSA_SHA256 ? 'sha256' : 'sha1', Buffer.from(content), key.private);
  return `${content}&Signature=${encodeURIComponent(signature.toString('base64'))}`;
}
