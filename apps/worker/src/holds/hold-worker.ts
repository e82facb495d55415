import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '#libs/jobs';
import { Database } from '#libs/persistence';
import { restoreHold } from '#libs/provisioning';

const QUEUE = 'hold-restores';
const EVERY_MINUTE = '* * * * *';

/** Goes on with restoring what was too much for the request that asked for it, or what a process that died has left. */
@Injectable()
export class HoldWorker implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.jobs.queue(QUEUE, { policy: 'exclusive', retryLimit: 0, expireInSeconds: 3600 });
    await this.jobs.work(QUEUE, async (_job, signal) => {
      const unfinished = await this.database.repositories.holds.listUnfinished();
      for (const { enterprise_id: enterpriseId, id } of unfinished)
        await restoreHold(this.database, { enterpriseId, id }, { signal });
    });
    await this.jobs.schedule(QUEUE, EVERY_MINUTE);
  }
}
