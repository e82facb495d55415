import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { ScimError } from '#libs/scim-protocol';

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

/** Reads a JSON body, whatever JSON media type it has or whether it has one; refuses other media types with 415. */
export function scimBody(maxPayloadBytes: number): RequestHandler[] {
  return [refuseOtherMediaTypes, express.json({ type: () => true, limit: maxPayloadBytes })];
}

function refuseOtherMediaTypes(request: Request, _response: Response, next: NextFunction): void {
  const mediaType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (
    !mediaType ||
    !hasBody(request) ||
    mediaType === 'application/json' ||
    mediaType === 'text/json' ||
    mediaType.endsWith('+json')
  )
    return next();
  next(
    ScimError.unsupportedMediaType(
      `Send the body as "application/scim+json" or "application/json", not as "${mediaType}".`,
    ),
  );
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
