import type { KeyObject, X509Certificate } from 'node:crypto';
import { type SamlConfig, ValidateInResponseTo } from '@node-saml/node-saml';
import type { SamlStore } from './saml-store.js';

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
  /** Published no more; what was encrypted for them is still opened. */
  readonly previous?: readonly OwnKey[];
}

/** How a browser carries a message to the identity provider (SAML 2.0 bindings §3.4 and §3.5). */
export type SamlBinding = 'HTTP-Redirect' | 'HTTP-POST';

/** What is known of the identity provider of a connection. */
export interface SamlIdp {
  readonly entityId: string;
  readonly signOnUrl: string;
  /** `HTTP-Redirect` unless said otherwise. */
  readonly signOnBinding?: SamlBinding;
  /** Where logout messages go, by HTTP-Redirect; null when it knows no single logout. */
  readonly singleLogoutUrl?: string | null;
  /** PEM; whatever one of them signed is accepted. */
  readonly certificates: readonly string[];
}

/** What makes the service provider of one connection. */
export interface SamlServiceProviderOptions {
  readonly idp: SamlIdp;
  readonly entityId: string;
  readonly acsUrl: string;
  /** Where the identity provider sends its logout messages. */
  readonly singleLogoutUrl: string;
  readonly signingKeys: OwnKeys;
  readonly decryptionKeys: OwnKeys;
  /** By how much the clocks may differ. */
  readonly clockSkewSeconds: number;
  /** Whether it accepts responses to no request: whoever has one can sign another person in as themselves. */
  readonly allowsIdpInitiated: boolean;
  readonly store: SamlStore;
}

/** A message that a browser carries to the identity provider. */
export type OutgoingMessage =
  | { readonly binding: 'HTTP-Redirect'; readonly url: string }
  | { readonly binding: 'HTTP-POST'; readonly action: string; readonly fields: Readonly<Record<string, string>> };

/** However long an assertion says that it is valid. */
const MAX_ASSERTION_AGE_MS = 24 * 3_600_000;

/** The options of node-saml for what both sides know. */
export function nodeSamlConfig(
  { idp, entityId, acsUrl, clockSkewSeconds }: SamlServiceProviderOptions,
  certificates: readonly X509Certificate[],
): SamlConfig {
  return {
    idpCert: certificates.map(certificate => certificate.toString()),
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

/** The options of node-saml to sign what is sent. */
export function signingConfig({ signingKeys }: SamlServiceProviderOptions, id: string): Partial<SamlConfig> {
  return {
    privateKey: signingKeys.current.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    signatureAlgorithm: 'sha256',
    digestAlgorithm: 'sha256',
    generateUniqueId: () => id,
  };
}
