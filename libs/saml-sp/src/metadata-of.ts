import { X509Certificate } from 'node:crypto';
import { METADATA, SIGNATURE } from '#libs/saml-metadata';
import { DOMImplementation, XMLSerializer } from '@xmldom/xmldom';
import { BINDINGS, contentEncryptions, keyTransports, PROTOCOL } from './names.js';

/** What the metadata of a service provider says. */
export interface PublishedServiceProvider {
  readonly entityId: string;
  readonly acsUrl: string;
  readonly singleLogoutUrl: string;
  /** PEM; the present one first. */
  readonly signingCertificates: readonly string[];
  /** PEM */
  readonly encryptionCertificates: readonly string[];
}

/** The metadata document of a service provider (SAML 2.0 metadata §2.4.4): with every key, and the encryptions that we accept. */
export function metadataOf(provider: PublishedServiceProvider): string {
  const document = new DOMImplementation().createDocument(METADATA, 'EntityDescriptor', null);
  const add = (parent: Element, namespace: string, name: string, attributes: Record<string, string> = {}) => {
    const element = document.createElementNS(namespace, name);
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
    parent.appendChild(element);
    return element;
  };
  const addKey = (parent: Element, use: string, certificate: string) => {
    const descriptor = add(parent, METADATA, 'KeyDescriptor', { use });
    const data = add(add(descriptor, SIGNATURE, 'ds:KeyInfo'), SIGNATURE, 'ds:X509Data');
    const text = new X509Certificate(certificate).raw.toString('base64');
    add(data, SIGNATURE, 'ds:X509Certificate').appendChild(document.createTextNode(text));
    return descriptor;
  };
  document.documentElement.setAttribute('entityID', provider.entityId);
  const descriptor = add(document.documentElement, METADATA, 'SPSSODescriptor', {
    protocolSupportEnumeration: PROTOCOL,
    AuthnRequestsSigned: 'true',
    WantAssertionsSigned: 'true',
  });
  for (const certificate of provider.signingCertificates) addKey(descriptor, 'signing', certificate);
  for (const certificate of provider.encryptionCertificates) {
    const key = addKey(descriptor, 'encryption', certificate);
    for (const Algorithm of [...contentEncryptions, ...keyTransports])
      add(key, METADATA, 'EncryptionMethod', { Algorithm });
  }
  for (const binding of ['HTTP-Redirect', 'HTTP-POST'])
    add(descriptor, METADATA, 'SingleLogoutService', {
      Binding: `${BINDINGS}${binding}`,
      Location: provider.singleLogoutUrl,
    });
  add(descriptor, METADATA, 'AssertionConsumerService', {
    Binding: `${BINDINGS}HTTP-POST`,
    Location: provider.acsUrl,
    index: '0',
    isDefault: 'true',
  });
  return new XMLSerializer().serializeToString(document);
}
