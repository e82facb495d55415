import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '#libs/jobs';
import { Database } from '#libs/persistence';

const QUEUE = 'provider-retention';
const EVERY_TEN_MINUTES = '3-59/10 * * * *';
const BATCH = 1000;

/** Forgets what the OpenID provider kept of sign-ins that are over; of several processes one at a time. */
@Injectable()
export class ProviderCleaner implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.jobs.queue(QUEUE, { policy: 'exclusive', retryLimit: 0, expireInSeconds: 600 });
    await this.jobs.work(QUEUE, async (_job, signal) => this.clean(signal));
    await this.jobs.schedule(QUEUE, EVERY_TEN_MINUTES);
  }

  private async clean(signal: AbortSignal): Promise<void> {
    const { providerPayloads, applicationSessions } = this.database.repositories;
    for (const table of [providerPayloads, applicationSessions])
      while (!signal.aborted && (await table.deleteExpired(BATCH)) === BATCH);
  }
}
