import express, { type Request, type Response } from 'express';
import { OAuthError } from './oauth-error.js';

/** The parameters of a request; one without a value is not there (RFC 6749 §3.2). */
export type TokenForm = ReadonlyMap<string, string>;

/** An assertion takes a few thousand bytes. */
export const MAX_FORM_BYTES = 65_536;

const FORM = 'application/x-www-form-urlencoded';
const parse = express.text({ type: () => true, limit: MAX_FORM_BYTES });

/**
 * Reads a form (RFC 6749 appendix B), also one that has no media type.
 * @throws OAuthError `invalid_request`
 */
export async function readTokenForm(request: Request, response: Response): Promise<TokenForm> {
  const mediaType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (mediaType && mediaType !== FORM) throw OAuthError.invalidRequest(`Send the parameters as ${FORM}.`);
  await new Promise<void>((resolve, reject) => {
    parse(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
  });
  return toForm(typeof request.body === 'string' ? request.body : '');
}

/** @throws OAuthError `invalid_request` when a parameter is there twice (RFC 6749 §3.2) */
function toForm(body: string): TokenForm {
  const given = [...new URLSearchParams(body)].filter(([, value]) => value !== '');
  const form = new Map(given);
  if (form.size < given.length) throw OAuthError.invalidRequest('A parameter is there twice.');
  return form;
}
