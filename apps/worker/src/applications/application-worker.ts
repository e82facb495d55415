import { Injectable, type OnModuleInit } from '@nestjs/common';
import { applicationsQueue, type ConnectionJob, Jobs } from '#libs/jobs';
import { type ApplicationId, Database } from '#libs/persistence';
import { runApplication } from '#libs/provisioning';

/** Carries what was staged to accounts, for directories that are too large for a request. */
@Injectable()
export class ApplicationWorker implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.jobs.queue(applicationsQueue.name, applicationsQueue.options);
    await this.jobs.work<ConnectionJob>(applicationsQueue.name, async ({ data }, signal) => {
      await runApplication(this.database, data, data.id as ApplicationId, signal);
      // Whoever is stopped leaves the rest to another.
      signal.throwIfAborted();
    });
  }
}
