import type { Request, Response } from 'express';
import { ScimError } from '#libs/scim-protocol';

/** Of the time a request may take, how much is for its operations; the rest is for telling what became of them. */
const SHARE_OF_OPERATIONS = 0.8;

/** Who waits for the answer to a bulk request, and for how long. */
export class BulkClient {
  private readonly waitsUntil: number;

  constructor(
    private readonly request: Request,
    private readonly response: Response,
    { requestTimeoutSeconds }: { readonly requestTimeoutSeconds: number },
  ) {
    this.waitsUntil = performance.now() + requestTimeoutSeconds * 1000 * SHARE_OF_OPERATIONS;
  }

  /** Why no further operation may be started, if so. */
  findReasonToStop(): ScimError | undefined {
    if (this.response.writableEnded || this.response.closed)
      return ScimError.unavailable('Nobody waits for the answer any more.');
    if (performance.now() < this.waitsUntil) return undefined;
    return ScimError.unavailable(
      'The request has taken too long to start this operation. Send it again, in a new one.',
    );
  }

  get requestId(): string {
    return typeof this.request.id === 'string' ? this.request.id : '';
  }

  get log(): Request['log'] {
    return this.request.log;
  }
}
