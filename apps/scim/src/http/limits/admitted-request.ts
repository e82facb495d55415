import type { Response } from 'express';
import { ScimError } from '#libs/scim-protocol';
import type { Place } from './concurrency-gate.js';

/**
 * A request that has a place in a queue. It keeps the place until its answer has ended and its work has too: the work for
 * a client that hung up goes on, and must not make room for more of it.
 */
export class AdmittedRequest {
  private isAtWork = false;
  private isAnswered: boolean;

  constructor(
    public queue: string,
    private place: Place,
    response: Response,
  ) {
    // "close" comes after the whole answer was handed over, and when the client hangs up.
    this.isAnswered = response.closed;
    if (this.isAnswered) place.leave();
    else response.once('close', () => this.endAnswer());
  }

  /** Gives the place up for one in another queue. */
  moveTo(queue: string, place: Place): void {
    if (this.isAnswered) {
      place.leave();
      return;
    }
    this.place.leave();
    this.queue = queue;
    this.place = place;
  }

  /** @throws ScimError when nobody waits for the answer any more; the work must not begin then. */
  beginWork(): void {
    if (this.isAnswered) throw ScimError.invalidSyntax('The client hung up before its request was worked on.');
    this.isAtWork = true;
  }

  endWork(): void {
    this.isAtWork = false;
    if (this.isAnswered) this.place.leave();
  }

  private endAnswer(): void {
    this.isAnswered = true;
    if (!this.isAtWork) this.place.leave();
  }
}
