import { childrenOf, isNamed, SIGNATURE, textOf } from '#libs/saml-metadata';
import { checkSignature } from './check-signature.js';
import { descendantsOf } from './elements.js';
import { ASSERTION, PROTOCOL, SUCCESS } from './names.js';
import { SignInError } from './sign-in-error.js';

/** What a response must agree with. */
export interface ExpectedResponse {
  readonly idpEntityId: string;
  readonly acsUrl: string;
}

/** A response as it stands, before anything of it is believed. */
export interface OutlinedResponse {
  readonly response: Element;
  /** `Assertion` or `EncryptedAssertion` */
  readonly assertion: Element;
  readonly isEncrypted: boolean;
  readonly isSigned: boolean;
  readonly inResponseTo: string | null;
}

/**
 * Checks the shape of a Response and what it says of itself (SAML 2.0 core §3.2.2, profiles §4.1.4.2). Nothing is proven by it:
 * it refuses what has no business to reach the check of signatures.
 * @throws SignInError
 */
export function checkResponse(response: Element, expected: ExpectedResponse): OutlinedResponse {
  if (!isNamed(response, PROTOCOL, 'Response') || response.getAttribute('Version') !== '2.0')
    throw SignInError.of('saml_not_a_response');
  checkStatus(response);
  const assertion = onlyAssertion(response);
  const isEncrypted = assertion.localName === 'EncryptedAssertion';
  const isSigned = checkSignatures(response, isEncrypted ? [response] : [response, assertion]).has(response);
  if (!isEncrypted && !isSigned && signaturesOf(assertion).length === 0) throw SignInError.of('saml_unsigned');
  checkDestination(response, expected.acsUrl, isSigned);
  const issuers = childrenOf(response, ASSERTION, 'Issuer');
  if (issuers.length > 1 || issuers.some(issuer => textOf(issuer) !== expected.idpEntityId))
    throw SignInError.of('saml_issuer');
  return { response, assertion, isEncrypted, isSigned, inResponseTo: response.getAttribute('InResponseTo') || null };
}

/** Every signature in it must be directly in one of these; gives those that have one. */
export function checkSignatures(root: Element, signable: readonly Element[]): Set<Element> {
  const signed = new Set<Element>();
  for (const signature of signaturesIn(root)) {
    const parent = signable.find(element => signature.parentNode === element);
    if (!parent || signed.has(parent)) throw SignInError.of('saml_signature_wrapped');
    checkSignature(signature, parent);
    signed.add(parent);
  }
  return signed;
}

function signaturesIn(root: Element): Element[] {
  return descendantsOf(root).filter(element => element.localName === 'Signature');
}

function signaturesOf(element: Element): Element[] {
  return childrenOf(element, SIGNATURE, 'Signature');
}

function checkStatus(response: Element): void {
  const statuses = childrenOf(response, PROTOCOL, 'Status');
  const codes = statuses.flatMap(status => childrenOf(status, PROTOCOL, 'StatusCode'));
  if (statuses.length !== 1 || codes.length !== 1 || codes[0]?.getAttribute('Value') !== SUCCESS)
    throw SignInError.of('saml_status');
}

/** By local names in any namespace: whoever looks for "Assertion" anywhere finds this one and no other. */
function onlyAssertion(response: Element): Element {
  const elements = descendantsOf(response);
  const [assertion, another] = elements.filter(({ localName }) => /^(?:Encrypted)?Assertion$/.test(localName));
  if (another) throw SignInError.of('saml_several_assertions');
  if (!assertion) throw SignInError.of('saml_no_assertion');
  const isNested = elements.some(({ localName }) => localName === 'Response');
  if (isNested || assertion.parentNode !== response || assertion.namespaceURI !== ASSERTION)
    throw SignInError.of('saml_misplaced');
  return assertion;
}

/** SAML 2.0 bindings §3.5.5.2: who signs the message says where it goes. */
function checkDestination(response: Element, acsUrl: string, isSigned: boolean): void {
  const destination = response.getAttribute('Destination');
  if (destination ? destination !== acsUrl : isSigned) throw SignInError.of('saml_destination');
}
