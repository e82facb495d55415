import { isUtf8 } from 'node:buffer';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { AdminProblem } from './admin-problem.js';

/** Administration sends names and certificates. */
export const MAX_BODY_BYTES = 262_144;

/** Deeper than any request has reason to be; the stack of who walks through it is not endless. */
const MAX_DEPTH = 32;
/** Who makes objects of classes takes these for something else than members. */
const FOREIGN_NAMES = ['__proto__', 'constructor'];

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
  if (body !== undefined && !isObject) next(AdminProblem.malformedBody('The body is not a JSON object.'));
  else next(isPlain(body, MAX_DEPTH) ? undefined : AdminProblem.malformedBody(NOT_PLAIN));
}

const NOT_PLAIN = `The body is nested deeper than ${MAX_DEPTH} levels, or has a member called ${FOREIGN_NAMES.join(' or ')}.`;

function isPlain(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return Object.entries(value).every(([name, member]) => !FOREIGN_NAMES.includes(name) && isPlain(member, depth - 1));
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Bytes that are no UTF-8 would become U+FFFD, and a name something that nobody has sent. */
function checkEncoding(_request: unknown, _response: unknown, body: Buffer, encoding: string): void {
  if (encoding === 'utf-8' && !isUtf8(body)) throw new Error('The body is not UTF-8.');
}
