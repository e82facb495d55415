import type { Request } from 'express';

/** The id that the request has in the log and in the answer's `X-Request-Id`. */
export function requestIdOf({ id }: Request): string {
  return typeof id === 'string' ? id : '';
}
