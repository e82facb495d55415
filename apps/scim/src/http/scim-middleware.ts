import type { NextFunction, Request, Response } from 'express';

const SCIM_JSON = 'application/scim+json';
const JSON_ALONE = 'application/json';

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

/** Reads `/Users/1.scim` as `/Users/1`: RFC 7644 §3.8 lets a client ask for the format so, and there is only one. */
export function dropFormatSuffix(request: Request, _response: Response, next: NextFunction): void {
  if (request.url.includes('.scim')) request.url = request.url.replace(/^([^?]+)\.scim(?=\?|$)/, '$1');
  next();
}

/**
 * Every answer, errors too, is JSON (RFC 7644 §3.8), whatever else a client would rather have: the default is what the
 * section wants where nothing acceptable is named, and a 406 would only hide the answer. It is never cached.
 */
export function scimHeaders(request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Content-Type', `${mediaTypeFor(request)}; charset=utf-8`);
  response.setHeader('Cache-Control', 'no-store');
  next();
}

/** `application/json` only for a client that accepts this and not the one of SCIM. */
function mediaTypeFor(request: Request): string {
  const { accept } = request.headers;
  if (accept === undefined || accept.includes(SCIM_JSON) || accept.includes('*/*')) return SCIM_JSON;
  return request.accepts(SCIM_JSON, JSON_ALONE) === JSON_ALONE ? JSON_ALONE : SCIM_JSON;
}
