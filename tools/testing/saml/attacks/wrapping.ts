import { aResponse, anAssertion, encrypted, posted, signed } from '../a-response.ts';
import type { Attack } from './attack.ts';

const SIGNATURE = /<Signature [^]*?<\/Signature>/;

/** Where the forged assertion is put: `genuine` is what the identity provider signed, `forged` says somebody else. */
interface Parts {
  readonly genuine: string;
  readonly forged: string;
  readonly signature: string;
  readonly unsigned: string;
}

/** An attack on a response whose assertion is signed. */
function onAssertion(name: string, code: Attack['code'], arrange: (parts: Parts) => string): Attack {
  return {
    name,
    code,
    samlResponse: inResponseTo => {
      const genuine = signed(anAssertion({ inResponseTo, id: '_genuine' }));
      const forged = anAssertion({ inResponseTo, id: '_forged', nameId: 'owner@example.com' });
      const [signature = ''] = SIGNATURE.exec(genuine) ?? [];
      const parts = { genuine, forged, signature, unsigned: genuine.replace(SIGNATURE, '') };
      return posted(aResponse(arrange(parts), { inResponseTo }));
    },
  };
}

/** An attack on a response that is signed itself. */
function onResponse(name: string, code: Attack['code'], arrange: (parts: Parts) => string): Attack {
  return {
    name,
    code,
    samlResponse: inResponseTo => {
      const genuine = signed(aResponse(anAssertion({ inResponseTo }), { inResponseTo }));
      const forgedAssertion = anAssertion({ inResponseTo, id: '_forged', nameId: 'owner@example.com' });
      const [signature = ''] = SIGNATURE.exec(genuine) ?? [];
      const forged = aResponse(forgedAssertion, { inResponseTo });
      return posted(arrange({ genuine, forged, signature, unsigned: genuine.replace(SIGNATURE, '') }));
    },
  };
}

/** Puts it at the end of an element. */
function into(element: string, content: string): string {
  const end = element.lastIndexOf('</');
  return element.slice(0, end) + content + element.slice(end);
}

function inSignature(signature: string, content: string): string {
  return into(signature, content);
}

function inObject(content: string): string {
  return `<Object>${content}</Object>`;
}

/** "On Breaking SAML: Be Whoever You Want to Be" (2012) counts eight ways to wrap what is signed; and what came after. */
export const wrapping: readonly Attack[] = [
  onResponse('XSW1: the signed response put into the signature of a forged one', 'saml_several_assertions', parts =>
    into(parts.forged, inSignature(parts.signature, parts.unsigned)),
  ),
  onResponse('XSW2: the signed response put beside its signature in a forged one', 'saml_several_assertions', parts =>
    into(parts.forged, parts.unsigned + parts.signature),
  ),
  onAssertion(
    'XSW3: a forged assertion before the signed one',
    'saml_several_assertions',
    ({ forged, genuine }) => forged + genuine,
  ),
  onAssertion('XSW4: the signed assertion put into a forged one', 'saml_several_assertions', ({ forged, genuine }) =>
    into(forged, genuine),
  ),
  onAssertion(
    'XSW5: the signature moved to a forged assertion',
    'saml_several_assertions',
    parts => into(parts.forged, parts.signature) + parts.unsigned,
  ),
  onAssertion('XSW6: the signed assertion put into its signature in a forged one', 'saml_several_assertions', parts =>
    into(parts.forged, inSignature(parts.signature, parts.unsigned)),
  ),
  onAssertion(
    'XSW7: a forged assertion in Extensions',
    'saml_several_assertions',
    ({ forged, genuine }) => `<samlp:Extensions>${forged}</samlp:Extensions>${genuine}`,
  ),
  onAssertion('XSW8: the signed assertion put into an Object of the signature', 'saml_several_assertions', parts =>
    into(parts.forged, inSignature(parts.signature, inObject(parts.unsigned))),
  ),
  onAssertion(
    'a forged assertion with the ID of the signed one',
    'saml_duplicate_id',
    ({ forged, genuine }) => forged.replace('_forged', '_genuine') + genuine,
  ),
  onAssertion(
    'an element with the ID of the signed assertion, in lower case',
    'saml_duplicate_id',
    ({ genuine }) => `<samlp:Extensions><x id="_genuine"/></samlp:Extensions>${genuine}`,
  ),
  onAssertion(
    'two signed assertions of two people',
    'saml_several_assertions',
    ({ genuine }) => genuine + signed(anAssertion({ nameId: 'owner@example.com' })),
  ),
  onAssertion(
    'the only assertion put into Extensions',
    'saml_misplaced',
    ({ genuine }) => `<samlp:Extensions>${genuine}</samlp:Extensions>`,
  ),
  onAssertion('an assertion of another namespace', 'saml_misplaced', ({ genuine }) =>
    genuine.replaceAll('urn:oasis:names:tc:SAML:2.0:assertion', 'urn:example:assertion'),
  ),
  onAssertion('the signature of another element, moved into a forged assertion', 'saml_signature_wrapped', parts =>
    into(parts.forged, parts.signature),
  ),
  onAssertion('a second signature in the assertion', 'saml_signature_wrapped', ({ genuine, signature }) =>
    into(genuine, signature),
  ),
  onAssertion('an Object with content of their own in the signature', 'saml_signature_wrapped', ({ genuine }) =>
    genuine.replace('</Signature>', '<Object><x/></Object></Signature>'),
  ),
  onAssertion('a second SignedInfo in the signature (CVE-2025-29774)', 'saml_signature_wrapped', ({ genuine }) =>
    genuine.replace(/<SignedInfo>[^]*<\/SignedInfo>/, info => info + info),
  ),
  onAssertion('a second DigestValue in the reference (CVE-2025-29775)', 'saml_signature_wrapped', ({ genuine }) =>
    genuine.replace('<DigestValue>', '<DigestValue>AAAA</DigestValue><DigestValue>'),
  ),
  onAssertion('a comment in the digest (CVE-2025-29775)', 'saml_comment', ({ genuine }) =>
    genuine.replace('<DigestValue>', '<DigestValue><!--AAAA-->'),
  ),
  onAssertion('a second reference in the signature', 'saml_signature_wrapped', ({ genuine }) =>
    genuine.replace(/<Reference [^]*<\/Reference>/, reference => reference + reference),
  ),
  onAssertion('a reference to the whole document', 'saml_signature_wrapped', ({ genuine }) =>
    genuine.replace('URI="#_genuine"', 'URI=""'),
  ),
  onAssertion(
    'a forged assertion before an encrypted, signed one',
    'saml_several_assertions',
    ({ forged, genuine }) => forged + encrypted(genuine),
  ),
  onAssertion(
    'a forged encrypted assertion beside the signed one',
    'saml_several_assertions',
    ({ forged, genuine }) => encrypted(forged) + genuine,
  ),
  onAssertion('the signed assertion wrapped, then encrypted', 'saml_several_assertions', ({ forged, genuine }) =>
    encrypted(into(forged, genuine)),
  ),
  onAssertion('the signed assertion put into its signature, then encrypted', 'saml_several_assertions', parts =>
    encrypted(into(parts.forged, inSignature(parts.signature, inObject(parts.unsigned)))),
  ),
  onAssertion('two assertions in one encryption', 'saml_malformed', ({ forged, genuine }) =>
    encrypted(forged + genuine),
  ),
  onResponse('a forged assertion in place of the one in a signed response', 'saml_signature', ({ genuine }) =>
    genuine.replace('ada@example.com', 'owner@example.com'),
  ),
];
