import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import type { SsoSettings } from './sso-settings.js';

const MAX_AGE_MS = 15 * 60_000;

/** Where a browser goes that comes back from the logout at its identity provider: a place that was checked before. */
export function returnCookieOf({ isSecure }: SsoSettings): {
  readonly name: string;
  readonly attributes: CookieOptions;
} {
  return {
    name: `${isSecure ? '__Host-' : ''}postern-signed-out`,
    attributes: { secure: isSecure, httpOnly: true, sameSite: 'lax', path: '/', maxAge: MAX_AGE_MS },
  };
}

/** Takes it from the browser; undefined when it holds none. */
export function takeReturn(request: Request, response: Response, settings: SsoSettings): string | undefined {
  const { name, attributes } = returnCookieOf(settings);
  const { cookie } = request.headers;
  const url = cookie === undefined ? undefined : parseCookie(cookie)[name];
  if (url === undefined || !URL.canParse(url)) return undefined;
  response.clearCookie(name, { ...attributes, maxAge: undefined });
  return url;
}
