import { Injectable, type OnModuleInit } from '@nestjs/common';
import { impactPreviewsQueue, Jobs } from '#libs/jobs';
import { type ImpactPreviewId, Database } from '#libs/persistence';
import { runPreview } from '#libs/provisioning';
import { workForConnections } from '../work-for-connections.js';

/** Looks at what changes would do, for directories that are too large for a request. */
@Injectable()
export class PreviewWorker implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  async onModuleInit(): Promise<void> {
    await workForConnections(this.jobs, {
      name: PreviewWorker.name,
      queue: impactPreviewsQueue,
      run: (job, signal) => runPreview(this.database, job, job.id as ImpactPreviewId, signal),
      giveUp: (job, failure) => this.database.repositories.impactPreviews.fail(job, job.id as ImpactPreviewId, failure),
    });
  }
}
