import { createHash, randomBytes } from 'node:crypto';
import { SAML } from '@node-saml/node-saml';
import { checkOutlinedAssertion } from './check-outlined-assertion.js';
import { checkResponse, type OutlinedResponse } from './check-response.js';
import { decryptAssertion } from './decrypt-assertion.js';
import { metadataOf } from './metadata-of.js';
import {
  nodeSamlConfig,
  type OutgoingMessage,
  type OwnKey,
  type OwnKeys,
  type SamlServiceProviderOptions,
  signingConfig,
} from './options.js';
import { decodeResponse, parseStrictly } from './read-response.js';
import { refusalOf } from './refusal-of.js';
import { hashOfRelayState } from './relay-state.js';
import { SignInError } from './sign-in-error.js';
import { readSignedAssertion, type SamlSignIn } from './signed-assertion.js';
import { TrustedCertificates } from './trusted-certificates.js';

const REQUEST_VALID_MS = 15 * 60_000;
/** An assertion is remembered for so long after its end: the clock of the store need not be ours. */
const REMEMBERED_AFTER_MS = 10 * 60_000;

/** The SAML 2.0 service provider of one connection (SAML 2.0 profiles §4.1). It holds nothing that changes. */
export class SamlServiceProvider {
  private readonly certificates: TrustedCertificates;

  constructor(private readonly options: SamlServiceProviderOptions) {
    this.certificates = new TrustedCertificates(options.idp.certificates);
  }

  /**
   * What a browser carries to the identity provider that is to sign in (SAML 2.0 bindings §3.4, §3.5): answered once.
   * @param request with `forceAuthn`, a session at the identity provider is not enough (SAML 2.0 core §3.4.1)
   */
  async authnRequest({
    relayState,
    forceAuthn = false,
  }: {
    readonly relayState: string | null;
    readonly forceAuthn?: boolean;
  }): Promise<{ message: OutgoingMessage; requestId: string }> {
    const requestId = `_${randomBytes(20).toString('hex')}`;
    const saml = new SAML({
      ...nodeSamlConfig(this.options, this.certificates.all),
      ...signingConfig(this.options, requestId),
      forceAuthn,
      // In a form nothing is compressed (SAML 2.0 bindings §3.5.4).
      skipRequestCompression: this.options.idp.signOnBinding === 'HTTP-POST',
    });
    const message = await this.carried(saml, relayState ?? '');
    const expiresAt = new Date(Date.now() + REQUEST_VALID_MS);
    await this.options.store.saveRequest(requestId, hashOfRelayState(relayState), expiresAt);
    return { message, requestId };
  }

  /**
   * What the identity provider says of who signs in, when every check has passed; it is said once.
   * @param samlResponse the form field `SAMLResponse` (SAML 2.0 bindings §3.5.4)
   * @param expected with `authenticatedSince`, the person must have authenticated no earlier
   * @throws SignInError
   */
  async validateResponse(
    samlResponse: string,
    { relayState, authenticatedSince }: { readonly relayState: string | null; readonly authenticatedSince?: Date },
  ): Promise<SamlSignIn> {
    const { idp, acsUrl, clockSkewSeconds } = this.options;
    const response = parseStrictly(decodeResponse(samlResponse));
    const outline = checkResponse(response, { idpEntityId: idp.entityId, acsUrl });
    const assertion = await this.verifiedAssertion(samlResponse, outline);
    const clockSkewMs = clockSkewSeconds * 1000;
    const expected = { idpEntityId: idp.entityId, acsUrl, clockSkewMs, now: new Date() };
    const signIn = readSignedAssertion(assertion, { ...expected, ...(authenticatedSince && { authenticatedSince }) });
    if (signIn.inResponseTo !== outline.inResponseTo) throw SignInError.of('saml_in_response_to');
    if (signIn.inResponseTo === null && !this.options.allowsIdpInitiated) throw SignInError.of('saml_unsolicited');
    await this.useUp(signIn, relayState);
    return signIn;
  }

