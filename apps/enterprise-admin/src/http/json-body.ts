import { isUtf8 } from 'node:buffer';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { AdminProblem } from './admin-problem.js';

/** Administration sends names and certificates. */
export const MAX_BODY_BYTES = 262_144;

const parse = express.json({ type: () => true, strict: false, limit: MAX_BODY_BYTES, verify: checkEncoding });

/** Middleware that reads a JSON object into `request.body`; other media types are refused, and other JSON. */
export const jsonBody: readonly RequestHandler[] = [refuseOtherMediaTypes, parse, refuseOtherJson];

function refuseOtherMediaTypes(request: Request, _response: Response, next: NextFunction): void {
  const mediaType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const isJson = !mediaType || mediaType === 'application/json' || mediaType.endsWith('+json');
  next(isJson || !hasBody(request) ? undefined : AdminProblem.unsupportedMediaType());
}

function refuseOtherJson(request: Request, _response: Response, next: NextFunction): void {
  const body: unknown = request.body;
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  next(body === undefined || isObject ? undefined : AdminProblem.malformedBody('The body is not a JSON object.'));
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Bytes that are no UTF-8 would become U+FFFD, and a name something that nobody has sent. */
function checkEncoding(_request: unknown, _response: unknown, body: Buffer, encoding: string): void {
  if (encoding === 'utf-8' && !isUtf8(body)) throw new Error('The body is not UTF-8.');
}
