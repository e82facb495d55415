import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { networkOf, RequestRate } from '#libs/service-kit';
import { SsoProblem } from './sso-problem.js';

const MINUTE = 60;

/** Refuses the requests of a remote address that sends more than so many a minute; each is counted by each process. */
export function limitRequests(requestsPerMinute: number): RequestHandler {
  const rate = new RequestRate({ requestsPerSecond: requestsPerMinute / MINUTE, requestBurst: requestsPerMinute });
  return async (request: Request, _response: Response, next: NextFunction): Promise<void> => {
    const wait = await rate.count(networkOf(request.ip));
    if (wait !== undefined) throw SsoProblem.tooMany(wait);
    next();
  };
}
