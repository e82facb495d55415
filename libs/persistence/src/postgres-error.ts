const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const UNIQUE_VIOLATION = '23505';

/**
 * Whether this transaction was given up for another's sake and running it again can succeed: a deadlock, a
 * serialization failure, or a login that was taken between looking for its holder and writing it.
 */
export function isRetryable(error: unknown): boolean {
  const code = codeOf(error);
  return code === SERIALIZATION_FAILURE || code === DEADLOCK_DETECTED || isUniqueViolation(error, 'accounts_login');
}

/** Whether the error is a breach of this unique index. */
export function isUniqueViolation(error: unknown, index: string): boolean {
  return codeOf(error) === UNIQUE_VIOLATION && (error as { constraint?: unknown }).constraint === index;
}

/**
 * Whether the database could not be reached or is shutting down (SQLSTATE classes 08, 53 and 57P, or a socket error):
 * nothing was done, and trying again later can succeed.
 */
export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  return (
    /^(?:08|53|57P)/.test(code) ||
    /^(?:ECONN|EPIPE|ETIMEDOUT)/.test(code) ||
    /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect/.test(
      String(error),
    )
  );
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
