import { childrenOf, textOf } from '#libs/saml-metadata';
import { ASSERTION, BEARER } from './names.js';
import { SignInError } from './sign-in-error.js';
import { toDate } from './to-date.js';

/** An attribute as it was sent (SAML 2.0 core §2.7.3.1). Values that are no text are left out. */
export interface SamlAttribute {
  readonly name: string;
  readonly friendlyName?: string;
  readonly values: readonly string[];
}

/** What an assertion says that is signed, for us, valid, and used for the first time. */
export interface SamlSignIn {
  readonly nameId: string;
  /** null when it says none: "unspecified" (SAML 2.0 core §8.3.1). */
  readonly nameIdFormat: string | null;
  readonly attributes: readonly SamlAttribute[];
  readonly sessionIndex: string | null;
  /** The request that it answers; null when the identity provider began. */
  readonly inResponseTo: string | null;
  readonly assertionId: string;
  /** ISO 8601; from then on, and the clock skew, the assertion is refused anyway. */
  readonly notOnOrAfter: string;
}

/** What a signed assertion must agree with. */
export interface ExpectedAssertion {
  readonly idpEntityId: string;
  readonly acsUrl: string;
  readonly clockSkewMs: number;
  readonly now: Date;
  /** When the person was to authenticate anew: not before that. */
  readonly authenticatedSince?: Date;
}

/**
 * Checks and reads an assertion, given the XML whose digest the signature covers, and nothing around it (SAML 2.0 profiles §4.1.4.3).
 * Audience and Conditions were checked by node-saml.
 * @throws SignInError
 */
export function readSignedAssertion(assertion: Element, expected: ExpectedAssertion): SamlSignIn {
  const issuer = only(childrenOf(assertion, ASSERTION, 'Issuer'), 'saml_issuer');
  if (textOf(issuer) !== expected.idpEntityId) throw SignInError.of('saml_issuer');
  checkValidity([toDate(assertion.getAttribute('IssueInstant') ?? '')], [], expected);
  const subject = only(childrenOf(assertion, ASSERTION, 'Subject'), 'saml_subject');
  const confirmation = bearerData(subject);
  if (confirmation.getAttribute('Recipient') !== expected.acsUrl) throw SignInError.of('saml_recipient');
  const conditions = only(childrenOf(assertion, ASSERTION, 'Conditions'), 'saml_audience');
  const ends = [confirmation, conditions].flatMap(element => momentsOf(element, 'NotOnOrAfter'));
  checkValidity(
    [confirmation, conditions].flatMap(element => momentsOf(element, 'NotBefore')),
    ends,
    expected,
  );
  return {
    ...nameIdOf(subject),
    attributes: attributesOf(assertion),
    sessionIndex: sessionIndexOf(assertion, expected),
    inResponseTo: confirmation.getAttribute('InResponseTo') || null,
    assertionId: assertion.getAttribute('ID') ?? '',
    notOnOrAfter: new Date(Math.min(...ends.map(Number))).toISOString(),
  };
}

function only(elements: readonly Element[], code: Parameters<typeof SignInError.of>[0]): Element {
  const [element, another] = elements;
  if (!element || another) throw SignInError.of(code);
  return element;
}

/** Profiles §4.1.4.2: the bearer's confirmation has to say for where and until when. */
function bearerData(subject: Element): Element {
  const bearers = childrenOf(subject, ASSERTION, 'SubjectConfirmation').filter(
    element => element.getAttribute('Method') === BEARER,
  );
  const data = childrenOf(only(bearers, 'saml_confirmation'), ASSERTION, 'SubjectConfirmationData');
  const confirmation = only(data, 'saml_confirmation');
  if (!confirmation.getAttribute('NotOnOrAfter')) throw SignInError.of('saml_no_end');
  return confirmation;
}

function momentsOf(element: Element, name: string): Date[] {
  const moment = element.getAttribute(name);
  return moment ? [toDate(moment)] : [];
}

function checkValidity(
  from: readonly Date[],
  until: readonly Date[],
  { now, clockSkewMs }: Pick<ExpectedAssertion, 'now' | 'clockSkewMs'>,
): void {
  if (from.some(moment => now.getTime() + clockSkewMs < moment.getTime())) throw SignInError.of('saml_not_yet_valid');
  if (until.some(moment => now.getTime() - clockSkewMs >= moment.getTime())) throw SignInError.of('saml_expired');
}

function nameIdOf(subject: Element): Pick<SamlSignIn, 'nameId' | 'nameIdFormat'> {
  const nameId = only(childrenOf(subject, ASSERTION, 'NameID'), 'saml_subject');
  const text = textOf(nameId);
  if (text === '' || !isText(nameId)) throw SignInError.of('saml_subject');
  return { nameId: text, nameIdFormat: nameId.getAttribute('Format') || null };
}

/** Whether nothing but text is in it: who cuts at the first element would read something else. */
function isText(element: Element): boolean {
  return element.getElementsByTagName('*').length === 0;
}

function attributesOf(assertion: Element): SamlAttribute[] {
  return childrenOf(assertion, ASSERTION, 'AttributeStatement')
    .flatMap(statement => childrenOf(statement, ASSERTION, 'Attribute'))
    .map(attribute => {
      const friendlyName = attribute.getAttribute('FriendlyName');
      const values = childrenOf(attribute, ASSERTION, 'AttributeValue').filter(isText).map(textOf);
      return { name: attribute.getAttribute('Name') ?? '', ...(friendlyName ? { friendlyName } : {}), values };
    });
}

/** Profiles §4.1.4.2: one AuthnStatement at least, or nobody has signed in. */
function sessionIndexOf(assertion: Element, expected: ExpectedAssertion): string | null {
  const statements = childrenOf(assertion, ASSERTION, 'AuthnStatement');
  if (statements.length === 0) throw SignInError.of('saml_no_authentication');
  checkValidity(
    [],
    statements.flatMap(statement => momentsOf(statement, 'SessionNotOnOrAfter')),
    expected,
  );
  checkAuthenticated(statements, expected);
  return statements.map(statement => statement.getAttribute('SessionIndex')).find(Boolean) ?? null;
}

/** Whoever takes ForceAuthn out of the request is known by an AuthnInstant (core §2.7.2) of the session that was there before. */
function checkAuthenticated(
  statements: readonly Element[],
  { authenticatedSince, clockSkewMs }: Pick<ExpectedAssertion, 'authenticatedSince' | 'clockSkewMs'>,
): void {
  if (!authenticatedSince) return;
  const earliest = authenticatedSince.getTime() - clockSkewMs;
  const isOld = (statement: Element) => toDate(statement.getAttribute('AuthnInstant') ?? '').getTime() < earliest;
  if (statements.some(isOld)) throw SignInError.of('saml_authenticated_before');
}
