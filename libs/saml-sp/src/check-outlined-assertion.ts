import { childrenOf, isNamed } from '#libs/saml-metadata';
import { checkSignatures } from './check-response.js';
import { descendantsOf } from './elements.js';
import { ASSERTION } from './names.js';
import { SignInError } from './sign-in-error.js';

/** What must not be in an assertion: others of its kind, and what is encrypted apart from it. */
const FORBIDDEN = /^(?:Encrypted)?Assertion$|^Response$|^EncryptedID$|^EncryptedAttribute$/;

/**
 * Checks the shape of an assertion (SAML 2.0 core §2.3.3) before its signature is looked at; gives whether it has one.
 * @throws SignInError
 */
export function checkOutlinedAssertion(assertion: Element): boolean {
  if (!isNamed(assertion, ASSERTION, 'Assertion') || assertion.getAttribute('Version') !== '2.0')
    throw SignInError.of('saml_misplaced');
  const forbidden = descendantsOf(assertion).find(({ localName }) => FORBIDDEN.test(localName));
  if (forbidden)
    throw SignInError.of(forbidden.localName.endsWith('Assertion') ? 'saml_several_assertions' : 'saml_misplaced');
  const isSigned = checkSignatures(assertion, [assertion]).size > 0;
  const conditions = childrenOf(assertion, ASSERTION, 'Conditions');
  if (conditions.length > 1) throw SignInError.of('saml_misplaced');
  if (conditions.flatMap(element => childrenOf(element, ASSERTION, 'AudienceRestriction')).length === 0)
    throw SignInError.of('saml_audience');
  return isSigned;
}
