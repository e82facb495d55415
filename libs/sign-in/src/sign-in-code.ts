import { type OidcSignInErrorCode as OidcCode, oidcSignInErrors as oidcErrors } from '#libs/oidc-rp';
import { type SignInErrorCode as SamlCode, signInErrors as samlErrors } from '#libs/saml-sp';

/** Why a sign-in was refused, when the protocol itself was in order. Each with one sentence to an administrator. */
const ownCodes = {
  other_browser:
    'The answer of the identity provider was brought by another browser than the one that began the sign-in, or its cookies are blocked.',
  flow_expired:
    'The answer belongs to no sign-in that is under way: it took longer than fifteen minutes, or was answered before.',
  settings_changed: 'The settings of single sign-on were changed while the person signed in.',
  connection_not_enabled: 'The connection is not enabled, so nobody signs in with it.',
  login_missing: 'The identity provider sent no login, so nobody can be recognised.',
  login_invalid:
    'What the identity provider sent as the login cannot be one: it has characters that no login may have.',
  attribute_missing: 'The identity provider did not send everything that the attribute mapping requires.',
  subject_missing: 'The identity provider did not say by which identifier it knows the person.',
  not_in_directory:
    'The person is not in the directory of the connection, and its policy lets only those sign in who are.',
  inactive_in_directory:
    'The identity provider has deactivated or deleted the person over SCIM. Signing in does not bring them back.',
  suspended: 'The account of the person is suspended.',
  login_of_another: 'The login belongs to the account of another person.',
  subject_changed:
    'The login belongs to an account that another person has signed in to: the identity provider names this one by another identifier. The address may have been given to somebody else.',
  no_domain: 'No connection is responsible for the domain of the address.',
} as const;

/** Why a sign-in was refused. Programs may rely on these codes staying as they are. */
export type SignInCode = keyof typeof ownCodes | SamlCode | OidcCode;

const sentences: ReadonlyMap<string, string> = new Map(Object.entries({ ...ownCodes, ...samlErrors, ...oidcErrors }));

/** Gives the cause of a refusal as a sentence to an administrator; the browser is told none of this. */
export function sentenceOfCode(code: string): string {
  return sentences.get(code) ?? 'The sign-in was refused.';
}
