import { randomUUIDv7 } from 'node:crypto';

declare const brand: unique symbol;

/** A UUID that cannot be taken for the UUID of another kind of thing. */
type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type EnterpriseId = Id<'enterprise'>;
export type OrganizationId = Id<'organization'>;
export type ConnectionId = Id<'connection'>;
export type ScimRequestId = Id<'scim-request'>;
export type ScimTokenId = Id<'scim-token'>;
export type ApiKeyId = Id<'api-key'>;
export type DirectoryUserId = Id<'directory-user'>;
export type DirectoryGroupId = Id<'directory-group'>;
export type AccountId = Id<'account'>;
export type AttributeMappingId = Id<'attribute-mapping'>;
export type OAuthClientId = Id<'oauth-client'>;
export type OAuthClientSecretId = Id<'oauth-client-secret'>;
export type SetupLinkId = Id<'setup-link'>;
export type SetupSessionId = Id<'setup-session'>;
export type AccountSessionId = Id<'account-session'>;
export type PersonalAccessTokenId = Id<'personal-access-token'>;
export type AccountEventId = Id<'account-event'>;
export type ReceiptId = Id<'receipt'>;
export type GroupMappingId = Id<'group-mapping'>;
export type HoldId = Id<'hold'>;
export type ImpactPreviewId = Id<'impact-preview'>;
export type ApplicationId = Id<'application'>;
export type WebhookEndpointId = Id<'webhook-endpoint'>;
export type WebhookDeliveryId = Id<'webhook-delivery'>;
export type DomainId = Id<'domain'>;
export type RehearsalId = Id<'rehearsal'>;
export type SigningKeyId = Id<'signing-key'>;
export type SignInAttemptId = Id<'sign-in-attempt'>;
export type SignInTestId = Id<'sign-in-test'>;
export type ConnectionKeyPairId = Id<'connection-key-pair'>;
export type VendorApplicationId = Id<'vendor-application'>;

/** A new id: its time is in it, so that those of one table lie together. */
export function newId<Kind extends Id<string>>(): Kind {
  return randomUUIDv7() as Kind;
}

/** When an id of version 7 was made, in milliseconds (RFC 9562 §5.7); with any other id that is some moment before the year 9999. */
export function momentOfId(id: string): number {
  return Math.min(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16), Date.UTC(9999, 0));
}

/** The least id that can be made at a moment, in milliseconds, or later (RFC 9562 §5.7). */
export function firstIdAt<Kind extends Id<string>>(moment: number): Kind {
  const time = Math.trunc(moment).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000` as Kind;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * Whether the text can be one of our ids at all; what cannot is answered like an absent thing, without asking the database.
 * Ids are case exact (RFC 7643 §3.1), and ours are in lower case.
 */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
