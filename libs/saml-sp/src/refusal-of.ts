import { SignInError } from './sign-in-error.js';
import type { SignInErrorCode } from './sign-in-error-code.js';

/** How messages of node-saml begin, and what they mean. */
const meanings: readonly (readonly [beginning: string, code: SignInErrorCode])[] = [
  ['Invalid signature: multiple assertions', 'saml_several_assertions'],
  ['Invalid signature', 'saml_signature'],
  ['Invalid document signature', 'saml_signature'],
  ['Invalid query signature', 'saml_signature'],
  ['Too many signatures', 'saml_signature_wrapped'],
  ['ref URI included quote', 'saml_signature_wrapped'],
  ['SAML assertion not yet valid', 'saml_not_yet_valid'],
  ['SAML assertion expired', 'saml_expired'],
  ["Error parsing NotOnOrAfter: 'undefined'", 'saml_no_end'],
  ['SAML assertion has no AudienceRestriction', 'saml_audience'],
  ['SAML assertion AudienceRestriction has no Audience', 'saml_audience'],
  ['SAML assertion audience mismatch', 'saml_audience'],
  ['Invalid EncryptedAssertion content', 'saml_encrypted_unreadable'],
  ['No decryption key', 'saml_encrypted_unreadable'],
  ['SAML provider returned', 'saml_status'],
  ['Bad status code', 'saml_status'],
  ['Missing SAML assertion', 'saml_no_assertion'],
];

/** The refusal that an error of node-saml stands for; whatever nobody has foreseen is refused too. */
export function refusalOf(error: unknown): SignInError {
  if (error instanceof SignInError) return error;
  const message = error instanceof Error ? error.message : '';
  const [, code] = meanings.find(([beginning]) => message.startsWith(beginning)) ?? [];
  return SignInError.of(code ?? 'saml_malformed', error);
}
