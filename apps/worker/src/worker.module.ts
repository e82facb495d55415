import { type DynamicModule, Module } from '@nestjs/common';
import { EventSigner } from '#libs/account-events';
import { DomainResolver } from '#libs/domains';
import { Jobs } from '#libs/jobs';
import { Database } from '#libs/persistence';
import { OwnService, PrivateNetworks, SafeFetch } from '#libs/safe-fetch';
import { HealthModule, type ServiceConfig, type ServiceMount } from '#libs/service-kit';
import { SecretBox } from '#libs/tokens';
import { ApplicationWorker } from './applications/application-worker.js';
import { DomainsWorker } from './domains/domains-worker.js';
import { HoldWorker } from './holds/hold-worker.js';
import { LogoutSettings } from './logout/logout-sender.js';
import { logoutServices } from './logout/logout.parts.js';
import { PreviewWorker } from './previews/preview-worker.js';
import { EventPublisher } from './publishing/event-publisher.js';
import { PurgeWorker } from './purge/purge-worker.js';
import { RehearsalWorker } from './rehearsals/rehearsal-worker.js';
import { RequestLogRetention, RequestLogSettings } from './request-log/request-log-retention.js';
import { TrafficWorker } from './request-log/traffic-worker.js';
import { MetadataWorker } from './sso/metadata-worker.js';
import { SignInRetention } from './sso/sign-in-retention.js';
import { WebhookDeliverer } from './webhooks/webhook-deliverer.js';
import { WebhookSender } from './webhooks/webhook-sender.js';
import { WebhookSettings } from './webhooks/webhook-settings.js';
import { WebhooksWorker } from './webhooks/webhooks.worker.js';

/** What the worker is made from. */
export interface WorkerDependencies {
  readonly database: Database;
  readonly jobs: Jobs;
  readonly config: Pick<ServiceConfig, 'ALLOWED_PRIVATE_NETWORKS' | 'REQUEST_LOG_DAYS'>;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  /** Opens what administration has sealed. */
  readonly secretBox: SecretBox;
}

/** What is done after the answer: events are told of, jobs are carried out. Any number of processes may do it at once. */
@Module({})
export class WorkerModule {
  static register({ config, database, jobs, publicUrl, secretBox }: WorkerDependencies): DynamicModule {
    const allowedPrivateNetworks = PrivateNetworks.parse(config.ALLOWED_PRIVATE_NETWORKS);
    return {
      module: WorkerModule,
      imports: [HealthModule.register(() => database.ping())],
      providers: [
        { provide: Database, useValue: database },
        { provide: Jobs, useValue: jobs },
        EventPublisher,
        HoldWorker,
        PurgeWorker,
        { provide: DomainResolver, useValue: new DomainResolver() },
        DomainsWorker,
        MetadataWorker,
        SignInRetention,
        PreviewWorker,
        ApplicationWorker,
        { provide: OwnService, useValue: new OwnService(publicUrl) },
        RehearsalWorker,
        { provide: RequestLogSettings, useValue: { days: config.REQUEST_LOG_DAYS } },
        RequestLogRetention,
        TrafficWorker,
        { provide: SecretBox, useValue: secretBox },
        { provide: SafeFetch, useFactory: () => new SafeFetch({ allowedPrivateNetworks }) },
        { provide: WebhookSettings, useValue: new WebhookSettings({ publicUrl }) },
        { provide: EventSigner, useValue: new EventSigner(database, secretBox) },
        WebhookSender,
        WebhookDeliverer,
        WebhooksWorker,
        { provide: LogoutSettings, useValue: { publicUrl } },
        ...logoutServices,
      ],
    };
  }
}

/** The worker, which answers under `/worker` whether it lives. */
export function workerMount(dependencies: WorkerDependencies): ServiceMount {
  return { path: '/worker', module: WorkerModule.register(dependencies) };
}
