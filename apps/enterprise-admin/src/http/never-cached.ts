import type { NextFunction, Request, Response } from 'express';

/** Every answer is for the one who asked. */
export function neverCached(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  next();
}
