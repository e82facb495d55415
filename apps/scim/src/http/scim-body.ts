import express, { type Request, type Response } from 'express';
import { ScimError } from '#libs/scim-protocol';

/** Reads the body of a request into `request.body`. */
export type ReadBody = (request: Request, response: Response) => Promise<void>;

/** Reads a JSON body, whatever JSON media type it has or whether it has one; refuses other media types with 415. */
export function scimBodyReader(maxPayloadBytes: number): ReadBody {
  const parse = express.json({ type: () => true, limit: maxPayloadBytes });
  return async (request, response) => {
    refuseOtherMediaTypes(request);
    await new Promise<void>((resolve, reject) => {
      parse(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
    });
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
