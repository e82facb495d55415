import { groupOf, type WebhookJob, webhookLimits } from '#libs/account-events';

/**
 * The lanes that a process sends in. The queue keeps to the limits of a group, but not when several fetch from it in the same
 * moment; here nothing comes in between.
 */
export class LanesUnderWay {
  private readonly counts = new Map<string, number>();

  /** Works in a lane. @returns whether there was room for it */
  async run(job: WebhookJob, work: () => Promise<void>): Promise<boolean> {
    const { id, tier } = groupOf(job);
    const { default: limit, tiers } = webhookLimits.ofGroup;
    const count = this.counts.get(id) ?? 0;
    if (count >= (tier ? tiers[tier] : limit)) return false;
    this.counts.set(id, count + 1);
    try {
      await work();
    } finally {
      this.leave(id);
    }
    return true;
  }

  private leave(id: string): void {
    const left = (this.counts.get(id) ?? 0) - 1;
    if (left > 0) this.counts.set(id, left);
    else this.counts.delete(id);
  }
}
