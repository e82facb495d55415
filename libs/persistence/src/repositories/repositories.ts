import { CompiledQuery } from 'kysely';
import type { Executor } from '../executor.js';
import { AccountEventsRepository } from './account-events.repository.js';
import { AccountAdministrationRepository } from './account-administration.repository.js';
import { AccountSessionsRepository } from './account-sessions.repository.js';
import { AccountsRepository } from './accounts.repository.js';
import { AttributeMappingsRepository } from './attribute-mappings.repository.js';
import { AuditEventsRepository } from './audit-events.repository.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { CarriedMembershipsRepository } from './carried-memberships.repository.js';
import { BatchRepositories } from './batch-repositories.js';
import { ConnectionKeyPairsRepository } from './connection-key-pairs.repository.js';
import { ConnectionsRepository } from './connections.repository.js';
import { DirectoryGroupsRepository } from './directory-groups.repository.js';
import { DirectoryListsRepository } from './directory-lists.repository.js';
import { DirectoryMembershipsRepository } from './directory-memberships.repository.js';
import { DirectoryPagesRepository } from './directory-pages.repository.js';
import { DirectorySegmentsRepository } from './directory-segments.repository.js';
import { DirectoryUsersRepository } from './directory-users.repository.js';
import { DomainsRepository } from './domains.repository.js';
import { LogoutTokensRepository } from './logout-tokens.repository.js';
import { EnterprisesRepository } from './enterprises.repository.js';
import { GroupMappingsRepository } from './group-mappings.repository.js';
import { IdempotentRequestsRepository } from './idempotent-requests.repository.js';
import { OAuthClientSecretsRepository } from './oauth-client-secrets.repository.js';
import { OAuthClientsRepository } from './oauth-clients.repository.js';
import { OAuthGrantsRepository } from './oauth-grants.repository.js';
import { OrganizationMembershipsRepository } from './organization-memberships.repository.js';
import { OrganizationsRepository } from './organizations.repository.js';
import { SamlExchangesRepository } from './saml-exchanges.repository.js';
import { ScimTokenUsesRepository } from './scim-token-uses.repository.js';
import { RaisedWarningsRepository } from './raised-warnings.repository.js';
import { ReceiptsRepository } from './receipts.repository.js';
import { PersonalAccessTokensRepository } from './personal-access-tokens.repository.js';
import { ScimRequestsRepository } from './scim-requests.repository.js';
import { ScimTrafficRepository } from './scim-traffic.repository.js';
import { ScimTokensRepository } from './scim-tokens.repository.js';
import { SecretsKeysRepository } from './secrets-keys.repository.js';
import { SetupLinksRepository } from './setup-links.repository.js';
import { SetupSessionsRepository } from './setup-sessions.repository.js';
import { PublishedEventsRepository } from './published-events.repository.js';
import { SigningKeysRepository } from './signing-keys.repository.js';
import { AccountIdentitiesRepository } from './account-identities.repository.js';
import { SignInAttemptsRepository } from './sign-in-attempts.repository.js';
import { ClaimedMembershipsRepository } from './claimed-memberships.repository.js';
import { SignInCandidatesRepository } from './sign-in-candidates.repository.js';
import { SignInFlowsRepository } from './sign-in-flows.repository.js';
import { SignInTestsRepository } from './sign-in-tests.repository.js';
import { SeenUsersRepository } from './seen-users.repository.js';
import { UniqueValuesRepository } from './unique-values.repository.js';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository.js';
import { WebhookEndpointsRepository } from './webhook-endpoints.repository.js';

/** Runs SQL with `$1`, `$2`, … bound; what libraries that keep their data beside ours ask for. */
export interface SqlPort {
  executeSql(text: string, values?: readonly unknown[]): Promise<{ rows: unknown[] }>;
}