  /** The metadata document that the identity provider is given. */
  metadata(): string {
    return serviceProviderMetadata(this.options);
  }

  private async carried(saml: SAML, relayState: string): Promise<OutgoingMessage> {
    const { signOnBinding, signOnUrl } = this.options.idp;
    if (signOnBinding !== 'HTTP-POST')
      return { binding: 'HTTP-Redirect', url: await saml.getAuthorizeUrlAsync(relayState, undefined, {}) };
    const fields = await saml.getAuthorizeMessageAsync(relayState);
    const texts = Object.entries(fields).map(([name, value]) => [name, String(value)]);
    return { binding: 'HTTP-POST', action: signOnUrl, fields: Object.fromEntries(texts) as Record<string, string> };
  }

  /** The root of what the signature covers, by node-saml: every signature that is there must be good. */
  private async verifiedAssertion(samlResponse: string, outline: OutlinedResponse): Promise<Element> {
    const decrypted = outline.isEncrypted
      ? await decryptAssertion(
          outline.assertion,
          openingKeys(this.options.decryptionKeys).map(({ privateKey }) => privateKey),
        )
      : undefined;
    const assertion = decrypted ? parseStrictly(decrypted.xml) : outline.assertion;
    const isAssertionSigned = checkOutlinedAssertion(assertion);
    if (!isAssertionSigned && !outline.isSigned) throw SignInError.of('saml_unsigned');
    const saml = new SAML({
      ...nodeSamlConfig(this.options, this.certificates.all),
      wantAuthnResponseSigned: outline.isSigned,
      wantAssertionsSigned: isAssertionSigned,
      ...(decrypted && { decryptionPvk: decrypted.key }),
    });
    try {
      const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: samlResponse });
      return parseStrictly(profile?.getAssertionXml?.() ?? '');
    } catch (error) {
      throw this.certificates.explain(refusalOf(error), [outline.response, assertion]);
    }
  }

  /** An assertion first: one that comes back is a replay, whatever became of its request. */
  private async useUp({ assertionId, notOnOrAfter, inResponseTo }: SamlSignIn, relayState: string | null) {
    const { store, idp, clockSkewSeconds } = this.options;
    const hash = createHash('sha256').update(`${idp.entityId}\n${assertionId}`).digest();
    const expiresAt = new Date(Date.parse(notOnOrAfter) + clockSkewSeconds * 1000 + REMEMBERED_AFTER_MS);
    const { isNew, request } =
      inResponseTo === null
        ? { isNew: await store.useAssertion(hash, expiresAt), request: undefined }
        : await store.useAnswer(inResponseTo, hash, expiresAt);
    if (!isNew) throw SignInError.of('saml_replayed');
    if (inResponseTo === null) return;
    if (!request) throw SignInError.of('saml_in_response_to');
    if (!request.relayStateHash.equals(hashOfRelayState(relayState))) throw SignInError.of('saml_relay_state');
  }
}

/** The metadata document of a service provider, which exists before anything is known of the identity provider. */
export function serviceProviderMetadata({
  entityId,
  acsUrl,
  singleLogoutUrl,
  signingKeys,
  decryptionKeys,
}: Omit<SamlServiceProviderOptions, 'idp' | 'clockSkewSeconds' | 'allowsIdpInitiated' | 'store'>): string {
  return metadataOf({
    entityId,
    acsUrl,
    singleLogoutUrl,
    signingCertificates: published(signingKeys).map(({ certificate }) => certificate),
    encryptionCertificates: published(decryptionKeys).map(({ certificate }) => certificate),
  });
}

function published({ current, next }: OwnKeys): readonly OwnKey[] {
  return next ? [current, next] : [current];
}

function openingKeys(keys: OwnKeys): readonly OwnKey[] {
  return [...published(keys), ...(keys.previous ?? [])];
}
