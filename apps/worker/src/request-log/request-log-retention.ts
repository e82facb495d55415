import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '#libs/jobs';
import { Database } from '#libs/persistence';
import { keepRequestLog } from './keep-request-log.js';

const QUEUE = 'request-log-retention';
const EVERY_HOUR = '7 * * * *';

/** How long the log of SCIM requests is kept. */
export class RequestLogSettings {
  readonly days!: number;
}

/** Makes the next days of the log of SCIM requests and drops those that are over; of several processes one at a time. */
@Injectable()
export class RequestLogRetention implements OnModuleInit {
  private readonly logger = new Logger(RequestLogRetention.name);

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly settings: RequestLogSettings,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.jobs.queue(QUEUE, { policy: 'exclusive', retryLimit: 2, expireInSeconds: 600 });
    await this.jobs.work(QUEUE, async () => {
      const dropped = await keepRequestLog(this.database, this.settings.days);
      if (dropped > 0) this.logger.log(`Days of the log of requests that were over were dropped: ${dropped}.`);
    });
    await this.jobs.schedule(QUEUE, EVERY_HOUR);
  }
}
