import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import type { SignInProtocol } from '#libs/persistence';
import { isHandle, newBrowserSecret } from '#libs/sign-in';
import { Secret } from '#libs/tokens';
import type { SsoSettings } from './sso-settings.js';

/** As long as somebody may take at the identity provider. */
const MAX_AGE_MS = 15 * 60_000;

/** A browser keeps a cookie with the prefix only when it comes over HTTPS, for this host alone (RFC 6265bis §4.1.3.2). */
function nameOf(protocol: SignInProtocol, { isSecure }: SsoSettings): string {
  return `${isSecure ? '__Host-' : ''}postern-sign-in-${protocol}`;
}

/** An assertion comes as a POST from another site, with which a browser sends no cookie that is not meant for that. */
function attributesOf(protocol: SignInProtocol, { isSecure }: SsoSettings): CookieOptions {
  const sameSite = protocol === 'saml' && isSecure ? 'none' : 'lax';
  return { secure: isSecure, httpOnly: true, sameSite, path: '/' };
}

/** What binds the sign-ins of a browser to it, as it was sent: anything, or nothing. */
export function browserSecretOf(
  { headers: { cookie } }: Pick<Request, 'headers'>,
  protocol: SignInProtocol,
  settings: SsoSettings,
): string | undefined {
  return cookie === undefined ? undefined : parseCookie(cookie)[nameOf(protocol, settings)];
}

/** Binds the sign-ins of a browser to it; several may be under way. Gives what they are bound with. */
export function bindBrowser(
  request: Pick<Request, 'headers'>,
  response: Response,
  protocol: SignInProtocol,
  settings: SsoSettings,
): Secret {
  const sent = browserSecretOf(request, protocol, settings);
  const secret = isHandle(sent) ? new Secret(sent) : newBrowserSecret();
  const attributes = { ...attributesOf(protocol, settings), maxAge: MAX_AGE_MS };
  response.cookie(nameOf(protocol, settings), secret.reveal(), attributes);
  return secret;
}
