import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '#libs/jobs';
import { Database } from '#libs/persistence';
import { watchTraffic } from './watch-traffic.js';

const QUEUE = 'traffic-watch';
const EVERY_MINUTE = '* * * * *';

/** Raises and clears the warnings that the SCIM traffic of connections tells; of several processes one at a time. */
@Injectable()
export class TrafficWorker implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.jobs.queue(QUEUE, { policy: 'exclusive', retryLimit: 0, expireInSeconds: 300 });
    await this.jobs.work(QUEUE, async (_job, signal) => watchTraffic(this.database, { signal }));
    await this.jobs.schedule(QUEUE, EVERY_MINUTE);
  }
}
