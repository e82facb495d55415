import { type DynamicModule, Module } from '@nestjs/common';
import { AuthModuleOptions } from '@nestjs/passport';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { EventSigner } from '#libs/account-events';
import { ConnectionKeys } from '#libs/connection-keys';
import { DomainResolver } from '#libs/domains';
import { Database } from '#libs/persistence';
import { PrivateNetworks, SafeFetch } from '#libs/safe-fetch';
import { HealthModule, requestDeadline, type ServiceMount } from '#libs/service-kit';
import { SecretBox } from '#libs/tokens';
import { AccountSessionsController } from './account-sessions/account-sessions.controller.js';
import { AccountSessionsService } from './account-sessions/account-sessions.service.js';
import { AccountAccessService } from './accounts/account-access.service.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { AccountsService } from './accounts/accounts.service.js';
import { AccountRestoreService } from './accounts/account-restore.service.js';
import { AdministratorsController } from './administrators/administrators.controller.js';
import { AdministratorsService } from './administrators/administrators.service.js';
import { ApiKeysController } from './api-keys/api-keys.controller.js';
import { ApiKeysService } from './api-keys/api-keys.service.js';
import { AttributeMappingsController } from './attribute-mappings/attribute-mappings.controller.js';
import { AttributeMappingsService } from './attribute-mappings/attribute-mappings.service.js';
import { ConnectionMappingController } from './attribute-mappings/connection-mapping.controller.js';
import { ConnectionMappingService } from './attribute-mappings/connection-mapping.service.js';
import { AuditEventsController } from './audit/audit-events.controller.js';
import { AuditEventsService } from './audit/audit-events.service.js';
import { VendorApiKeysController } from './api-keys/vendor-api-keys.controller.js';
import { connectionControllers, connectionServices } from './connections/connections.parts.js';
import { DeprovisioningSettingsController } from './deprovisioning-settings/deprovisioning-settings.controller.js';
import { DeprovisioningSettingsService } from './deprovisioning-settings/deprovisioning-settings.service.js';
import { DirectoryController } from './directory/directory.controller.js';
import { DirectoryService } from './directory/directory.service.js';
import { KeySetModule } from './events/key-set.module.js';
import { eventControllers, eventServices } from './events/events.parts.js';
import { domainControllers, domainServices } from './domains/domains.parts.js';
import { DriftController } from './drift/drift.controller.js';
import { DriftService } from './drift/drift.service.js';
import { EnterprisesController } from './enterprises/enterprises.controller.js';
import { EnterprisesService } from './enterprises/enterprises.service.js';
import { GroupMappingsController } from './group-mappings/group-mappings.controller.js';
import { GroupMappingsService } from './group-mappings/group-mappings.service.js';
import { MapAllService } from './group-mappings/map-all.service.js';
import { HoldsController } from './holds/holds.controller.js';
import { HoldsService } from './holds/holds.service.js';
import { LinkChangesService } from './links/link-changes.service.js';
import { LinksController } from './links/links.controller.js';
import { LinksService } from './links/links.service.js';
import { AdminProblemFilter } from './http/admin-problem.filter.js';
import { type AdminConfig, AdminSettings } from './http/admin-settings.js';
import { AdminTransactions } from './http/admin-transactions.js';
import { ApiKeyAuthenticator } from './http/api-key.authenticator.js';
import { Applications, JobSender } from './http/applications.js';
import { jsonBody } from './http/json-body.js';
import { neverCached } from './http/never-cached.js';
import { PrincipalStrategy } from './http/principal.strategy.js';
import { RequestAdmission } from './http/request-admission.js';
import { RequestValidationPipe } from './http/request-validation.pipe.js';
import { AccountOrganizationsController } from './memberships/account-organizations.controller.js';
import { MembershipsService } from './memberships/memberships.service.js';
import { OrganizationMembersController } from './memberships/organization-members.controller.js';
import { SetupSessionAuthenticator } from './http/setup-session.authenticator.js';
import { serveOpenApi } from './openapi/serve-openapi.js';
import { ImpactPreviewsController } from './impact-previews/impact-previews.controller.js';
import { ImpactPreviewsService } from './impact-previews/impact-previews.service.js';
import { OrganizationsController } from './organizations/organizations.controller.js';
import { OrganizationsService } from './organizations/organizations.service.js';
import { ProvisioningController } from './provisioning/provisioning.controller.js';
import { ProvisioningService } from './provisioning/provisioning.service.js';
import { ProvisioningSettingsController } from './provisioning-settings/provisioning-settings.controller.js';
import { ProvisioningSettingsService } from './provisioning-settings/provisioning-settings.service.js';
import { RehearsalsController } from './rehearsals/rehearsals.controller.js';
import { RehearsalsService } from './rehearsals/rehearsals.service.js';
import { requestControllers, requestServices } from './requests/requests.parts.js';
import { ScimTokensController } from './scim-tokens/scim-tokens.controller.js';
import { ScimTokensService } from './scim-tokens/scim-tokens.service.js';
import { SetupGuideController } from './setup-guide/setup-guide.controller.js';
import { SetupGuideService } from './setup-guide/setup-guide.service.js';

