import { type DynamicModule, Module } from '@nestjs/common';

import { Jobs } from '#libs/jobs';
import { Database } from '#libs/persistence';
import { HealthModule, type ServiceConfig, type ServiceMount } from '#libs/service-kit';
import { HoldWorker } from './holds/hold-worker.js';
import { ApplicationWorker } from './applications/application-worker.js';
import { PreviewWorker } from './previews/preview-worker.js';
import { EventPublisher } from './publishing/event-publisher.js';
import { PurgeWorker } from './purge/purge-worker.js';
import { RequestLogRetention, RequestLogSettings } from './request-log/request-log-retention.js';
import { TrafficWorker } from './request-log/traffic-worker.js';

/** What the worker is made from. */
export interface WorkerDependencies {
  readonly database: Database;
  readonly jobs: Jobs;
  readonly config: Pick<ServiceConfig, 'REQUEST_LOG_DAYS'>;
}

/** What is done after the answer: events are told of, jobs are carried out. Any number of processes may do it at once. */
@Module({})
export class WorkerModule {
  static register({ database, jobs, config }: WorkerDependencies): DynamicModule {
    return {
      module: WorkerModule,
      imports: [HealthModule.register(() => database.ping())],
      providers: [
        { provide: Database, useValue: database },
        { provide: Jobs, useValue: jobs },
        EventPublisher,
        HoldWorker,
        PurgeWorker,
        PreviewWorker,
        ApplicationWorker,
        { provide: RequestLogSettings, useValue: { days: config.REQUEST_LOG_DAYS } },
        RequestLogRetention,
        TrafficWorker,
      ],
    };
  }
}

/** The worker, which answers under `/worker` whether it lives. */
export function workerMount(dependencies: WorkerDependencies): ServiceMount {
  return { path: '/worker', module: WorkerModule.register(dependencies) };
}
