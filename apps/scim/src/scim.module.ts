import { parse as parseQuery } from 'node:querystring';
import { type DynamicModule, Module } from '@nestjs/common';
import { AuthModuleOptions } from '@nestjs/passport';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Database } from '#libs/persistence';
import { HealthModule, type ServiceConfig, type ServiceMount } from '#libs/service-kit';
import { DiscoveryController } from './discovery/discovery.controller.js';
import { MeController } from './discovery/me.controller.js';
import { GroupsController } from './groups/groups.controller.js';
import { GroupsService } from './groups/groups.service.js';
import { ResourceEndpoints } from './http/resource-endpoint.js';
import { ScimErrorFilter } from './http/scim-error.filter.js';
import { ScimCredentials } from './http/scim-credentials.js';
import { collapseSlashes, scimBody, scimHeaders } from './http/scim-middleware.js';
import { ScimSettings } from './http/scim-settings.js';
import { ScimTokenStrategy } from './http/scim-token.strategy.js';
import { TokenUse } from './http/token-use.js';
import { UsersController } from './users/users.controller.js';
import { UsersService } from './users/users.service.js';

/** What the SCIM service is made from. */
export interface ScimDependencies {
  readonly database: Database;
  readonly publicUrl: string;
  readonly config: Pick<ServiceConfig, 'SCIM_MAX_RESULTS' | 'SCIM_MAX_PAYLOAD_BYTES' | 'SCIM_MAX_OPERATIONS'>;
}

/** The SCIM 2.0 service provider, called by identity providers. */
@Module({})
export class ScimModule {
  static register({ database, publicUrl, config }: ScimDependencies): DynamicModule {
    const settings = new ScimSettings(
      publicUrl,
      config.SCIM_MAX_RESULTS,
      config.SCIM_MAX_PAYLOAD_BYTES,
      config.SCIM_MAX_OPERATIONS,
    );
    return {
      module: ScimModule,
      imports: [HealthModule.register(() => database.ping())],
      controllers: [UsersController, GroupsController, DiscoveryController, MeController],
      providers: [
        { provide: Database, useValue: database },
        { provide: ScimSettings, useValue: settings },
        TokenUse,
        ScimCredentials,
        ScimTokenStrategy,
        {
          provide: AuthModuleOptions,
          inject: [ScimTokenStrategy],
          useFactory: ({ name }: ScimTokenStrategy) => ({ defaultStrategy: name }),
        },
        UsersService,
        GroupsService,
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
      // Node's own limit of 1,000 parameters would drop the filter behind them.
      app.set('query parser', (query: string) => parseQuery(query, '&', '=', { maxKeys: 0 }));
      app.use(collapseSlashes, scimHeaders, ...scimBody(settings.maxPayloadBytes));
      app.useGlobalFilters(new ScimErrorFilter(settings));
    },
  };
}
