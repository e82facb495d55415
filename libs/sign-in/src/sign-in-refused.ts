import type { SignInAttemptId } from '#libs/persistence';
import { sentenceOfCode, type SignInCode } from './sign-in-code.js';

/** A sign-in that was refused, and is in the trace. `message` and `reference` are all that a browser may see. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
  readonly status = 403;

  constructor(
    readonly code: SignInCode,
    /** The id of the attempt, by which an administrator finds the cause. */
    readonly reference: SignInAttemptId,
  ) {
    super('Sign-in failed');
  }

  /** In words, for the administrator. */
  get reason(): string {
    return sentenceOfCode(this.code);
  }
}
