import type { InferKyselyDB } from '@mikro-orm/postgresql';
import type { Selectable } from 'kysely';
import { Account } from './entities/account.entity.js';
import { ApiKey } from './entities/api-key.entity.js';
import { AuditEvent, AuditHead } from './entities/audit-event.entity.js';
import { Connection } from './entities/connection.entity.js';
import { DirectoryGroup } from './entities/directory-group.entity.js';
import { DirectoryMembership } from './entities/directory-membership.entity.js';
import { DirectorySegment } from './entities/directory-segment.entity.js';
import { DirectoryUser } from './entities/directory-user.entity.js';
import { Enterprise } from './entities/enterprise.entity.js';
import { IdempotentRequest } from './entities/idempotent-request.entity.js';
import { Organization } from './entities/organization.entity.js';
import { ScimToken } from './entities/scim-token.entity.js';
import { AttributeMapping } from './entities/attribute-mapping.entity.js';
import { RaisedWarning } from './entities/raised-warning.entity.js';
import { OAuthClient } from './entities/oauth-client.entity.js';
import { OAuthClientSecret } from './entities/oauth-client-secret.entity.js';
import { UsedAssertion } from './entities/used-assertion.entity.js';
import { SetupLink } from './entities/setup-link.entity.js';
import { SetupSession } from './entities/setup-session.entity.js';
import { OrganizationMembership } from './entities/organization-membership.entity.js';
import { AccountSession } from './entities/account-session.entity.js';
import { PersonalAccessToken } from './entities/personal-access-token.entity.js';
import { AccountEvent } from './entities/account-event.entity.js';
import { AccountEventHead } from './entities/account-event-head.entity.js';
import { Receipt } from './entities/receipt.entity.js';
import { ReceiptMembership } from './entities/receipt-membership.entity.js';
import { Hold } from './entities/hold.entity.js';
import { ImpactPreview } from './entities/impact-preview.entity.js';
import { ImpactPreviewItem } from './entities/impact-preview-item.entity.js';
import { Rehearsal } from './entities/rehearsal.entity.js';
import { Application } from './entities/application.entity.js';
import { GroupMapping } from './entities/group-mapping.entity.js';
import { WebhookEndpoint } from './entities/webhook-endpoint.entity.js';
import { WebhookDelivery } from './entities/webhook-delivery.entity.js';
import { WebhookHead } from './entities/webhook-head.entity.js';
import { ConnectionKeyPair } from './entities/connection-key-pair.entity.js';
import { SamlRequest } from './entities/saml-request.entity.js';
import { UsedSamlAssertion } from './entities/used-saml-assertion.entity.js';
import { SecretsKey } from './entities/secrets-key.entity.js';
import { SignInAttempt } from './entities/sign-in-attempt.entity.js';
import { SignInFlow } from './entities/sign-in-flow.entity.js';
import { SignInTest } from './entities/sign-in-test.entity.js';
import { AccountIdentity } from './entities/account-identity.entity.js';
import { Domain } from './entities/domain.entity.js';
import { UsedLogoutToken } from './entities/used-logout-token.entity.js';
import { SigningKey } from './entities/signing-key.entity.js';
import { VendorApplication } from './entities/vendor-application.entity.js';
import { ProviderPayload } from './entities/provider-payload.entity.js';
import { ApplicationSession } from './entities/application-session.entity.js';

/** Every entity; the tables' shape is declared there and nowhere else. */
export const entities = [
  Enterprise,
  Organization,
  Connection,
  ScimToken,
  ApiKey,
  IdempotentRequest,
  AuditEvent,
  AuditHead,
  DirectoryUser,
  DirectoryGroup,
  DirectoryMembership,
  DirectorySegment,
  Account,
  AttributeMapping,
  RaisedWarning,
  OAuthClient,
  OAuthClientSecret,
  UsedAssertion,
  SetupLink,
  SetupSession,
  OrganizationMembership,
  AccountSession,
  PersonalAccessToken,
  AccountEvent,
  AccountEventHead,
  Receipt,
  ReceiptMembership,
  Hold,
  ImpactPreview,
  ImpactPreviewItem,
  Application,
  Rehearsal,
  GroupMapping,
  WebhookEndpoint,
  WebhookDelivery,
  WebhookHead,
  SigningKey,
  SecretsKey,
  ConnectionKeyPair,
  SamlRequest,
  UsedSamlAssertion,
  SignInFlow,
  SignInTest,
  SignInAttempt,
  AccountIdentity,
  UsedLogoutToken,
  Domain,
  VendorApplication,
  ProviderPayload,
  ApplicationSession,
] as const;

/** The tables as Kysely types them. */
export type Tables = InferKyselyDB<(typeof entities)[number]>;

/** A row as it is read. */
export type Row<Table extends keyof Tables> = Selectable<Tables[Table]>;
