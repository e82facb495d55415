import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { Strategy } from 'passport';

/** Answers with whom a response names, or with an error that says why it names nobody. */
export type VerifyResponse = (request: Request, done: (error: unknown, answer?: object) => void) => void;

/** A passport strategy that hands over the request, in which a browser brings the response of an identity provider, as it is. */
export class ResponseStrategy extends Strategy {
  /** Its own for each protocol and service, and asked for by name: docs/adr/0008-passport-strategy-by-name.md. */
  override readonly name = `sign-in-response-${randomUUID()}`;

  constructor(private readonly verify: VerifyResponse) {
    super();
  }

  override authenticate(request: Request): void {
    this.verify(request, (error, answer) => {
      if (error || !answer) this.error(error);
      else this.success(answer);
    });
  }
}
