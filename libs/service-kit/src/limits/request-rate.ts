import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { wholeSeconds } from './whole-seconds.js';

/** How many requests a second one credential may send on average, and how many at once. */
export interface RequestRateLimits {
  /** 0 is no limit. */
  readonly requestsPerSecond: number;
  readonly requestBurst: number;
}

/** Counts the requests of each credential in windows as long as the average rate takes for a whole burst. */
export class RequestRate {
  private readonly limiter: RateLimiterMemory | undefined;

  constructor({ requestsPerSecond, requestBurst }: RequestRateLimits) {
    if (requestsPerSecond === 0) return;
    this.limiter = new RateLimiterMemory({
      points: requestBurst,
      duration: requestBurst / requestsPerSecond,
      keyPrefix: '',
    });
  }

  /** Counts a request. Gives undefined when it may go on, and otherwise the whole seconds after which the next may. */
  async count(credential: string): Promise<number | undefined> {
    try {
      await this.limiter?.consume(credential);
      return undefined;
    } catch (refused) {
      return wholeSeconds((refused as RateLimiterRes).msBeforeNext);
    }
  }
}
