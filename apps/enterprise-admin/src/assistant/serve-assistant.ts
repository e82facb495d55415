import { extname } from 'node:path';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { BuiltAssistant } from './built-assistant.js';

/** No script, style or picture but the built ones; no page may frame it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const securityHeaders = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Names under `assets/` hold a hash of what is in the file. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';

/** Where the built assistant lies, and where browsers find it. */
export interface AssistantPlace {
  readonly directory: string;
  /** Its path as browsers see it; with a trailing slash. */
  readonly baseHref: string;
}

/** Serves the files of the setup assistant, and its page for every path that the page itself makes sense of. */
export function serveAssistant({ directory, baseHref }: AssistantPlace): RequestHandler {
  const assistant = BuiltAssistant.open(directory, baseHref);
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.status(405).set('Allow', 'GET, HEAD').end();
      return;
    }
    response.set(securityHeaders);
    const name = request.path.slice(1);
    if (assistant.has(name)) sendFile({ request, response, next }, { directory, name, assistant });
    else if (extname(name) !== '' || assistant.page === undefined) sendNothing(response, assistant);
    else response.set('Cache-Control', ASK_AGAIN).type('html').send(assistant.page);
  };
}

function sendFile(
  { request, response, next }: { readonly request: Request; readonly response: Response; readonly next: NextFunction },
  {
    directory,
    name,
    assistant,
  }: { readonly directory: string; readonly name: string; readonly assistant: BuiltAssistant },
): void {
  response.set('Cache-Control', name.startsWith('assets/') ? FOR_EVER : ASK_AGAIN).vary('Accept-Encoding');
  const isCompressed = assistant.hasGzip(name) && request.acceptsEncodings('gzip') === 'gzip';
  if (isCompressed) response.type(extname(name)).set('Content-Encoding', 'gzip');
  response.sendFile(isCompressed ? `${name}.gz` : name, { root: directory, cacheControl: false }, error => {
    if (error !== undefined) next(error);
  });
}

function sendNothing(response: Response, { page }: BuiltAssistant): void {
  const text = page === undefined ? 'The setup assistant was not built. Run: npm run build' : 'There is no such file.';
  response.status(404).set('Cache-Control', 'no-store').type('text').send(`${text}\n`);
}
