import { X509Certificate } from 'node:crypto';
import { claimedCertificates } from './check-signature.js';
import { descendantsOf } from './elements.js';
import { SignInError } from './sign-in-error.js';

/** The certificates whose signatures of an identity provider are accepted. */
export class TrustedCertificates {
  readonly all: readonly X509Certificate[];

  constructor(pems: readonly string[]) {
    this.all = pems.map(pem => new X509Certificate(pem));
    if (this.all.length === 0) throw new TypeError('An identity provider has at least one certificate.');
  }

  /** In PEM form, for node-saml. */
  get pems(): string[] {
    return this.all.map(certificate => certificate.toString());
  }

  /** A certificate that comes along is not believed; but it tells whether the identity provider changed its key. */
  explain(error: SignInError, roots: readonly Element[]): SignInError {
    if (error.code !== 'saml_signature') return error;
    const isUnknown = roots
      .flatMap(root => descendantsOf(root).filter(({ localName }) => localName === 'Signature'))
      .map(claimedCertificates)
      .some(claimed => claimed.length > 0 && !claimed.some(raw => this.all.some(known => known.raw.equals(raw))));
    return isUnknown ? SignInError.of('saml_wrong_key', error.cause) : error;
  }
}
