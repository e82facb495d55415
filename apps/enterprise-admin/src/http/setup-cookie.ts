import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';

/** Browsers keep a cookie of such a name only when it comes over HTTPS, for this host alone and all its paths (RFC 6265bis §4.1.3.2). */
export const SETUP_COOKIE = '__Host-postern-setup';

/** How long a setup session lasts. */
export const SETUP_SESSION_MS = 5 * 3_600_000;

const attributes: CookieOptions = { secure: true, httpOnly: true, sameSite: 'strict', path: '/' };

/** The secret of the setup session that a request comes with. */
export function setupSecretOf({ headers: { cookie } }: Pick<Request, 'headers'>): string | undefined {
  return cookie === undefined ? undefined : parseCookie(cookie)[SETUP_COOKIE];
}

/** Hands the secret of a setup session to the browser. */
export function setSetupCookie(response: Response, secret: string): void {
  response.cookie(SETUP_COOKIE, secret, { ...attributes, maxAge: SETUP_SESSION_MS });
}

/** Has the browser forget the setup session. */
export function clearSetupCookie(response: Response): void {
  response.clearCookie(SETUP_COOKIE, attributes);
}
