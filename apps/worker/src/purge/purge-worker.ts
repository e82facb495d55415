import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '#libs/jobs';
import { Database } from '#libs/persistence';
import { purgeDue } from '#libs/provisioning';

const QUEUE = 'purge';
const EVERY_TEN_MINUTES = '*/10 * * * *';

/** Purges accounts whose grace time is over; of several processes one at a time. */
@Injectable()
export class PurgeWorker implements OnModuleInit {
  private readonly logger = new Logger(PurgeWorker.name);

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.jobs.queue(QUEUE, { policy: 'exclusive', retryLimit: 0, expireInSeconds: 3600 });
    await this.jobs.work(QUEUE, async (_job, signal) => {
      const purged = await purgeDue(this.database, signal);
      if (purged > 0) this.logger.log(`Accounts whose grace time was over were purged: ${purged}.`);
    });
    await this.jobs.schedule(QUEUE, EVERY_TEN_MINUTES);
  }
}
