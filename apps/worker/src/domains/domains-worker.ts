import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DomainResolver, recheckDomains } from '#libs/domains';
import { Jobs } from '#libs/jobs';
import { Database } from '#libs/persistence';

const QUEUE = 'domains';
const EVERY_TEN_MINUTES = '*/10 * * * *';
/** Those that are due come in batches; a DNS that does not answer takes its time. */
const MAX_BATCHES = 20;

/** Reads the DNS records of domains again; of several processes one at a time. */
@Injectable()
export class DomainsWorker implements OnModuleInit {
  private readonly logger = new Logger(DomainsWorker.name);

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly resolver: DomainResolver,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.jobs.queue(QUEUE, { policy: 'exclusive', retryLimit: 0, expireInSeconds: 3600 });
    await this.jobs.work(QUEUE, async (_job, signal) => this.recheck(signal));
    await this.jobs.schedule(QUEUE, EVERY_TEN_MINUTES);
  }

  private async recheck(signal: AbortSignal): Promise<void> {
    for (let batch = 0; batch < MAX_BATCHES && !signal.aborted; batch++) {
      const checked = await recheckDomains(this.database, this.resolver, signal);
      if (checked === 0) return;
      this.logger.log(`The DNS records of domains were read again: ${checked}.`);
    }
  }
}
