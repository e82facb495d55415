import { type SignInErrorCode, signInErrors } from './sign-in-error-code.js';

/** A sign-in that is refused. `message` is all that a browser may see; `code` and `reason` are for the sign-in trace. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  readonly status = 403;
  /** In words, for the administrator; it repeats nothing of what was posted. */
  readonly reason: string;

  private constructor(
    readonly code: SignInErrorCode,
    cause: unknown,
  ) {
    super('Sign-in failed', { cause });
    this.reason = signInErrors[code];
  }

  /** The error of a code; `cause` is private. */
  static of(code: SignInErrorCode, cause?: unknown): SignInError {
    return new SignInError(code, cause);
  }
}
