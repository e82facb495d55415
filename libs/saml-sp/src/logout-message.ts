import { childrenOf, isNamed, textOf } from '#libs/saml-metadata';
import { descendantsOf } from './elements.js';
import { ASSERTION, PROTOCOL, SUCCESS } from './names.js';
import { SignInError } from './sign-in-error.js';
import { toDate } from './to-date.js';

/** What an identity provider says has ended (SAML 2.0 core §3.7.1). */
export interface SamlLogoutRequest {
  readonly requestId: string;
  readonly nameId: string;
  readonly nameIdFormat: string | null;
  /** None: every session of the person. */
  readonly sessionIndexes: readonly string[];
  /** From then on it is refused anyway. */
  readonly expiresAt: Date;
}

/** What a logout message must agree with. */
export interface ExpectedLogout {
  readonly idpEntityId: string;
  readonly singleLogoutUrl: string;
  readonly clockSkewMs: number;
  readonly now: Date;
}

/** For how long a message is accepted after it was made, if it says nothing else. */
const MAX_AGE_MS = 5 * 60_000;

/**
 * Checks what a logout message says of itself: where it goes, from whom, and when. That it is true is for its signature.
 * @throws SignInError
 */
export function checkLogoutMessage(root: Element, expected: ExpectedLogout): void {
  const isKnown = ['LogoutRequest', 'LogoutResponse'].some(name => isNamed(root, PROTOCOL, name));
  if (!isKnown || root.getAttribute('Version') !== '2.0') throw SignInError.of('saml_not_a_logout');
  if (root.getAttribute('Destination') !== expected.singleLogoutUrl) throw SignInError.of('saml_destination');
  const [issuer, another] = childrenOf(root, ASSERTION, 'Issuer');
  if (!issuer || another || textOf(issuer) !== expected.idpEntityId) throw SignInError.of('saml_issuer');
  checkMoments(root, expected);
  if (root.localName === 'LogoutRequest') readLogoutRequest(root);
}

function checkMoments(root: Element, { now, clockSkewMs }: ExpectedLogout): void {
  const issuedAt = toDate(root.getAttribute('IssueInstant') ?? '').getTime();
  if (issuedAt > now.getTime() + clockSkewMs) throw SignInError.of('saml_not_yet_valid');
  if (expiryOf(root).getTime() <= now.getTime() - clockSkewMs) throw SignInError.of('saml_expired');
}

/** `NotOnOrAfter` is only in requests, and may be far away there. */
function expiryOf(root: Element): Date {
  const latest = toDate(root.getAttribute('IssueInstant') ?? '').getTime() + MAX_AGE_MS;
  const notOnOrAfter = root.getAttribute('NotOnOrAfter');
  return new Date(notOnOrAfter ? Math.min(toDate(notOnOrAfter).getTime(), latest) : latest);
}

/**
 * Reads a LogoutRequest, given what its signature covers.
 * @throws SignInError
 */
export function readLogoutRequest(root: Element): SamlLogoutRequest {
  const [nameId, another] = childrenOf(root, ASSERTION, 'NameID');
  const text = nameId ? textOf(nameId) : '';
  if (!nameId || another || text === '' || descendantsOf(nameId).length > 0) throw SignInError.of('saml_subject');
  const requestId = root.getAttribute('ID');
  if (!requestId) throw SignInError.of('saml_malformed');
  return {
    requestId,
    nameId: text,
    nameIdFormat: nameId.getAttribute('Format') || null,
    sessionIndexes: childrenOf(root, PROTOCOL, 'SessionIndex').map(textOf),
    expiresAt: expiryOf(root),
  };
}

/**
 * The request that a LogoutResponse answers, given what its signature covers.
 * @throws SignInError
 */
export function readLogoutResponse(root: Element): { readonly inResponseTo: string } {
  const codes = childrenOf(root, PROTOCOL, 'Status').flatMap(status => childrenOf(status, PROTOCOL, 'StatusCode'));
  if (codes.length !== 1 || codes[0]?.getAttribute('Value') !== SUCCESS) throw SignInError.of('saml_status');
  return { inResponseTo: root.getAttribute('InResponseTo') ?? '' };
}
