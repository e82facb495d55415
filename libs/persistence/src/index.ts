export { Database } from './database.js';
export {
  type AuditAction,
  auditActions,
  type AuditActor,
  type AuditEvent,
  type AuditTarget,
  installationChain,
} from './audit/audit-event.js';
export { csvHeader, toCsvLine, toCsvRow, toJsonLine } from './audit-export.js';
export { SecretInAuditEvent } from './audit/to-recordable.js';
export type { AuditProof } from './audit/verify-audit-chain.js';
export { Last } from './run-transaction.js';
export { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/start-embedded-postgres.js';
export { type ApiKeyRole, apiKeyRoles } from './entities/api-key.entity.js';
export {
  type ConnectionState,
  connectionStates,
  type OidcClientAuthentication,
  oidcClientAuthentications,
  type OidcSettings,
  type PendingRevision,
  type ProvisioningMode,
  provisioningModes,
  type SamlOptions,
  type SamlSettings,
  signOnBindings,
  type SignInPolicy,
  signInPolicies,
  type SsoSettings,
  type SsoTest,
  type TestedPerson,
} from './entities/connection.entity.js';
export {
  type AccountId,
  type AccountSessionId,
  type ApiKeyId,
  type ApplicationId,
  type AttributeMappingId,
  type ConnectionId,
  type ConnectionKeyPairId,
  type DirectoryGroupId,
  type DirectoryUserId,
  type DomainId,
  type EnterpriseId,
  type GroupMappingId,
  type HoldId,
  type ImpactPreviewId,
  isUuid,
  newId,
  type OAuthClientId,
  type OAuthClientSecretId,
  type OrganizationId,
  type PersonalAccessTokenId,
  type ScimRequestId,
  type ScimTokenId,
  type SetupLinkId,
  type SignInAttemptId,
  type SigningKeyId,
  type RehearsalId,
  type SignInTestId,
  type VendorApplicationId,
  type WebhookDeliveryId,
  type WebhookEndpointId,
} from './entities/ids.js';
export { type DomainOutcome, domainOutcomes, domainPolicies, type DomainPolicy } from './entities/domain.entity.js';
export { type DomainRow, DomainTaken } from './repositories/domains.repository.js';
export type { OAuthClientKeys, WorkloadIdentity } from './entities/oauth-client.entity.js';
export {
  type ConnectionKeyState,
  connectionKeyStates,
  type ConnectionKeyUse,
  connectionKeyUses,
} from './entities/connection-key-pair.entity.js';
export { type SetupFeature, setupFeatures } from './entities/setup-link.entity.js';
export { isUnavailable } from './postgres-error.js';
export { openSecretBox } from './open-secret-box.js';
export { PosternStore } from './postern-store.js';
export { type AccountEventType, accountEventTypes } from './entities/account-event.entity.js';
export type { Cause, NewAccountEvent, PublishedEvent } from './repositories/account-events.repository.js';
export type { SigningKeyRow } from './repositories/signing-keys.repository.js';
export type {
  NewWebhookDelivery,
  WebhookDeliveryRow,
  WebhookLane,
} from './repositories/webhook-deliveries.repository.js';
export type {
  SealedSecret,
  WebhookEndpointChange,
  WebhookEndpointRow,
} from './repositories/webhook-endpoints.repository.js';
export type {
  LinkCandidate,
  LinkedPair,
  UncoveredAccount,
  UnlinkedUser,
} from './repositories/account-links.repository.js';
export { type DriftKind, driftKinds, type DriftRow, type StaleAsked } from './repositories/drift.repository.js';
export type { HoldRow } from './repositories/holds.repository.js';
export type {
  AffectedAccount,
  AffectedCounts,
  HoldSpan,
  LockedAccount,
} from './repositories/hold-restores.repository.js';
export type { ReceiptOf } from './repositories/receipts.repository.js';
export { type AccountFilter, type AccountRow, LoginTaken } from './repositories/account-administration.repository.js';
export type { AccountSessionRow, EndedIdpSession } from './repositories/account-sessions.repository.js';
export type { IdentityKey } from './repositories/account-identities.repository.js';
export type {
  Account,
  AccountChange,
  AccountProfile,
  ConnectionSituation,
  LoginHolder,
  SituationState,
} from './repositories/accounts.repository.js';
export { quarantineOf } from './repositories/quarantine.js';
export {
  type RehearsalCredential,
  type RehearsalRow,
  RehearsalUnderWay,
} from './repositories/rehearsals.repository.js';
export { rehearsalStates, type RehearsalStep } from './entities/rehearsal.entity.js';
export type { ApplicationRow } from './repositories/applications.repository.js';
export type { DirectorySituation, ExaminedAccount } from './repositories/directory-situations.repository.js';
export type { ImpactPreviewItemRow, ImpactPreviewRow } from './repositories/impact-previews.repository.js';
export { type ImpactCategory, impactCategories } from './entities/impact-preview-item.entity.js';
export { type ImpactPurpose, type LeavingChoice, leavingChoices } from './entities/impact-preview.entity.js';
export type { ApiKeyCredential, ApiKeyRow } from './repositories/api-keys.repository.js';
export type { AttributeMappingRow } from './repositories/attribute-mappings.repository.js';
export type { ConnectionChange, ConnectionRow } from './repositories/connections.repository.js';
export type { AuditChainOwner, PastAuditEvent } from './repositories/audit-events.repository.js';
export type { ConnectionKeyPairRow } from './repositories/connection-key-pairs.repository.js';
export type { ConnectionKey } from './repositories/connection-key.js';
export type { CarriedMemberships } from './repositories/carried-memberships.statements.js';
export { type DirectoryGroup } from './repositories/directory-group.js';
export type { LockedGroup } from './repositories/directory-groups.repository.js';
export type {
  DirectoryListQuery,
  DirectoryPage,
  DirectorySort,
  PageEnd,
} from './repositories/directory-lists.repository.js';
export type { GroupMember } from './repositories/directory-pages.repository.js';
export type { DirectoryMember, MembersChanged, NewMember } from './repositories/directory-memberships.repository.js';
export {
  type DirectoryUser,
  newUser,
  toBeWritten,
  TooManyGroups,
  type UserGroup,
} from './repositories/directory-user.js';
export { type NamedIdentity, UserNameTaken } from './repositories/directory-users.repository.js';
export type { SeenChange } from './repositories/seen-users.repository.js';
export type { MappedGroup } from './repositories/group-mappings.repository.js';
export type { NamedMatch, PlannedChange, PlannedMember } from './repositories/group-mappings.statements.js';
export type { EnterpriseRow, NewConnection } from './repositories/enterprises.repository.js';
export type { IdempotentRequestKey } from './repositories/idempotent-requests.repository.js';
export type { Keyset } from './repositories/keyset.js';
export { KeyTaken } from './repositories/key-taken.js';
export {
  type OAuthClientKey,
  type OAuthClientSecretRow,
  TooManyActiveSecrets,
} from './repositories/oauth-client-secrets.repository.js';
export type { OAuthClientRow, OAuthClientTerms } from './repositories/oauth-clients.repository.js';
export type { OAuthCredential, OnceOnly } from './repositories/oauth-grants.repository.js';
export { isLogin, loginKeyOf } from './repositories/login-key.js';
export type { OrganizationRow } from './repositories/organizations.repository.js';
export type { RaisedWarningRow } from './repositories/raised-warnings.repository.js';
export { type PackedRequest, packRequest } from './repositories/packed-request.js';
export type { Repositories } from './repositories/repositories.js';
export type { PersonalAccessTokenRow } from './repositories/personal-access-tokens.repository.js';
export type {
  ScimRequestCursor,
  ScimRequestFilter,
  ScimRequestRow,
  ScimRequestWrite,
} from './repositories/scim-requests.repository.js';
export type {
  ActiveConnection,
  OtherLogin,
  ShortLivedResource,
  TrafficHour,
} from './repositories/scim-traffic.repository.js';
export { type ScimCredential, type ScimTokenRow, TooManyActiveTokens } from './repositories/scim-tokens.repository.js';
export type { ReplacedScimToken, ScimTokenUse } from './repositories/scim-token-uses.repository.js';
export type { EndedSetupLink, OpenedSetupLink, SetupLinkRow } from './repositories/setup-links.repository.js';
export type { SetupSessionCredential } from './repositories/setup-sessions.repository.js';
export {
  type SignInProtocol,
  signInProtocols,
  type SignInPurpose,
  signInPurposes,
} from './entities/sign-in-flow.entity.js';
export { type SignInOutcome, signInOutcomes, type SignInStep } from './entities/sign-in-attempt.entity.js';
export type { SignInTestResult, TestedTarget } from './entities/sign-in-test.entity.js';
export type {
  SignInAttemptFilter,
  SignInAttemptRow,
  SignInAttemptWrite,
} from './repositories/sign-in-attempts.repository.js';
export type { StoredSignInFlow } from './repositories/sign-in-flows.repository.js';
export type { SignInDirectoryUser } from './repositories/sign-in-candidates.repository.js';
export type { SignInTestRow } from './repositories/sign-in-tests.repository.js';
export { type ApplicationAuthentication, applicationAuthentications } from './entities/vendor-application.entity.js';
export type {
  NewVendorApplication,
  VendorApplicationChange,
  VendorApplicationRow,
} from './repositories/vendor-applications.repository.js';
export type { ProviderPayloadKey, StoredProviderPayload } from './repositories/provider-payloads.repository.js';
export type { ApplicationSessionKey, DueLogout } from './repositories/application-sessions.repository.js';
export type { SignedInAccount, SignInKey } from './repositories/signed-in-accounts.repository.js';
export { ValueTaken } from './repositories/unique-values.repository.js';
