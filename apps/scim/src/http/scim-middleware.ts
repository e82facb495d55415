import type { NextFunction, Request, Response } from 'express';

/**
 * Reads `//Users` as `/Users`: JumpCloud and others append to a base URL that ends in a slash. Rewritten and never
 * redirected, because a redirect loses the method or the token. `%2F` is left alone.
 */
export function collapseSlashes(request: Request, _response: Response, next: NextFunction): void {
  if (request.url.includes('//')) {
    const [path = '', ...query] = request.url.split('?');
    request.url = [path.replaceAll(/\/{2,}/g, '/'), ...query].join('?');
  }
  next();
}

/** Every answer, errors too, is `application/scim+json` (RFC 7644 §3.8), and never cached. */
export function scimHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.set({ 'Content-Type': 'application/scim+json; charset=utf-8', 'Cache-Control': 'no-store' });
  next();
}
