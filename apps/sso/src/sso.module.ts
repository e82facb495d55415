import { type DynamicModule, Module } from '@nestjs/common';
import type { Database } from '#libs/persistence';
import { HealthModule, type ServiceMount } from '#libs/service-kit';

/** Single sign-on: SAML and OpenID Connect towards identity providers. So far it only tells its health. */
@Module({})
export class SsoModule {
  static register(database: Database): DynamicModule {
    return { module: SsoModule, imports: [HealthModule.register(() => database.ping())] };
  }
}

/** The service under `/sso`. */
export function ssoMount(database: Database): ServiceMount {
  return { path: '/sso', module: SsoModule.register(database) };
}
