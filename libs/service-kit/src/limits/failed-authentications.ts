import { RateLimiterMemory } from 'rate-limiter-flexible';
import { wholeSeconds } from './whole-seconds.js';

const WINDOW_SECONDS = 60;

/** Counts the wrong credentials of each network, so that a flood of them is not looked up in the database. */
export class FailedAuthentications {
  private readonly limiter: RateLimiterMemory | undefined;

  /** @param limits 0 is no limit. */
  constructor({ failedAuthenticationsPerMinute: points }: { readonly failedAuthenticationsPerMinute: number }) {
    if (points > 0) this.limiter = new RateLimiterMemory({ points, duration: WINDOW_SECONDS, keyPrefix: '' });
  }

  /** The whole seconds until a credential of this network is looked up again; undefined when it is at once. */
  async waitOf(network: string): Promise<number | undefined> {
    const failures = await this.limiter?.get(network);
    return failures && failures.remainingPoints <= 0 ? wholeSeconds(failures.msBeforeNext) : undefined;
  }

  async count(network: string): Promise<void> {
    await this.limiter?.penalty(network);
  }
}
