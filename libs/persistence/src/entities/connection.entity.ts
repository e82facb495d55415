import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import type { ConnectionId, EnterpriseId } from './ids.js';

/** The states of a connection; only `enabled` lets directory changes take effect on accounts. */
export const connectionStates = ['draft', 'configured', 'tested', 'enabled', 'disabled', 'deleted'] as const;
export type ConnectionState = (typeof connectionStates)[number];

/** How far directory changes may go: only take access away, also create and update people, also groups. */
export const provisioningModes = ['deprovision_only', 'users', 'users_and_groups'] as const;
export type ProvisioningMode = (typeof provisioningModes)[number];

/** Who may sign in: anybody whom the identity provider names, or only who is in the directory of the connection. */
export const signInPolicies = ['jit', 'directory_only'] as const;
export type SignInPolicy = (typeof signInPolicies)[number];

/** How a browser carries a request to a SAML 2.0 identity provider (SAML 2.0 bindings §3.4, §3.5). */
export const signOnBindings = ['HTTP-Redirect', 'HTTP-POST'] as const;

/** What may be set of a SAML 2.0 connection, and has a default. */
export interface SamlOptions {
  readonly signOnBinding: (typeof signOnBindings)[number];
  /** Where logout messages go, by HTTP-Redirect. */
  readonly singleLogoutUrl: string | null;
  readonly clockSkewSeconds: number;
  /** Whether sign-ins are accepted that the identity provider begins. */
  readonly allowsIdpInitiated: boolean;
  /** Where the metadata is read again and again. */
  readonly metadataUrl: string | null;
}

/** What Postern needs to know of a SAML 2.0 identity provider. */
export interface SamlSettings extends Partial<SamlOptions> {
  readonly protocol: 'saml';
  readonly entityId: string;
  readonly signOnUrl: string;
  /** PEM; several while the identity provider replaces one. */
  readonly certificates: readonly string[];
}

/** How Postern proves to an OpenID provider who it is (OpenID Connect Core §9). */
export const oidcClientAuthentications = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;
export type OidcClientAuthentication = (typeof oidcClientAuthentications)[number];

/** What Postern needs to know of an OpenID provider. */
export interface OidcSettings {
  readonly protocol: 'oidc';
  readonly issuer: string;
  readonly clientId: string;
  readonly clientAuthentication: OidcClientAuthentication;
  /** The client secret, sealed; null with `private_key_jwt`. */
  readonly sealedClientSecret: string | null;
}

/** How an identity provider signs people in. */
export type SsoSettings = SamlSettings | OidcSettings;

/** What an identity provider sent of a person in a sign-in test. */
export interface TestedPerson {
  readonly nameId?: string;
  readonly attributes?: readonly {
    readonly name: string;
    readonly friendlyName?: string;
    readonly values: readonly string[];
  }[];
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** A sign-in test that came back. */
export interface SsoTest {
  /** Of the settings it was made with. */
  readonly fingerprint: string;
  /** ISO 8601. */
  readonly testedAt: string;
  /** The required targets of the attribute mapping that nothing filled. */
  readonly missing: readonly string[];
  readonly person: TestedPerson;
}

/** Settings of an enabled connection that take the place of the live ones once their own test has passed. */
export interface PendingRevision {
  readonly settings: SsoSettings;
  readonly mappingVersion: number;
  /** ISO 8601. */
  readonly createdAt: string;
  /** The last sign-in test that was made with it, and did not pass. */
  readonly test?: SsoTest;
}

/** One enterprise to one identity provider. */
export const Connection = defineEntity({
  name: 'Connection',
  tableName: 'connections',
  primaryKeys: ['enterprise_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    id: p.uuid().$type<ConnectionId>().primary(),
    name: p.text(),
    idp_profile: p.text(),
    state: p.enum(connectionStates).default('draft'),
    provisioning_mode: p.enum(provisioningModes).default('deprovision_only'),
    /** What the identity provider sends has no effect for now: it is kept, or refused. */
    paused: p.enum(['staged', 'refused']).nullable(),
    /** When what was staged had been carried to accounts last. */
    applied_at: moment().nullable(),
    /** SCIM Schema documents of its own extensions of User (RFC 7643 §7). */
    user_extensions: p.json<readonly object[]>().nullable(),
    /** How its identity provider signs people in; null until it is configured. */
    sso_settings: p.json<SsoSettings>().nullable(),
    /** The last sign-in test that came back; it counts while the settings are those it was made with. */
    sso_test: p.json<SsoTest>().nullable(),
    pending_revision: p.json<PendingRevision>().nullable(),
    sign_in_policy: p.enum(signInPolicies).default('jit'),
    /** The version of the attribute mapping it has accepted; 0 is the one that is built in. */
    mapping_version: p.integer().default(0),
    previous_mapping_version: p.integer().nullable(),
    version: p.integer().default(1),
    created_at: createdMoment(),
    last_modified: createdMoment(),
  },
  // A request names its connection in the URL before anything tells its enterprise.
  indexes: [{ name: 'connections_by_id', properties: ['id'] }],
});
