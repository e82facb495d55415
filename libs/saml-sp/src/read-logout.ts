import { SAML, type SamlConfig } from '@node-saml/node-saml';
import { getVerifiedXml } from '@node-saml/node-saml/lib/xml.js';
import { inflateRawSync } from 'node:zlib';
import { checkSignatures } from './check-response.js';
import { type ExpectedLogout, checkLogoutMessage } from './logout-message.js';
import { querySignatureAlgorithms } from './names.js';
import { decodeResponse, MAX_BYTES, parseStrictly } from './read-response.js';
import { refusalOf } from './refusal-of.js';
import { SignInError } from './sign-in-error.js';
import type { TrustedCertificates } from './trusted-certificates.js';

/** A logout message as it came: by a form, or in a query that is still as it was sent, since the signature is over it. */
export type IncomingLogout =
  | {
      readonly binding: 'HTTP-POST';
      /** `SAMLRequest` or `SAMLResponse` */
      readonly message: string;
    }
  | { readonly binding: 'HTTP-Redirect'; readonly query: string };

/** What it takes to believe a logout message. */
export interface LogoutTrust {
  readonly certificates: TrustedCertificates;
  readonly config: SamlConfig;
  readonly expected: ExpectedLogout;
}

/**
 * The root of a logout message (SAML 2.0 core §3.7), as far as its signature covers it.
 * @throws SignInError
 */
export function readLogout(incoming: IncomingLogout, trust: LogoutTrust): Promise<Element> {
  return incoming.binding === 'HTTP-POST' ? readForm(incoming.message, trust) : readQuery(incoming.query, trust);
}

async function readForm(message: string, { certificates, expected }: LogoutTrust): Promise<Element> {
  const xml = decodeResponse(message);
  const root = parseStrictly(xml);
  checkLogoutMessage(root, expected);
  if (checkSignatures(root, [root]).size === 0) throw SignInError.of('saml_unsigned');
  try {
    const verified = getVerifiedXml(xml, root, certificates.pems);
    if (verified === null) throw SignInError.of('saml_signature');
    return parseStrictly(verified);
  } catch (error) {
    throw certificates.explain(refusalOf(error), [root]);
  }
}

/** SAML 2.0 bindings §3.4.4.1: each parameter once, and the signature over their octets as they came. */
async function readQuery(query: string, { config, expected }: LogoutTrust): Promise<Element> {
  const parts = partsOf(query);
  const kind = parts.has('SAMLRequest') ? 'SAMLRequest' : 'SAMLResponse';
  const root = parseStrictly(inflated(decoded(parts.get(kind))));
  checkLogoutMessage(root, expected);
  if (root.localName !== (kind === 'SAMLRequest' ? 'LogoutRequest' : 'LogoutResponse'))
    throw SignInError.of('saml_not_a_logout');
  // What is signed in the XML as well is not looked at: nobody does that, and it would be another rule.
  if (checkSignatures(root, []).size > 0 || !parts.get('Signature')) throw SignInError.of('saml_unsigned');
  if (!querySignatureAlgorithms.includes(decoded(parts.get('SigAlg')))) throw SignInError.of('saml_algorithm');
  const signed = [kind, 'RelayState', 'SigAlg'].filter(name => parts.has(name));
  const container = Object.fromEntries([...signed, 'Signature'].map(name => [name, decoded(parts.get(name))] as const));
  try {
    await new SAML(config).validateRedirectAsync(container, signed.map(name => `${name}=${parts.get(name)}`).join('&'));
  } catch (error) {
    throw refusalOf(error);
  }
  return root;
}

const known = ['SAMLRequest', 'SAMLResponse', 'RelayState', 'SigAlg', 'Signature'];

/** The parameters that matter, encoded as they came. */
function partsOf(query: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const part of query.split('&')) {
    const at = part.indexOf('=');
    const name = at < 0 ? part : part.slice(0, at);
    if (!known.includes(name)) continue;
    if (parts.has(name)) throw SignInError.of('saml_malformed');
    parts.set(name, at < 0 ? '' : part.slice(at + 1));
  }
  if (parts.has('SAMLRequest') === parts.has('SAMLResponse')) throw SignInError.of('saml_not_a_logout');
  return parts;
}

function decoded(part: string | undefined): string {
  try {
    return decodeURIComponent((part ?? '').replaceAll('+', '%20'));
  } catch (error) {
    throw SignInError.of('saml_malformed', error);
  }
}

function inflated(base64: string): string {
  if (base64.length > MAX_BYTES) throw SignInError.of('saml_too_large');
  try {
    const bytes = inflateRawSync(Buffer.from(base64, 'base64'), { maxOutputLength: MAX_BYTES });
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw SignInError.of(error instanceof RangeError ? 'saml_too_large' : 'saml_malformed', error);
  }
}
