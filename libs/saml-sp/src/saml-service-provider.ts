import { createHash, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { SAML, type SamlConfig, ValidateInResponseTo } from '@node-saml/node-saml';
import { checkOutlinedAssertion } from './check-outlined-assertion.js';
import { checkResponse, type OutlinedResponse } from './check-response.js';
import { claimedCertificates } from './check-signature.js';
import { decryptAssertion } from './decrypt-assertion.js';
import { descendantsOf } from './elements.js';
import { metadataOf } from './metadata-of.js';
import { decodeResponse, parseStrictly } from './read-response.js';
import { refusalOf } from './refusal-of.js';
import type { SamlStore } from './saml-store.js';
import { SignInError } from './sign-in-error.js';
import { readSignedAssertion, type SamlSignIn } from './signed-assertion.js';

/** A key of our own, and the certificate that the identity provider has of it. */
export interface OwnKey {
  readonly privateKey: KeyObject;
  /** PEM */
  readonly certificate: string;
}

/** The present key, and the one that takes its place: both are published and accepted, the present one is used. */
export interface OwnKeys {
  readonly current: OwnKey;
  readonly next?: OwnKey;
}

/** What is known of the identity provider of a connection. */
export interface SamlIdp {
  readonly entityId: string;
  readonly signOnUrl: string;
  /** PEM; whatever one of them signed is accepted. */
  readonly certificates: readonly string[];
}

/** What makes the service provider of one connection. */
export interface SamlServiceProviderOptions {
  readonly idp: SamlIdp;
  readonly entityId: string;
  readonly acsUrl: string;
  readonly signingKeys: OwnKeys;
  readonly decryptionKeys: OwnKeys;
  /** By how much the clocks may differ. */
  readonly clockSkewSeconds: number;
  /** Whether it accepts responses to no request: whoever has one can sign another person in as themselves. */
  readonly allowsIdpInitiated: boolean;
  readonly store: SamlStore;
}

const REQUEST_VALID_MS = 15 * 60_000;
/** An assertion is remembered for so long after its end: the clock of the store need not be ours. */
const REMEMBERED_AFTER_MS = 10 * 60_000;
/** However long an assertion says that it is valid. */
const MAX_ASSERTION_AGE_MS = 24 * 3_600_000;

/** The SAML 2.0 service provider of one connection (SAML 2.0 profiles §4.1). It holds nothing that changes. */
export class SamlServiceProvider {
  private readonly certificates: readonly X509Certificate[];

  constructor(private readonly options: SamlServiceProviderOptions) {
    this.certificates = options.idp.certificates.map(pem => new X509Certificate(pem));
    if (this.certificates.length === 0) throw new TypeError('An identity provider has at least one certificate.');
  }

  /** Where to send a browser that is to sign in (SAML 2.0 bindings §3.4), with a request that may be answered once. */
  async authnRequestUrl({
    relayState,
  }: {
    readonly relayState: string | null;
  }): Promise<{ url: string; requestId: string }> {
    const requestId = `_${randomBytes(20).toString('hex')}`;
    const saml = new SAML({
      ...this.config(),
      privateKey: toPem(this.options.signingKeys.current.privateKey),
      signatureAlgorithm: 'sha256',
      generateUniqueId: () => requestId,
    });
    const url = await saml.getAuthorizeUrlAsync(relayState ?? '', undefined, {});
    await this.options.store.saveRequest(requestId, relayState, new Date(Date.now() + REQUEST_VALID_MS));
    return { url, requestId };
  }

  /**
   * What the identity provider says of who signs in, when every check has passed; it is said once.
   * @param samlResponse the form field `SAMLResponse` (SAML 2.0 bindings §3.5.4)
   * @throws SignInError
   */
  async validateResponse(
    samlResponse: string,
    { relayState }: { readonly relayState: string | null },
  ): Promise<SamlSignIn> {
    const { idp, acsUrl, clockSkewSeconds } = this.options;
    const response = parseStrictly(decodeResponse(samlResponse));
    const outline = checkResponse(response, { idpEntityId: idp.entityId, acsUrl });
    const assertion = await this.verifiedAssertion(samlResponse, outline);
    const clockSkewMs = clockSkewSeconds * 1000;
    const signIn = readSignedAssertion(assertion, { idpEntityId: idp.entityId, acsUrl, clockSkewMs, now: new Date() });
    if (signIn.inResponseTo !== outline.inResponseTo) throw SignInError.of('saml_in_response_to');
    if (signIn.inResponseTo === null && !this.options.allowsIdpInitiated) throw SignInError.of('saml_unsolicited');
    await this.useUp(signIn, relayState);
    return signIn;
  }

  /** The metadata document that the identity provider is given. */
  metadata(): string {
    const { entityId, acsUrl, signingKeys, decryptionKeys } = this.options;
    return metadataOf({
      entityId,
      acsUrl,
      signingCertificates: allOf(signingKeys).map(({ certificate }) => certificate),
      encryptionCertificates: allOf(decryptionKeys).map(({ certificate }) => certificate),
    });
  }

  /** The root of what the signature covers, by node-saml: every signature that is there must be good. */
  private async verifiedAssertion(samlResponse: string, outline: OutlinedResponse): Promise<Element> {
    const decrypted = outline.isEncrypted
      ? await decryptAssertion(
          outline.assertion,
          allOf(this.options.decryptionKeys).map(({ privateKey }) => privateKey),
        )
      : undefined;
    const assertion = decrypted ? parseStrictly(decrypted.xml) : outline.assertion;
    const isAssertionSigned = checkOutlinedAssertion(assertion);
    if (!isAssertionSigned && !outline.isSigned) throw SignInError.of('saml_unsigned');
    const saml = new SAML({
      ...this.config(),
      wantAuthnResponseSigned: outline.isSigned,
      wantAssertionsSigned: isAssertionSigned,
      ...(decrypted && { decryptionPvk: decrypted.key }),
    });
    try {
      const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: samlResponse });
      return parseStrictly(profile?.getAssertionXml?.() ?? '');
    } catch (error) {
      throw this.explained(refusalOf(error), [outline.response, assertion]);
    }
  }

  /** An assertion first: one that comes back is a replay, whatever became of its request. */
  private async useUp({ assertionId, notOnOrAfter, inResponseTo }: SamlSignIn, relayState: string | null) {
    const { store, idp, clockSkewSeconds } = this.options;
    const hash = createHash('sha256').update(`${idp.entityId}\n${assertionId}`).digest();
    const expiresAt = new Date(Date.parse(notOnOrAfter) + clockSkewSeconds * 1000 + REMEMBERED_AFTER_MS);
    if (!(await store.useAssertion(hash, expiresAt))) throw SignInError.of('saml_replayed');
    if (inResponseTo === null) return;
    const request = await store.consumeRequest(inResponseTo);
    if (!request) throw SignInError.of('saml_in_response_to');
    if ((request.relayState ?? '') !== (relayState ?? '')) throw SignInError.of('saml_relay_state');
  }

  /** A certificate that comes along is not believed; but it tells whether the identity provider changed its key. */
  private explained(error: SignInError, roots: readonly Element[]): SignInError {
    if (error.code !== 'saml_signature') return error;
    const isUnknown = roots
      .flatMap(root => descendantsOf(root).filter(({ localName }) => localName === 'Signature'))
      .map(claimedCertificates)
      .some(claimed => claimed.length > 0 && !claimed.some(raw => this.knows(raw)));
    return isUnknown ? SignInError.of('saml_wrong_key', error.cause) : error;
  }

  private knows(certificate: Buffer): boolean {
    return this.certificates.some(({ raw }) => raw.equals(certificate));
  }

  private config(): SamlConfig {
    const { idp, entityId, acsUrl, clockSkewSeconds } = this.options;
    return {
      idpCert: this.certificates.map(certificate => certificate.toString()),
      issuer: entityId,
      audience: entityId,
      callbackUrl: acsUrl,
      entryPoint: idp.signOnUrl,
      acceptedClockSkewMs: clockSkewSeconds * 1000,
      maxAssertionAgeMs: MAX_ASSERTION_AGE_MS,
      // One that asks for a password keeps out whoever signs in without.
      disableRequestedAuthnContext: true,
      identifierFormat: null,
      // node-saml asks before it has looked at the signature; ours is asked after.
      validateInResponseTo: ValidateInResponseTo.never,
    };
  }
}

function allOf({ current, next }: OwnKeys): readonly OwnKey[] {
  return next ? [current, next] : [current];
}

function toPem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
