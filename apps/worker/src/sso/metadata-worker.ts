import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '#libs/jobs';
import { Database } from '#libs/persistence';
import { SafeFetch } from '#libs/safe-fetch';
import { watchMetadata } from './watch-metadata.js';

const QUEUE = 'idp-metadata';
const EVERY_HOUR = '23 * * * *';

/** Reads the metadata of identity providers again; of several processes one at a time. */
@Injectable()
export class MetadataWorker implements OnModuleInit {
  private readonly logger = new Logger(MetadataWorker.name);

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly safeFetch: SafeFetch,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.jobs.queue(QUEUE, { policy: 'exclusive', retryLimit: 0, expireInSeconds: 3600 });
    await this.jobs.work(QUEUE, async (_job, signal) => {
      const read = await watchMetadata(this.database, this.safeFetch, signal);
      if (read > 0) this.logger.log(`The metadata of identity providers was read again: ${read}.`);
    });
    await this.jobs.schedule(QUEUE, EVERY_HOUR);
  }
}
