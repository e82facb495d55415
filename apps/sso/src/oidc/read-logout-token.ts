import express, { type Request, type Response } from 'express';

/** More than a logout token may have. */
const MAX_FORM_BYTES = 160 * 1024;
const parse = express.text({ type: 'application/x-www-form-urlencoded', limit: MAX_FORM_BYTES });

/** The logout token of a form (Back-Channel Logout §2.5); empty when there is none, or more than one. */
export async function readLogoutToken(request: Request, response: Response): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    parse(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
  });
  const tokens = new URLSearchParams(typeof request.body === 'string' ? request.body : '').getAll('logout_token');
  return tokens.length === 1 ? (tokens[0] ?? '') : '';
}
