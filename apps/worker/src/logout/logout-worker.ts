import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Database, type DueLogout, type VendorApplicationId } from '#libs/persistence';
import { RepeatedWork } from '../repeated-work.js';
import { LogoutSender } from './logout-sender.js';

/** How soon after the end of a session its applications are told, when there is time. */
const EVERY_MS = 200;
/** How many are told at once by this process, and how many of those of one application: one that is slow holds up no other. */
const AT_ONCE = 64;
const OF_ONE_APPLICATION = 16;
/** Longer than an attempt may take: whoever died with one leaves it to others. */
const LEASE_SECONDS = 30;

/** Tells applications of sessions that were ended; each of several processes takes others. */
@Injectable()
export class LogoutWorker implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(LogoutWorker.name);
  private readonly underWay = new Map<Promise<void>, VendorApplicationId>();
  private readonly looking: RepeatedWork;

  constructor(
    private readonly database: Database,
    private readonly sender: LogoutSender,
  ) {
    this.looking = new RepeatedWork({ name: LogoutWorker.name, work: () => this.sendDue(), everyMs: EVERY_MS });
  }

  onModuleInit(): void {
    this.looking.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.looking.stop();
    await Promise.all(this.underWay.keys());
  }

  /** Begins to send what is due, as far as there is room. Gives how much it was. */
  private async sendDue(): Promise<number> {
    const room = Math.min(AT_ONCE - this.underWay.size, OF_ONE_APPLICATION);
    if (room <= 0) return 0;
    const { applicationSessions } = this.database.repositories;
    const due = await applicationSessions.takeDue(room, LEASE_SECONDS, this.busyApplications());
    for (const logout of due) this.begin(logout);
    return due.length;
  }

  private busyApplications(): readonly VendorApplicationId[] {
    const counts = Map.groupBy(this.underWay.values(), id => id);
    return [...counts].filter(([, sendings]) => sendings.length >= OF_ONE_APPLICATION).map(([id]) => id);
  }

  private begin(logout: DueLogout): void {
    const sending = this.sender
      .send(logout)
      .catch((error: unknown) => this.logger.warn(`A logout token was not sent: ${String(error)}`))
      .finally(() => this.underWay.delete(sending));
    this.underWay.set(sending, logout.applicationId);
  }
}
