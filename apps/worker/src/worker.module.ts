import { type DynamicModule, Module } from '@nestjs/common';

import { Jobs } from '#libs/jobs';
import { Database } from '#libs/persistence';
import { HealthModule, type ServiceMount } from '#libs/service-kit';
import { HoldWorker } from './holds/hold-worker.js';
import { ApplicationWorker } from './applications/application-worker.js';
import { PreviewWorker } from './previews/preview-worker.js';
import { EventPublisher } from './publishing/event-publisher.js';
import { PurgeWorker } from './purge/purge-worker.js';

/** What the worker is made from. */
export interface WorkerDependencies {
  readonly database: Database;
  readonly jobs: Jobs;
}

/** What is done after the answer: events are told of, jobs are carried out. Any number of processes may do it at once. */
@Module({})
export class WorkerModule {
  static register({ database, jobs }: WorkerDependencies): DynamicModule {
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
      ],
    };
  }
}

/** The worker, which answers under `/worker` whether it lives. */
export function workerMount(dependencies: WorkerDependencies): ServiceMount {
  return { path: '/worker', module: WorkerModule.register(dependencies) };
}