/** All repositories on one executor: on the pool, or inside one transaction. */
export class Repositories extends BatchRepositories {
  /** SQL of others, in the same transaction. */
  readonly sql: SqlPort;
  readonly enterprises: EnterprisesRepository;
  readonly apiKeys: ApiKeysRepository;
  readonly connections: ConnectionsRepository;
  readonly idempotentRequests: IdempotentRequestsRepository;
  readonly organizations: OrganizationsRepository;
  readonly scimTokens: ScimTokensRepository;
  readonly scimTokenUses: ScimTokenUsesRepository;
  readonly oauthClients: OAuthClientsRepository;
  readonly oauthClientSecrets: OAuthClientSecretsRepository;
  readonly oauthGrants: OAuthGrantsRepository;
  readonly connectionKeyPairs: ConnectionKeyPairsRepository;
  readonly samlExchanges: SamlExchangesRepository;
  readonly accountIdentities: AccountIdentitiesRepository;
  readonly signInAttempts: SignInAttemptsRepository;
  readonly claimedMemberships: ClaimedMembershipsRepository;
  readonly signInCandidates: SignInCandidatesRepository;
  readonly signInFlows: SignInFlowsRepository;
  readonly signInTests: SignInTestsRepository;
  readonly logoutTokens: LogoutTokensRepository;
  readonly domains: DomainsRepository;
  readonly setupLinks: SetupLinksRepository;
  readonly setupSessions: SetupSessionsRepository;
  readonly directoryUsers: DirectoryUsersRepository;
  readonly seenUsers: SeenUsersRepository;
  readonly directoryGroups: DirectoryGroupsRepository;
  readonly directoryMemberships: DirectoryMembershipsRepository;
  readonly directoryPages: DirectoryPagesRepository;
  readonly directorySegments: DirectorySegmentsRepository;
  readonly directoryLists: DirectoryListsRepository;
  readonly uniqueValues: UniqueValuesRepository;
  readonly accounts: AccountsRepository;
  readonly accountEvents: AccountEventsRepository;
  readonly publishedEvents: PublishedEventsRepository;
  readonly webhookEndpoints: WebhookEndpointsRepository;
  readonly webhookDeliveries: WebhookDeliveriesRepository;
  readonly secretsKeys: SecretsKeysRepository;
  readonly signingKeys: SigningKeysRepository;
  readonly receipts: ReceiptsRepository;
  readonly accountAdministration: AccountAdministrationRepository;
  readonly accountSessions: AccountSessionsRepository;
  readonly personalAccessTokens: PersonalAccessTokensRepository;
  readonly organizationMemberships: OrganizationMembershipsRepository;
  readonly carriedMemberships: CarriedMembershipsRepository;
  readonly groupMappings: GroupMappingsRepository;
  readonly auditEvents: AuditEventsRepository;
  readonly attributeMappings: AttributeMappingsRepository;
  readonly raisedWarnings: RaisedWarningsRepository;
  readonly scimRequests: ScimRequestsRepository;
  readonly scimTraffic: ScimTrafficRepository;

  // oxlint-disable-next-line max-lines-per-function -- a list, one line for each
  constructor(executor: Executor) {
    super(executor);
    this.sql = {
      executeSql: async (text, values = []) => ({
        rows: (await executor.kysely.executeQuery(CompiledQuery.raw(text, [...values]))).rows,
      }),
    };
    this.enterprises = new EnterprisesRepository(executor);
    this.apiKeys = new ApiKeysRepository(executor);
    this.connections = new ConnectionsRepository(executor);
    this.idempotentRequests = new IdempotentRequestsRepository(executor);
    this.organizations = new OrganizationsRepository(executor);
    this.scimTokens = new ScimTokensRepository(executor);
    this.scimTokenUses = new ScimTokenUsesRepository(executor);
    this.oauthClients = new OAuthClientsRepository(executor);
    this.oauthClientSecrets = new OAuthClientSecretsRepository(executor);
    this.oauthGrants = new OAuthGrantsRepository(executor);
    this.connectionKeyPairs = new ConnectionKeyPairsRepository(executor);
    this.samlExchanges = new SamlExchangesRepository(executor);
    this.accountIdentities = new AccountIdentitiesRepository(executor);
    this.signInAttempts = new SignInAttemptsRepository(executor);
    this.claimedMemberships = new ClaimedMembershipsRepository(executor);
    this.signInCandidates = new SignInCandidatesRepository(executor);
    this.signInFlows = new SignInFlowsRepository(executor);
    this.signInTests = new SignInTestsRepository(executor);
    this.logoutTokens = new LogoutTokensRepository(executor);
    this.domains = new DomainsRepository(executor);
    this.setupLinks = new SetupLinksRepository(executor);
    this.setupSessions = new SetupSessionsRepository(executor);
    this.directoryUsers = new DirectoryUsersRepository(executor);
    this.seenUsers = new SeenUsersRepository(executor);
    this.directoryGroups = new DirectoryGroupsRepository(executor);
    this.directoryMemberships = new DirectoryMembershipsRepository(executor);
    this.directoryPages = new DirectoryPagesRepository(executor);
    this.directorySegments = new DirectorySegmentsRepository(executor);
    this.directoryLists = new DirectoryListsRepository(executor);
    this.uniqueValues = new UniqueValuesRepository(executor);
    this.accounts = new AccountsRepository(executor);
    this.accountEvents = new AccountEventsRepository(executor);
    this.publishedEvents = new PublishedEventsRepository(executor);
    this.webhookEndpoints = new WebhookEndpointsRepository(executor);
    this.webhookDeliveries = new WebhookDeliveriesRepository(executor);
    this.secretsKeys = new SecretsKeysRepository(executor);
    this.signingKeys = new SigningKeysRepository(executor);
    this.receipts = new ReceiptsRepository(executor);
    this.accountAdministration = new AccountAdministrationRepository(executor);
    this.accountSessions = new AccountSessionsRepository(executor);
    this.personalAccessTokens = new PersonalAccessTokensRepository(executor);
    this.organizationMemberships = new OrganizationMembershipsRepository(executor);
    this.carriedMemberships = new CarriedMembershipsRepository(executor);
    this.groupMappings = new GroupMappingsRepository(executor);
    this.auditEvents = new AuditEventsRepository(executor);
    this.attributeMappings = new AttributeMappingsRepository(executor);
    this.raisedWarnings = new RaisedWarningsRepository(executor);
    this.scimRequests = new ScimRequestsRepository(executor);
    this.scimTraffic = new ScimTrafficRepository(executor);
  }
}
