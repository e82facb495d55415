import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { ConnectionId } from '#libs/persistence';
import { ScimError } from '#libs/scim-protocol';
import { FailedAuthentications, networkOf, RequestRate } from '#libs/service-kit';
import { ScimSettings } from '../scim-settings.js';
import { AdmittedRequest } from './admitted-request.js';
import { ConcurrencyGate } from './concurrency-gate.js';

/** OAuth clients get a new token every hour, so those of long ago have to go. */
const MAX_ACCEPTED = 100_000;

const ADMITTED = Symbol('admitted');

/** A property of the request, because a weak map costs five times as much. */
type AdmissibleRequest = Request & { [ADMITTED]?: AdmittedRequest };

/**
 * Decides, before anything is asked of the database, whether a request goes on and when. Looking up whose token it is
 * costs database work too, so the token as presented counts, and what is known of it from before.
 */
@Injectable()
export class RequestAdmission {
  private readonly failures: FailedAuthentications;
  private readonly rate: RequestRate;
  private readonly gate: ConcurrencyGate;
  /** The tokens, hashed, that were right the last time they were looked up, and whose they are. */
  private readonly accepted = new Map<string, ConnectionId>();

  constructor(settings: ScimSettings) {
    this.failures = new FailedAuthentications(settings);
    this.rate = new RequestRate(settings);
    this.gate = new ConcurrencyGate({ concurrent: settings.concurrentRequests, waiting: settings.waitingRequests });
  }

  /**
   * Resolves when the token may be looked up. A request whose client hangs up before goes no further.
   * @throws ScimError `tooManyRequests`
   */
  async admit(request: Request, tokenHash: Buffer): Promise<void> {
    const token = keyOf(tokenHash);
    const connection = this.accepted.get(token);
    if (connection === undefined) {
      refuseFor(
        await this.failures.waitOf(networkOf(request.ip)),
        'Too many requests with wrong SCIM tokens came from this address. Check the token, and try again after the number of seconds in Retry-After.',
      );
    }
    refuseFor(
      await this.rate.count(token),
      'This SCIM token sends more requests than the rate limit allows. Send the next one after the number of seconds in Retry-After, and fewer at once.',
    );
    // Unknown tokens queue by where they come from: whoever makes them up gets no queue for each.
    await this.enter(request, connection ?? networkOf(request.ip));
  }

  /**
   * The token was right. No failure of others at its address is held against it from now on. Resolves when it is the
   * request's turn in its connection's queue, where a known token was from the beginning.
   * @throws ScimError `tooManyRequests`
   */
  async accept(request: Request, tokenHash: Buffer, connection: ConnectionId): Promise<void> {
    if (this.find(request)?.queue === connection) return;
    this.accepted.set(keyOf(tokenHash), connection);
    const [oldest] = this.accepted.keys();
    if (this.accepted.size > MAX_ACCEPTED && oldest !== undefined) this.accepted.delete(oldest);
    await this.enter(request, connection);
  }

  /** The token was wrong. */
  async refuse(request: Request, tokenHash: Buffer): Promise<void> {
    this.accepted.delete(keyOf(tokenHash));
    await this.failures.count(networkOf(request.ip));
  }

  /** The admitted request; undefined when no guard has admitted it. */
  find(request: AdmissibleRequest): AdmittedRequest | undefined {
    return request[ADMITTED];
  }

  private async enter(request: AdmissibleRequest, key: string): Promise<void> {
    const place = this.gate.enter(key);
    if (!place) {
      throw ScimError.tooManyRequests(
        'This connection has too many requests under way. Wait for answers before you send more at once.',
        { retryAfterSeconds: 1 },
      );
    }
    const admitted = request[ADMITTED];
    if (admitted) admitted.moveTo(key, place);
    else if (request.res) request[ADMITTED] = new AdmittedRequest(key, place, request.res);
    await place.turn;
  }
}

function refuseFor(retryAfterSeconds: number | undefined, detail: string): void {
  if (retryAfterSeconds !== undefined) throw ScimError.tooManyRequests(detail, { retryAfterSeconds });
}

function keyOf(tokenHash: Buffer): string {
  return tokenHash.toString('latin1');
}