/** One per resource. */
const controllers = [
  EnterprisesController,
  OrganizationsController,
  OrganizationMembersController,
  ApiKeysController,
  VendorApiKeysController,
  ...connectionControllers,
  ProvisioningSettingsController,
  ImpactPreviewsController,
  ProvisioningController,
  ScimTokensController,
  ...requestControllers,
  RehearsalsController,
  SetupGuideController,
  DirectoryController,
  GroupMappingsController,
  AccountsController,
  DeprovisioningSettingsController,
  HoldsController,
  LinksController,
  DriftController,
  AccountOrganizationsController,
  AccountSessionsController,
  AdministratorsController,
  AuditEventsController,
  WarningsController,
  AttributeMappingsController,
  ConnectionMappingController,
  ...domainControllers,
  ...personalAccessTokenControllers,
  ...oauthClientControllers,
  ...setupControllers,
  VendorApplicationsController,
  ...signInControllers,
  ...webhookControllers,
  ...eventControllers,
] as const;

/** One per resource. */
const services = [
  EnterprisesService,
  OrganizationsService,
  ApiKeysService,
  ...connectionServices,
  ProvisioningSettingsService,
  ImpactPreviewsService,
  ProvisioningService,
  ScimTokensService,
  ...requestServices,
  RehearsalsService,
  SetupGuideService,
  DirectoryService,
  GroupMappingsService,
  MapAllService,
  AccountsService,
  AccountAccessService,
  AccountRestoreService,
  DeprovisioningSettingsService,
  HoldsService,
  LinksService,
  DriftService,
  LinkChangesService,
  MembershipsService,
  AccountSessionsService,
  AdministratorsService,
  AuditEventsService,
  WarningsService,
  AttributeMappingsService,
  ConnectionMappingService,
  ...domainServices,
  ...personalAccessTokenServices,
  ...oauthClientServices,
  ...setupServices,
  VendorApplicationsService,
  ...signInServices,
  ...webhookServices,
  ...eventServices,
] as const;
import { signInControllers, signInServices } from './sign-ins/sign-ins.parts.js';
import { VendorApplicationsController } from './vendor-applications/vendor-applications.controller.js';
import { VendorApplicationsService } from './vendor-applications/vendor-applications.service.js';
import { WarningsController } from './warnings/warnings.controller.js';
import { WarningsService } from './warnings/warnings.service.js';
import {
  personalAccessTokenControllers,
  personalAccessTokenServices,
} from './personal-access-tokens/personal-access-tokens.parts.js';
import { oauthClientControllers, oauthClientServices } from './oauth-clients/oauth-clients.parts.js';
import { setupControllers, setupServices } from './setup-links/setup-links.parts.js';
import { webhookControllers, webhookServices } from './webhook-endpoints/webhooks.parts.js';

/** What the administration service is made from. */
export interface EnterpriseAdminDependencies {
  readonly database: Database;
  /** What takes longer than a request is sent there. */
  readonly jobs: JobSender;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  /** Seals what must be read again. */
  readonly secretBox: SecretBox;
  readonly config: AdminConfig;
  /** Reads the DNS; that of the host unless a test has another. */
  readonly domainResolver?: DomainResolver;
  /** Asks identity providers; over the network unless a test has another. */
  readonly safeFetch?: SafeFetch;
}

/** Administration over REST, for administrators and the vendor's own backend. */
@Module({})
export class EnterpriseAdminModule {
  static register({
    database,
    jobs,
    publicUrl,
    secretBox,
    config,
    domainResolver,
    safeFetch,
  }: EnterpriseAdminDependencies): DynamicModule {
    const signer = new EventSigner(database, secretBox);
    const allowedPrivateNetworks = PrivateNetworks.parse(config.ALLOWED_PRIVATE_NETWORKS);
    return {
      module: EnterpriseAdminModule,
      imports: [HealthModule.register(() => database.ping()), KeySetModule.register(signer)],
      controllers: [...controllers],
      providers: [
        { provide: Database, useValue: database },
        { provide: JobSender, useValue: jobs },
        { provide: SecretBox, useValue: secretBox },
        { provide: EventSigner, useValue: signer },
        { provide: ConnectionKeys, useValue: new ConnectionKeys(database, secretBox) },
        { provide: DomainResolver, useValue: domainResolver ?? new DomainResolver() },
        { provide: SafeFetch, useFactory: () => safeFetch ?? new SafeFetch({ allowedPrivateNetworks }) },
        { provide: AdminSettings, useValue: new AdminSettings({ publicUrl, config }) },
        RequestAdmission,
        ApiKeyAuthenticator,
        SetupSessionAuthenticator,
        PrincipalStrategy,
        {
          provide: AuthModuleOptions,
          inject: [PrincipalStrategy],
          // By name: docs/adr/0008-passport-strategy-by-name.md
          useFactory: ({ name }: PrincipalStrategy) => ({ defaultStrategy: name }),
        },
        AdminTransactions,
        Applications,
        ...services,
      ],
    };
  }
}

/** The service under `/api`, every error of which is a problem (RFC 9457). */
export function enterpriseAdminMount(dependencies: EnterpriseAdminDependencies): ServiceMount {
  return {
    path: '/api',
    module: EnterpriseAdminModule.register(dependencies),
    configure: (app: NestExpressApplication) => {
      const { requestTimeoutSeconds } = app.get(AdminSettings);
      const problems = new AdminProblemFilter();
      const deadline = requestDeadline(requestTimeoutSeconds, (...late) =>
        problems.answerLate(requestTimeoutSeconds, ...late),
      );
      app.set('trust proxy', dependencies.config.TRUSTED_PROXIES);
      app.use(neverCached, deadline, ...jsonBody);
      app.useGlobalPipes(new RequestValidationPipe());
      app.useGlobalFilters(problems);
      serveOpenApi(app, { module: EnterpriseAdminModule, publicUrl: dependencies.publicUrl });
    },
  };
}
