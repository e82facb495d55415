import type { EnterpriseId } from '../entities/ids.js';

/** What can be audited. A new kind of change gets its word here first, so that nobody finds two words for one thing. */
export const auditActions = [
  'enterprise.created',
  'enterprise.updated',
  'enterprise.deleted',
  'organization.created',
  'organization.updated',
  'organization.deleted',
  'organization.member_added',
  'organization.member_removed',
  'connection.created',
  'connection.updated',
  'connection.configured',
  'connection.metadata_imported',
  'connection.tested',
  'connection.enabled',
  'connection.disabled',
  'connection.deleted',
  'connection.revision_created',
  'connection.revision_updated',
  'connection.revision_tested',
  'connection.revision_applied',
  'connection.revision_discarded',
  'connection.warning_acknowledged',
  'domain.created',
  'domain.updated',
  'domain.verified',
  'domain.unverified',
  'domain.deleted',
  'certificate.added',
  'certificate.removed',
  'connection_key.created',
  'connection_key.activated',
  'connection_key.retired',
  'attribute_mapping.published',
  'attribute_mapping.accepted',
  'attribute_mapping.rolled_back',
  'group_mapping.created',
  'group_mapping.deleted',
  'group_mapping.mapped_all',
  'provisioning.updated',
  'provisioning.paused',
  'provisioning.resumed',
  'provisioning.ended',
  'sign_in_test.created',
  'rehearsal.started',
  'account.identities_forgotten',
  'scim_token.created',
  'scim_token.rotated',
  'scim_token.retired',
  'scim_token.revoked',
  'oauth_client.created',
  'oauth_client.updated',
  'oauth_client.deleted',
  'oauth_client.secret_created',
  'oauth_client.secret_revoked',
  'account.created',
  'account.updated',
  'account.suspended',
  'account.reactivated',
  'account.purged',
  'account.restored',
  'account.login_released',
  'account.linked',
  'account.unlinked',
  'deprovisioning.updated',
  'hold.opened',
  'hold.restored',
  'hold.resumed',
  'account_session.revoked',
  'personal_access_token.created',
  'personal_access_token.revoked',
  'administrator.created',
  'administrator.updated',
  'administrator.deleted',
  'api_key.created',
  'api_key.updated',
  'api_key.revoked',
  'setup_link.created',
  'setup_link.opened',
  'setup_link.revoked',
  'setup_session.ended',
  'audit_events.exported',
  'webhook_endpoint.created',
  'webhook_endpoint.updated',
  'webhook_endpoint.disabled',
  'webhook_endpoint.deleted',
  'webhook_endpoint.secret_rotated',
  'webhook_endpoint.tested',
  'webhook_endpoint.redelivered',
  'vendor_application.created',
  'vendor_application.updated',
  'vendor_application.deleted',
  'vendor_application.secret_rotated',
] as const;

/** One of {@link auditActions}. */
export type AuditAction = (typeof auditActions)[number];

/** Who did it. Never with a secret: the prefix of a key or token is what lists show of it. */
export interface AuditActor {
  /** `sign-in`: the person, by the attempt whose id it is. */
  readonly kind: 'api-key' | 'setup-link' | 'scim-token' | 'sign-in' | 'system';
  readonly id: string;
  /** What it was allowed to be at that time. */
  readonly role?: string;
  readonly prefix?: string;
}

/** What it was done to. */
export interface AuditTarget {
  /** The first half of an action: `connection`, `scim_token`, … */
  readonly type: string;
  readonly id: string;
}

/** What is to be recorded. */
export interface NewAuditEvent {
  readonly actor: AuditActor;
  readonly action: AuditAction;
  readonly target: AuditTarget;
  /** The changed attributes as they were; nothing for what is new. */
  readonly before?: object | null | undefined;
  /** The changed attributes as they are now; nothing for what is gone. */
  readonly after?: object | null | undefined;
  readonly requestId?: string | null | undefined;
}

/** What was recorded. */
export interface AuditEvent {
  readonly enterpriseId: EnterpriseId;
  /** 1, 2, 3, … within the enterprise. */
  readonly sequence: number;
  readonly id: string;
  /** ISO 8601, in UTC, with milliseconds; never before that of the event before. */
  readonly at: string;
  readonly actor: AuditActor;
  readonly action: AuditAction;
  readonly target: AuditTarget;
  readonly before: object | null;
  readonly after: object | null;
  readonly requestId: string | null;
  /** In hexadecimal digits; 64 zeros in the first event. */
  readonly previousHash: string;
  /** SHA-256 in hexadecimal digits. */
  readonly hash: string;
}

/** The chain of what concerns the whole installation and no enterprise, as an operator's key does. */
export const installationChain = '00000000-0000-0000-0000-000000000000' as EnterpriseId;
