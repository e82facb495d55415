import type { KeyObject } from 'node:crypto';
import { childrenOf, SIGNATURE } from '#libs/saml-metadata';
import { decryptXml } from '@node-saml/node-saml/lib/xml.js';
import { XMLSerializer } from '@xmldom/xmldom';
import { checkAlgorithm } from './check-signature.js';
import { descendantsOf } from './elements.js';
import { contentEncryptions, ENCRYPTION, keyTransports } from './names.js';
import { SignInError } from './sign-in-error.js';

/** What was in an EncryptedAssertion, and what opened it. */
export interface DecryptedAssertion {
  readonly xml: string;
  /** PEM */
  readonly key: string;
}

/**
 * Opens an EncryptedAssertion (SAML 2.0 core §2.3.4) with the first of the keys that can. Every way to fail looks the same, so that
 * nobody learns from trying.
 * @throws SignInError
 */
export async function decryptAssertion(encrypted: Element, keys: readonly KeyObject[]): Promise<DecryptedAssertion> {
  checkEncryption(encrypted);
  const xml = new XMLSerializer().serializeToString(encrypted);
  let failure: unknown;
  for (const privateKey of keys) {
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    try {
      return { xml: await decryptXml(xml, key), key };
    } catch (error) {
      failure = error;
    }
  }
  throw SignInError.of('saml_encrypted_unreadable', failure);
}

/** The library takes the first of each that it finds anywhere; so there must be one, in its place. */
function checkEncryption(encrypted: Element): void {
  const data = only(childrenOf(encrypted, ENCRYPTION, 'EncryptedData'));
  const info = only(childrenOf(data, SIGNATURE, 'KeyInfo'));
  const key = only(childrenOf(info, ENCRYPTION, 'EncryptedKey'));
  checkAlgorithm(only(childrenOf(data, ENCRYPTION, 'EncryptionMethod')), contentEncryptions);
  checkAlgorithm(only(childrenOf(key, ENCRYPTION, 'EncryptionMethod')), keyTransports);
  const elements = descendantsOf(encrypted);
  const count = (name: string) => elements.filter(({ localName }) => localName === name).length;
  const isPlain =
    count('EncryptedData') === 1 &&
    count('EncryptedKey') === 1 &&
    count('EncryptionMethod') === 2 &&
    count('CipherValue') === 2 &&
    count('CipherReference') === 0;
  if (!isPlain) throw SignInError.of('saml_misplaced');
}

function only(elements: readonly Element[]): Element {
  const [element, another] = elements;
  if (!element || another) throw SignInError.of('saml_encrypted_unreadable');
  return element;
}
