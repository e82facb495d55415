import { childrenOf, SIGNATURE } from '#libs/saml-metadata';
import { descendantsOf } from './elements.js';
import { signatureAlgorithms } from './names.js';
import { SignInError } from './sign-in-error.js';

/** What a signature has once, wherever a library looks for it: a second one is for the library that takes another than ours. */
const once = [
  'SignedInfo',
  'CanonicalizationMethod',
  'SignatureMethod',
  'Reference',
  'Transforms',
  'DigestMethod',
  'DigestValue',
  'SignatureValue',
];
const parts = ['SignedInfo', 'SignatureValue', 'KeyInfo'];

/**
 * Checks that a signature signs the element it is in and nothing else, and with what (SAML 2.0 core §5.4). Whether it is good is
 * for the library.
 * @throws SignInError
 */
export function checkSignature(signature: Element, signed: Element): void {
  const elements = descendantsOf(signature);
  const named = (name: string) => elements.filter(({ localName }) => localName === name);
  const isPlain =
    signature.namespaceURI === SIGNATURE &&
    elements.every(({ localName, parentNode }) => parentNode !== signature || parts.includes(localName)) &&
    once.every(name => named(name).length === 1 && isInPlace(named(name)[0], signature)) &&
    named('Transform').length <= 2;
  if (!isPlain || named('Reference')[0]?.getAttribute('URI') !== `#${signed.getAttribute('ID')}`)
    throw SignInError.of('saml_signature_wrapped');
  for (const [name, accepted] of Object.entries(signatureAlgorithms))
    for (const element of named(name)) checkAlgorithm(element, accepted);
}

/** @throws SignInError */
export function checkAlgorithm(element: Element, accepted: readonly string[]): void {
  if (!accepted.includes(element.getAttribute('Algorithm') ?? '')) throw SignInError.of('saml_algorithm');
}

/** A method that stands in KeyInfo is not the one that was signed. */
function isInPlace(element: Element | undefined, signature: Element): boolean {
  const [signedInfo] = childrenOf(signature, SIGNATURE, 'SignedInfo');
  const isPart = element?.parentNode === signature;
  return element !== undefined && (isPart || descendantsOf(signedInfo ?? signature).includes(element));
}

/** The certificates that a signature says it can be verified with, in DER. They are for explanations alone: nobody trusts them. */
export function claimedCertificates(signature: Element): Buffer[] {
  return childrenOf(signature, SIGNATURE, 'KeyInfo')
    .flatMap(info => descendantsOf(info))
    .filter(({ localName }) => localName === 'X509Certificate')
    .map(element => Buffer.from(element.textContent ?? '', 'base64'));
}
