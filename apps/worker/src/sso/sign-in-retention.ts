import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '#libs/jobs';
import { Database } from '#libs/persistence';
import { forgetSignIns } from './forget-sign-ins.js';

const QUEUE = 'sign-in-retention';
const EVERY_TEN_MINUTES = '*/10 * * * *';

/** Forgets what signing in needs no more; of several processes one at a time. */
@Injectable()
export class SignInRetention implements OnModuleInit {
  private readonly logger = new Logger(SignInRetention.name);

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.jobs.queue(QUEUE, { policy: 'exclusive', retryLimit: 0, expireInSeconds: 3600 });
    await this.jobs.work(QUEUE, async (_job, signal) => {
      const forgotten = await forgetSignIns(this.database.repositories, signal);
      if (forgotten > 0) this.logger.log(`What sign-ins remembered was forgotten: ${forgotten}.`);
    });
    await this.jobs.schedule(QUEUE, EVERY_TEN_MINUTES);
  }
}
