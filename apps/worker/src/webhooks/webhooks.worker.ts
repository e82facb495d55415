import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { type WebhookJob, webhookLimits, webhookQueue } from '#libs/account-events';
import { Jobs } from '#libs/jobs';
import { Database } from '#libs/persistence';
import { RepeatedWork } from '../repeated-work.js';
import { fanOutEvents } from './fan-out.js';
import { WebhookDeliverer } from './webhook-deliverer.js';

const FAN_OUT_EVERY_MS = 200;
const HOUR_MS = 3_600_000;
/** How long what was delivered can be looked at, and sent again. */
const DELIVERED_KEPT_MS = 30 * 24 * HOUR_MS;

/** The webhooks of a process: it puts events on their way, sends them, and forgets what is long delivered. */
@Injectable()
export class WebhooksWorker implements OnModuleInit, OnModuleDestroy {
  private readonly repeated: readonly RepeatedWork[];

  constructor(
    database: Database,
    private readonly jobs: Jobs,
    private readonly deliverer: WebhookDeliverer,
  ) {
    const forget = async () => {
      await database.repositories.webhookDeliveries.forgetDelivered(new Date(Date.now() - DELIVERED_KEPT_MS));
      return 0;
    };
    this.repeated = [
      new RepeatedWork({
        name: WebhooksWorker.name,
        work: () => fanOutEvents(database, jobs),
        everyMs: FAN_OUT_EVERY_MS,
      }),
      new RepeatedWork({ name: WebhooksWorker.name, work: forget, everyMs: HOUR_MS }),
    ];
  }

  async onModuleInit(): Promise<void> {
    await this.jobs.queue(webhookQueue.name, webhookQueue.options);
    const drain = ({ data }: { readonly data: WebhookJob }, signal: AbortSignal) => this.deliverer.drain(data, signal);
    await this.jobs.work(webhookQueue.name, drain, webhookLimits);
    for (const work of this.repeated) work.start();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.repeated.map(work => work.stop()));
  }
}
