import { isUtf8 } from 'node:buffer';
import express, { type Request, type Response } from 'express';
import { noteBody } from './request-log/request-trace.js';
import { ScimError } from '#libs/scim-protocol';
import { findRepeatedName } from './find-repeated-name.js';
import { isNestedTooDeeply } from './is-nested-too-deeply.js';

/** Reads the body of a request into `request.body`. */
export type ReadBody = (request: Request, response: Response) => Promise<void>;

/**
 * Reads a JSON body, whatever JSON media type it has or whether it has one; refuses other media types with 415, and with 400
 * what could only be read by guessing.
 */
export function scimBodyReader(maxPayloadBytes: number): ReadBody {
  const parse = express.json({ type: () => true, limit: maxPayloadBytes, verify: checkBytes });
  return async (request, response) => {
    refuseOtherMediaTypes(request);
    await new Promise<void>((resolve, reject) => {
      parse(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
    });
    refuseRepeatedNames(request.body);
  };
}

/** Whether anything follows the headers. */
export function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function refuseOtherMediaTypes({ headers }: Request): void {
  const mediaType = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (!mediaType || mediaType === 'application/json' || mediaType === 'text/json' || mediaType.endsWith('+json'))
    return;
  throw ScimError.unsupportedMediaType(
    `Send the body as "application/scim+json" or "application/json", not as "${mediaType}".`,
  );
}

/** The `type` of the body parser's error for a body that nests too deeply. */
export const NESTED_TOO_DEEPLY = 'nested.too.deeply';

/** RFC 7644 §3.8. Bytes that are no UTF-8 would become U+FFFD, and a name something that nobody has sent. */
function checkBytes(request: object, _response: unknown, body: Buffer, encoding: string): void {
  noteBody(request, body);
  if (encoding !== 'utf-8') return;
  if (!isUtf8(body)) throw new Error('The body is not UTF-8.');
  if (isNestedTooDeeply(body))
    throw Object.assign(new Error('The body nests too deeply.'), { type: NESTED_TOO_DEEPLY });
}

function refuseRepeatedNames(body: unknown): void {
  const name = findRepeatedName(body);
  if (name === undefined) return;
  throw ScimError.invalidSyntax(
    `The body has the name ${JSON.stringify(name)} twice in one object, in different letter case, which is one name (RFC 7643 §2.1).`,
  );
}
