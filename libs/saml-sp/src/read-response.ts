import { parseXml, SamlMetadataError, type SamlMetadataErrorCode } from '#libs/saml-metadata';
import { SignInError } from './sign-in-error.js';
import type { SignInErrorCode } from './sign-in-error-code.js';

/** Of XML; an assertion with some hundred groups has 50,000 characters. */
export const MAX_BYTES = 262_144;
/** Of an assertion with 700 groups, each with its type: to look for a signature costs about 70 ms then, for each certificate. */
const MAX_TAGS = 1600;
const MAX_ATTRIBUTES = 2400;
const BASE64 = /^[A-Za-z\d+/]+={0,2}$/;

const codes: Partial<Record<SamlMetadataErrorCode, SignInErrorCode>> = {
  too_large: 'saml_too_large',
  doctype: 'saml_doctype',
  too_deep: 'saml_too_deep',
  duplicate_id: 'saml_duplicate_id',
};

/**
 * The XML that was posted as `SAMLResponse` (SAML 2.0 bindings §3.5.4).
 * @throws SignInError
 */
export function decodeResponse(samlResponse: string): string {
  if (samlResponse.length > MAX_BYTES * 2) throw SignInError.of('saml_too_large');
  const digits = samlResponse.replaceAll(/\s+/g, '');
  if (!BASE64.test(digits)) throw SignInError.of('saml_malformed');
  const bytes = Buffer.from(digits, 'base64');
  if (bytes.length > MAX_BYTES) throw SignInError.of('saml_too_large');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw SignInError.of('saml_malformed', error);
  }
}

/**
 * The root of a document in which nothing is left that two parsers may read differently.
 * @throws SignInError
 */
export function parseStrictly(xml: string): Element {
  checkSize(xml);
  checkMarkup(xml);
  try {
    return parseXml(xml);
  } catch (error) {
    if (error instanceof SamlMetadataError) throw SignInError.of(codes[error.code] ?? 'saml_malformed', error);
    throw error;
  }
}

function checkSize(xml: string): void {
  if (countOf(xml, '<') > MAX_TAGS || countOf(xml, '=') > MAX_ATTRIBUTES) throw SignInError.of('saml_too_large');
}

/** No identity provider sends any of it, and whoever verifies a signature sees other text than whoever reads it. */
function checkMarkup(xml: string): void {
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw SignInError.of('saml_doctype');
  if (xml.includes('<!--')) throw SignInError.of('saml_comment');
  const isDeclarationAlone = xml.lastIndexOf('<?') <= 0 && !/^<\?(?!xml\s)/.test(xml);
  if (xml.includes('<![CDATA[') || !isDeclarationAlone) throw SignInError.of('saml_markup');
}

function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) count += 1;
  return count;
}
