import { Injectable, type OnModuleInit } from '@nestjs/common';
import { impactPreviewsQueue, type ConnectionJob, Jobs } from '#libs/jobs';
import { type ImpactPreviewId, Database } from '#libs/persistence';
import { runPreview } from '#libs/provisioning';

/** Looks at what changes would do, for directories that are too large for a request. */
@Injectable()
export class PreviewWorker implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.jobs.queue(impactPreviewsQueue.name, impactPreviewsQueue.options);
    await this.jobs.work<ConnectionJob>(impactPreviewsQueue.name, async ({ data }, signal) => {
      await runPreview(this.database, data, data.id as ImpactPreviewId, signal);
      // Whoever is stopped leaves the rest to another.
      signal.throwIfAborted();
    });
  }
}
