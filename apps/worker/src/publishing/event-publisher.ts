import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Database, type HoldRow } from '#libs/persistence';
import { publishAccountEvents } from '#libs/provisioning';

/** How soon after its commit an event is told of, at most, when there is time. */
const EVERY_MS = 200;

/** Tells of account events right after they are committed; of several processes one at a time. */
@Injectable()
export class EventPublisher implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(EventPublisher.name);
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly database: Database) {}

  onModuleInit(): void {
    this.running = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const published = await publishAccountEvents(this.database, { onHold: hold => this.tell(hold) }).catch(
        (error: unknown) => {
          this.logger.warn(`Account events could not be published, and will be: ${String(error)}`);
          return 0;
        },
      );
      // The next batch gives way to requests for a moment, too.
      if (published === 0) await this.pause(EVERY_MS);
      else await this.pause(EVERY_MS / 4);
    }
  }

  private tell({ enterprise_id: enterpriseId, id, accounts, of_accounts: ofAccounts }: HoldRow): void {
    this.logger.warn(
      `Purging stands still in enterprise ${enterpriseId}: ${accounts} of ${ofAccounts} accounts lost access (hold ${id}).`,
    );
  }

  private async pause(milliseconds: number): Promise<void> {
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, milliseconds).unref();
      this.stopping.signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });
  }
}
