import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment } from './columns.js';
import type { ConnectionId, EnterpriseId } from './ids.js';

/** The states of a connection; only `enabled` lets directory changes take effect on accounts. */
export const connectionStates = ['draft', 'configured', 'tested', 'enabled', 'disabled', 'deleted'] as const;
export type ConnectionState = (typeof connectionStates)[number];

/** How far directory changes may go: only take access away, also create and update people, also groups. */
export const provisioningModes = ['deprovision_only', 'users', 'users_and_groups'] as const;
export type ProvisioningMode = (typeof provisioningModes)[number];

/** What Postern needs to know of a SAML 2.0 identity provider. */
export interface SsoSettings {
  readonly protocol: 'saml';
  readonly entityId: string;
  readonly signOnUrl: string;
  /** PEM; several while the identity provider replaces one. */
  readonly certificates: readonly string[];
}

/** A sign-in test that came back with every required attribute. */
export interface SsoTest {
  /** Of the settings it was made with. */
  readonly fingerprint: string;
  /** ISO 8601. */
  readonly testedAt: string;
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
    /** SCIM Schema documents of its own extensions of User (RFC 7643 §7). */
    user_extensions: p.json<readonly object[]>().nullable(),
    /** How its identity provider signs people in; null until it is configured. */
    sso_settings: p.json<SsoSettings>().nullable(),
    /** The last sign-in test that came back; it counts while the settings are those it was made with. */
    sso_test: p.json<SsoTest>().nullable(),
    version: p.integer().default(1),
    created_at: createdMoment(),
    last_modified: createdMoment(),
  },
  // A request names its connection in the URL before anything tells its enterprise.
  indexes: [{ name: 'connections_by_id', properties: ['id'] }],
});
