import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Database, type HoldRow } from '#libs/persistence';
import { publishAccountEvents } from '#libs/provisioning';
import { RepeatedWork } from '../repeated-work.js';

/** How soon after its commit an event is told of, at most, when there is time. */
const EVERY_MS = 200;

/** Tells of account events right after they are committed; of several processes one at a time. */
@Injectable()
export class EventPublisher implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(EventPublisher.name);
  private readonly publishing: RepeatedWork;

  constructor(database: Database) {
    this.publishing = new RepeatedWork({
      name: EventPublisher.name,
      work: () => publishAccountEvents(database, { onHold: hold => this.tell(hold) }),
      everyMs: EVERY_MS,
    });
  }

  onModuleInit(): void {
    this.publishing.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.publishing.stop();
  }

  private tell({ enterprise_id: enterpriseId, id, accounts, of_accounts: ofAccounts }: HoldRow): void {
    this.logger.warn(
      `Purging stands still in enterprise ${enterpriseId}: ${accounts} of ${ofAccounts} accounts lost access (hold ${id}).`,
    );
  }
}
