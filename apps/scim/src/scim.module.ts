import { parse as parseQuery } from 'node:querystring';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AuthModuleOptions } from '@nestjs/passport';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Database } from '#libs/persistence';
import { HealthModule, requestDeadline, type ServiceMount } from '#libs/service-kit';
import { BulkController } from './bulk/bulk.controller.js';
import { BulkService } from './bulk/bulk.service.js';
import { DiscoveryController } from './discovery/discovery.controller.js';
import { MeController } from './discovery/me.controller.js';
import { GroupsController } from './groups/groups.controller.js';
import { GroupsService } from './groups/groups.service.js';
import { AdmittedRequestInterceptor } from './http/limits/admitted-request.interceptor.js';
import { refuseLongUrl } from './http/limits/refuse-long-url.js';
import { RequestAdmission } from './http/limits/request-admission.js';
import { ResourceEndpoints } from './http/resource-endpoint.js';
import { RequestLog } from './http/request-log/request-log.js';
import { ScimErrorFilter } from './http/scim-error.filter.js';
import { collapseSlashes, dropFormatSuffix, scimHeaders } from './http/scim-middleware.js';
import { ScimCredentials } from './http/scim-credentials.js';
import { type ScimConfig, ScimSettings } from './http/scim-settings.js';
import { RehearsalTokens } from './http/rehearsal-tokens.js';
import { ScimTokenStrategy } from './http/scim-token.strategy.js';
import { TokenUse } from './http/token-use.js';
import { oauthControllers, oauthProviders } from './oauth/oauth.parts.js';
import { wellKnownMount } from './oauth/well-known.module.js';
import { RootSearchController } from './search/root-search.controller.js';
import { RootSearchService } from './search/root-search.service.js';
import { UsersController } from './users/users.controller.js';
import { UsersService } from './users/users.service.js';

/** What the SCIM service is made from. */
export interface ScimDependencies {
  readonly database: Database;
  readonly publicUrl: string;
  readonly config: ScimConfig;
}

/** Who is asking. */
const authentication = [ScimCredentials, RehearsalTokens, ScimTokenStrategy] as const;

/** The SCIM 2.0 service provider, called by identity providers. */
@Module({})
export class ScimModule {
  static register({ database, publicUrl, config }: ScimDependencies): DynamicModule {
    return {
      module: ScimModule,
      imports: [HealthModule.register(() => database.ping())],
      controllers: [
        UsersController,
        GroupsController,
        BulkController,
        RootSearchController,
        DiscoveryController,
        MeController,
        ...oauthControllers,
      ],
      providers: [
        { provide: Database, useValue: database },
        { provide: ScimSettings, useValue: new ScimSettings({ publicUrl, config }) },
        RequestAdmission,
        { provide: APP_INTERCEPTOR, useClass: AdmittedRequestInterceptor },
        TokenUse,
        RequestLog,
        ...authentication,
        {
          provide: AuthModuleOptions,
          inject: [ScimTokenStrategy],
          useFactory: ({ name }: ScimTokenStrategy) => ({ defaultStrategy: name }),
        },
        UsersService,
        GroupsService,
        RootSearchService,
        BulkService,
        ...oauthProviders(config),
        {
          provide: ResourceEndpoints,
          inject: [UsersService, GroupsService],
          useFactory: (users: UsersService, groups: GroupsService) => new ResourceEndpoints([users, groups]),
        },
      ],
    };
  }
}

/** The SCIM service under `/scim`, every error of which is a SCIM error. */
export function scimMount(dependencies: ScimDependencies): ServiceMount {
  return {
    path: '/scim',
    module: ScimModule.register(dependencies),
    configure: (app: NestExpressApplication) => {
      const settings = app.get(ScimSettings);
      const errors = new ScimErrorFilter(settings);
      const deadline = requestDeadline(settings.requestTimeoutSeconds, (...late) => errors.answerLate(...late));
      app.set('trust proxy', dependencies.config.TRUSTED_PROXIES);
      // Node's own limit of 1,000 parameters would drop the filter behind them.
      app.set('query parser', (query: string) => parseQuery(query, '&', '=', { maxKeys: 0 }));
      app.use(app.get(RequestLog).observe, scimHeaders, deadline, refuseLongUrl, collapseSlashes, dropFormatSuffix);
      app.useGlobalFilters(errors);
    },
  };
}

/** Where OAuth clients look up what the authorization servers of connections can do (RFC 8414 §3.1). */
export function oauthMetadataMount({ publicUrl, config }: Omit<ScimDependencies, 'database'>): ServiceMount {
  return wellKnownMount(new ScimSettings({ publicUrl, config }));
}
