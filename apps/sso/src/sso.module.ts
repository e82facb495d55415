import { type DynamicModule, Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ConnectionKeys } from '#libs/connection-keys';
import { OpenIdProviders } from '#libs/oidc-rp';
import express from 'express';
import { Database } from '#libs/persistence';
import { PrivateNetworks, SafeFetch } from '#libs/safe-fetch';
import { HealthModule, type ServiceMount } from '#libs/service-kit';
import { SignInFlows, SignIns, SignInTests } from '#libs/sign-in';
import { SecretBox } from '#libs/tokens';
import { IdpLogouts } from './http/idp-logouts.js';
import { limitRequests } from './http/limit-requests.js';
import { SignInAnswers } from './http/sign-in-answers.js';
import { SignInProtocols } from './http/sign-in-protocols.js';
import { SsoConnections } from './http/sso-connections.js';
import { SsoErrorFilter } from './http/sso-error.filter.js';
import { type SsoConfig, SsoSettings } from './http/sso-settings.js';
import { oidcControllers, oidcServices } from './oidc/oidc.parts.js';
import { OpenIdProvider } from './provider/open-id-provider.js';
import { providerControllers, providerEndpoints, providerServices } from './provider/provider.parts.js';
import { samlControllers, samlServices } from './saml/saml.parts.js';
import { signInControllers, signInServices } from './sign-in/sign-in.parts.js';

/** What single sign-on is made from. */
export interface SsoDependencies {
  readonly database: Database;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  /** Opens what administration has sealed. */
  readonly secretBox: SecretBox;
  readonly config: SsoConfig;
  /** Asks identity providers; over the network unless a test has another. */
  readonly safeFetch?: Pick<SafeFetch, 'get' | 'post'>;
}

/** Single sign-on: SAML and OpenID Connect towards identity providers. */
@Module({})
export class SsoModule {
  static register({ database, publicUrl, secretBox, config, safeFetch }: SsoDependencies): DynamicModule {
    const settings = new SsoSettings({ publicUrl, config });
    const allowedPrivateNetworks = PrivateNetworks.parse(config.ALLOWED_PRIVATE_NETWORKS);
    return {
      module: SsoModule,
      imports: [HealthModule.register(() => database.ping())],
      controllers: [...signInControllers, ...oidcControllers, ...samlControllers, ...providerControllers],
      providers: [
        { provide: Database, useValue: database },
        { provide: SsoSettings, useValue: settings },
        { provide: SecretBox, useValue: secretBox },
        { provide: SafeFetch, useFactory: () => safeFetch ?? new SafeFetch({ allowedPrivateNetworks }) },
        { provide: ConnectionKeys, useValue: new ConnectionKeys(database, secretBox) },
        {
          provide: OpenIdProviders,
          inject: [SafeFetch],
          useFactory: (fetcher: SafeFetch) => new OpenIdProviders(fetcher),
        },
        { provide: SignInFlows, useValue: new SignInFlows(database) },
        { provide: SignIns, useValue: new SignIns(database) },
        { provide: SignInTests, useValue: new SignInTests(database) },
        SsoConnections,
        SignInProtocols,
        IdpLogouts,
        SignInAnswers,
        ...signInServices,
        ...oidcServices,
        ...samlServices,
        ...providerServices,
      ],
    };
  }
}

/** What costs something. Of the OpenID provider: where a browser begins or pushes a request, and where codes are tried. */
const LIMITED = ['/auth', '/request', '/token', '/:connectionId/:action'];

/** The service under `/sso`, every error of which is a page. */
export function ssoMount(dependencies: SsoDependencies): ServiceMount {
  return {
    path: '/sso',
    module: SsoModule.register(dependencies),
    configure: (app: NestExpressApplication) => {
      app.set('trust proxy', dependencies.config.TRUSTED_PROXIES);
      const { requestsPerMinute } = app.get(SsoSettings);
      if (requestsPerMinute > 0) app.use(LIMITED, limitRequests(requestsPerMinute));
      app.use(providerEndpoints(app.get(OpenIdProvider)));
      app.use('/interaction', express.urlencoded({ extended: false, limit: '4kb' }));
      app.useGlobalFilters(new SsoErrorFilter());
    },
  };
}
