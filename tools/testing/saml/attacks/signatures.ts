import { target } from '../target.ts';
import { aResponse, anAssertion, encrypted, type Encryption, posted, signed, type Signing } from '../a-response.ts';
import { keys } from '../keys.ts';
import type { Attack } from './attack.ts';

/** What is done to a good assertion before it is posted. */
function attack(name: string, code: Attack['code'], assertion: (unsigned: string) => string): Attack {
  return {
    name,
    code,
    samlResponse: inResponseTo => posted(aResponse(assertion(anAssertion({ inResponseTo })), { inResponseTo })),
  };
}

function signedWith(name: string, code: Attack['code'], signing: Signing): Attack {
  return attack(name, code, unsigned => signed(unsigned, signing));
}

function encryptedWith(name: string, code: Attack['code'], encryption: Encryption): Attack {
  return attack(name, code, unsigned => encrypted(signed(unsigned), encryption));
}

function changed(name: string, code: Attack['code'], pattern: string | RegExp, by: string): Attack {
  return attack(name, code, unsigned => signed(unsigned).replace(pattern, by));
}

const sha1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';
const hmac = 'http://www.w3.org/2000/09/xmldsig#hmac-sha1';
const withComments = 'http://www.w3.org/2001/10/xml-exc-c14n#WithComments';
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

/** Attacks on who signed what, and on what is encrypted. */
export const signatures: readonly Attack[] = [
  attack('no signature at all', 'saml_unsigned', unsigned => unsigned),
  attack('no signature in what is encrypted', 'saml_unsigned', unsigned => encrypted(unsigned)),
  attack('a signature of another kind of element', 'saml_signature_wrapped', unsigned =>
    unsigned.replace('<saml:Subject>', '<Signature xmlns="urn:example:signature"/><saml:Subject>'),
  ),
  attack('the subject alone is signed', 'saml_signature_wrapped', unsigned =>
    signed(unsigned.replace('<saml:Subject>', '<saml:Subject ID="_subject">'), { about: '/*/*[@ID="_subject"]' }),
  ),
  signedWith('signed with a key of their own, whose certificate comes along', 'saml_wrong_key', { key: keys.attacker }),
  signedWith('signed with a key of their own, that says nothing of it', 'saml_signature', {
    key: keys.attacker,
    hasKeyInfo: false,
  }),
  attack('a key of their own, with the certificate of the identity provider', 'saml_signature', unsigned =>
    signed(unsigned, { key: { private: keys.attacker.private, cert: keys.idp.cert } }),
  ),
  signedWith('signed with the key of the service provider', 'saml_wrong_key', { key: keys.own }),
  signedWith('signed with RSA-SHA1', 'saml_algorithm', { algorithm: 'sha1' }),
  signedWith('a SHA-1 digest under a SHA-256 signature', 'saml_algorithm', { digest: 'sha1' }),
  signedWith('canonicalization that keeps comments', 'saml_algorithm', { transforms: [enveloped, withComments] }),
  changed('SHA-256 renamed to SHA-1', 'saml_algorithm', /(?<=<SignatureMethod Algorithm=")[^"]*/, sha1),
  changed('HMAC with the public key as its secret', 'saml_algorithm', /(?<=<SignatureMethod Algorithm=")[^"]*/, hmac),
  changed('an XSLT transform', 'saml_algorithm', enveloped, 'http://www.w3.org/TR/1999/REC-xslt-19991116'),
  changed('the NameID changed after signing', 'saml_signature', 'ada@', 'owner@'),
  changed('a group added after signing', 'saml_signature', '>staff<', '>administrators<'),
  changed('the audience changed after signing', 'saml_signature', '<saml:Audience>', '<saml:Audience>x'),
  changed('the signature value changed', 'saml_signature', '<SignatureValue>', '<SignatureValue>AAAA'),
  changed('an empty signature value', 'saml_signature', /(?<=<SignatureValue>)[^<]*/, ''),
  encryptedWith('the key encrypted with RSA 1.5', 'saml_algorithm', { transport: 'rsa-1_5' }),
  encryptedWith('encrypted with AES-CBC, which can be altered', 'saml_algorithm', { content: 'aes-256-cbc' }),
  encryptedWith('encrypted for somebody else', 'saml_encrypted_unreadable', { key: keys.attacker }),
  attack('what is encrypted was altered', 'saml_encrypted_unreadable', unsigned =>
    encrypted(signed(unsigned)).replace(/(?<=<\/ds:KeyInfo><xenc:CipherData><xenc:CipherValue>[^<]{200}).{4}/, 'AAAA'),
  ),
  attack('the tag of what is encrypted was cut off', 'saml_encrypted_unreadable', unsigned =>
    encrypted(signed(unsigned)).replace(
      /[^<>]{24}(?=<\/xenc:CipherValue><\/xenc:CipherData><\/xenc:EncryptedData>)/,
      '',
    ),
  ),
  attack('a second encrypted key', 'saml_encrypted_unreadable', unsigned =>
    encrypted(signed(unsigned)).replace(/<xenc:EncryptedKey>[^]*<\/xenc:EncryptedKey>/, key => key + key),
  ),
  attack('a reference in place of what is encrypted', 'saml_misplaced', unsigned =>
    encrypted(signed(unsigned)).replace(
      '</xenc:CipherData></xenc:EncryptedData>',
      '<xenc:CipherReference URI="https://attacker.example.com/"/></xenc:CipherData></xenc:EncryptedData>',
    ),
  ),
  {
    name: 'a good assertion in a response that is signed with another key',
    code: 'saml_wrong_key',
    samlResponse: inResponseTo => {
      const assertion = signed(anAssertion({ inResponseTo }));
      return posted(signed(aResponse(assertion, { inResponseTo }), { key: keys.attacker }));
    },
  },
  {
    name: 'a signed response around an assertion that is signed with another key',
    code: 'saml_wrong_key',
    samlResponse: inResponseTo => {
      const assertion = signed(anAssertion({ inResponseTo, recipient: target.acsUrl }), { key: keys.attacker });
      return posted(signed(aResponse(assertion, { inResponseTo })));
    },
  },
];
