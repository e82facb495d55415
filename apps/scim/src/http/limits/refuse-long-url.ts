import type { NextFunction, Request, Response } from 'express';
import { ScimError } from '#libs/scim-protocol';

/** A filter of the greatest length, 8,192 letters that take nine characters each in a URL, fits. */
const MAX_URL_LENGTH = 100_000;

/** Node itself answers a plain 431 to what is longer than all headers may be (listen.ts). */
export function refuseLongUrl(request: Request, _response: Response, next: NextFunction): void {
  if (request.url.length <= MAX_URL_LENGTH) return next();
  next(
    ScimError.uriTooLong(
      `The URL is longer than ${MAX_URL_LENGTH} characters. Send a long query as POST to /.search (RFC 7644 §3.4.3).`,
    ),
  );
}
