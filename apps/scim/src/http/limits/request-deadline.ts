import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ScimError } from '#libs/scim-protocol';

/** Answers a request with an error. */
export type AnswerError = (error: ScimError, request: Request, response: Response) => void;

const RETRY_AFTER_SECONDS = 30;

/**
 * Answers 503 when there is no answer after so many seconds. The work behind it is not cut off by this: the database
 * bounds every statement. An answer that has begun may go on.
 */
export function requestDeadline(seconds: number, answer: AnswerError): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const timer = setTimeout(() => {
      if (response.headersSent) return;
      const detail = `The request took longer than ${seconds} seconds. Part of it may have been done; send it again.`;
      answer(ScimError.unavailable(detail, { retryAfterSeconds: RETRY_AFTER_SECONDS }), request, response);
    }, seconds * 1000);
    response.once('close', () => clearTimeout(timer));
    next();
  };
}
