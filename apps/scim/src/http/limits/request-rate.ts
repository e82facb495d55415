import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { ScimError } from '#libs/scim-protocol';

/** How many requests a second one token may send on average, and how many at once. */
export interface RequestRateLimits {
  /** 0 is no limit. */
  readonly requestsPerSecond: number;
  readonly requestBurst: number;
}

/** Counts the requests of each token in windows as long as the average rate takes for a whole burst. */
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

  /** @throws ScimError `tooManyRequests` when the token has used up its window. */
  async count(token: string): Promise<void> {
    await this.limiter?.consume(token).catch(({ msBeforeNext }: RateLimiterRes) => {
      throw ScimError.tooManyRequests(
        'This SCIM token sends more requests than the rate limit allows. Send the next one after the number of seconds in Retry-After, and fewer at once.',
        { retryAfterSeconds: wholeSeconds(msBeforeNext) },
      );
    });
  }
}

/** Okta waits five minutes when Retry-After is not an integer. */
export function wholeSeconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}
