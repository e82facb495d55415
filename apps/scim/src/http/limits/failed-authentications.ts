import { RateLimiterMemory } from 'rate-limiter-flexible';
import { ScimError } from '#libs/scim-protocol';
import { wholeSeconds } from './request-rate.js';

const WINDOW_SECONDS = 60;

/** Counts the wrong tokens of each network, so that a flood of them is not looked up in the database. */
export class FailedAuthentications {
  private readonly limiter: RateLimiterMemory | undefined;

  constructor({ failedAuthenticationsPerMinute: points }: { readonly failedAuthenticationsPerMinute: number }) {
    if (points > 0) this.limiter = new RateLimiterMemory({ points, duration: WINDOW_SECONDS, keyPrefix: '' });
  }

  /** @throws ScimError `tooManyRequests` when too many wrong tokens came from this network. */
  async check(network: string): Promise<void> {
    const failures = await this.limiter?.get(network);
    if (!failures || failures.remainingPoints > 0) return;
    throw ScimError.tooManyRequests(
      'Too many requests with wrong SCIM tokens came from this address. Check the token, and try again after the number of seconds in Retry-After.',
      { retryAfterSeconds: wholeSeconds(failures.msBeforeNext) },
    );
  }

  async count(network: string): Promise<void> {
    await this.limiter?.penalty(network);
  }
}
