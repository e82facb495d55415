import { Injectable, type OnModuleInit } from '@nestjs/common';
import { applicationsQueue, Jobs } from '#libs/jobs';
import { type ApplicationId, Database } from '#libs/persistence';
import { runApplication } from '#libs/provisioning';
import { workForConnections } from '../work-for-connections.js';

/** Carries what was staged to accounts, for directories that are too large for a request. */
@Injectable()
export class ApplicationWorker implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  async onModuleInit(): Promise<void> {
    await workForConnections(this.jobs, {
      name: ApplicationWorker.name,
      queue: applicationsQueue,
      run: (job, signal) => runApplication(this.database, job, job.id as ApplicationId, signal),
      giveUp: (job, failure) => this.database.repositories.applications.fail(job, job.id as ApplicationId, failure),
    });
  }
}
