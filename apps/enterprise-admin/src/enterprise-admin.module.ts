import { type DynamicModule, Module } from '@nestjs/common';
import type { Database } from '#libs/persistence';
import { HealthModule, type ServiceMount } from '#libs/service-kit';

/** Administration over REST. So far it only tells its health. */
@Module({})
export class EnterpriseAdminModule {
  static register(database: Database): DynamicModule {
    return { module: EnterpriseAdminModule, imports: [HealthModule.register(() => database.ping())] };
  }
}

/** The service under `/api`. */
export function enterpriseAdminMount(database: Database): ServiceMount {
  return { path: '/api', module: EnterpriseAdminModule.register(database) };
}
