import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { FailedAuthentications, networkOf, RequestRate } from '#libs/service-kit';
import { AdminProblem } from './admin-problem.js';
import { AdminSettings } from './admin-settings.js';
import { bearerTokenOf } from './bearer-token.strategy.js';
import { setupSecretOf } from './setup-cookie.js';

const MAX_REMEMBERED = 10_000;

/** Limits how many requests one credential sends, and how many wrong credentials one address. */
@Injectable()
export class RequestAdmission {
  private readonly failures: FailedAuthentications;
  private readonly rate: RequestRate;
  /** The credentials, hashed, that were right the last time: no failure of others at their address is held against them. */
  private readonly accepted = new Set<string>();

  constructor(settings: AdminSettings) {
    this.failures = new FailedAuthentications(settings);
    this.rate = new RequestRate(settings);
  }

  /**
   * Lets a request be authenticated, unless too many came.
   * @throws AdminProblem `too_many_requests`, and what authentication throws
   */
  async admit(request: Request, authenticate: () => Promise<unknown>): Promise<void> {
    const { ip } = request;
    const presented = credentialOf(request);
    // Without a credential nothing is looked up.
    if (presented === undefined) return void (await authenticate());
    const credential = hash('sha256', presented);
    if (!this.accepted.has(credential)) refuseFor(await this.failures.waitOf(networkOf(ip)), TOO_MANY_WRONG);
    refuseFor(await this.rate.count(credential), TOO_MANY);
    try {
      await authenticate();
      this.remember(credential);
    } catch (error) {
      if (error instanceof AdminProblem && error.code === 'unauthenticated') {
        this.accepted.delete(credential);
        await this.failures.count(networkOf(ip));
      }
      throw error;
    }
  }

  private remember(credential: string): void {
    const [oldest] = this.accepted;
    const isNew = !this.accepted.has(credential);
    if (isNew && this.accepted.size >= MAX_REMEMBERED && oldest !== undefined) this.accepted.delete(oldest);
    this.accepted.add(credential);
  }
}

/** The same however the header is spelled, so that each spelling has no limit of its own. */
function credentialOf(request: Request): string | undefined {
  const { authorization } = request.headers;
  return authorization === undefined ? setupSecretOf(request) : (bearerTokenOf(authorization) ?? authorization);
}

const TOO_MANY_WRONG =
  'Too many requests with wrong API keys came from this address. Check the key, and try again after the number of seconds in Retry-After.';
const TOO_MANY =
  'This API key sends more requests than the rate limit allows. Send the next one after the number of seconds in Retry-After, and fewer at once.';

function refuseFor(retryAfterSeconds: number | undefined, detail: string): void {
  if (retryAfterSeconds !== undefined) throw AdminProblem.tooManyRequests(detail, retryAfterSeconds);
}
