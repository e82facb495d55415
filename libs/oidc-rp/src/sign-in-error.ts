import { type OidcSignInErrorCode, oidcSignInErrors } from './sign-in-error-code.js';

const MAX_SAID = 500;

/** A sign-in that is refused. `message` is all that a browser may see; all else is for the sign-in trace. */
export class OidcSignInError extends Error {
  override readonly name = 'OidcSignInError';
  readonly status = 403;
  /** In words, for the administrator. */
  readonly reason: string;
  /** What the OpenID provider said of it itself; null when it said nothing. Anybody may have written it. */
  readonly said: string | null;

  private constructor(
    readonly code: OidcSignInErrorCode,
    { cause, said }: { readonly cause?: unknown; readonly said?: string | undefined },
  ) {
    super('Sign-in failed', { cause });
    this.reason = oidcSignInErrors[code];
    this.said = said === undefined ? null : oneLine(said);
  }

  /** The error of a code; `cause` is private. */
  static of(code: OidcSignInErrorCode, cause?: unknown): OidcSignInError {
    return new OidcSignInError(code, { cause });
  }

  /** The error of a code, with the words of the OpenID provider. */
  static said(code: OidcSignInErrorCode, said: string, cause?: unknown): OidcSignInError {
    return new OidcSignInError(code, { said, cause });
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, MAX_SAID);
}
