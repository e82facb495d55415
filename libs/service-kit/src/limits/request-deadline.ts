import type { NextFunction, Request, RequestHandler, Response } from 'express';

/**
 * Calls back to answer a request that has no answer after so many seconds. The work behind it is not cut off by this: the
 * database bounds every statement. An answer that has begun may go on.
 */
export function requestDeadline(
  seconds: number,
  answer: (request: Request, response: Response) => void,
): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const timer = setTimeout(() => {
      if (!response.headersSent) answer(request, response);
    }, seconds * 1000);
    response.once('close', () => clearTimeout(timer));
    next();
  };
}
