const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const UNIQUE_VIOLATION = '23505';
const LOCK_NOT_AVAILABLE = '55P03';
const CHECK_VIOLATION = '23514';

/**
 * Whether this transaction was given up for another's sake and running it again can succeed: a deadlock, a
 * serialization failure, or a login that was taken between looking for its holder and writing it.
 */
export function isRetryable(error: unknown): boolean {
  const code = codeOf(error);
  return code === SERIALIZATION_FAILURE || code === DEADLOCK_DETECTED || isUniqueViolation(error, 'accounts_login');
}

/** Whether a lock was not to be had in the time there was. */
export function isLockTimeout(error: unknown): boolean {
  return codeOf(error) === LOCK_NOT_AVAILABLE;
}

/** Whether the error is a breach of this unique index. */
export function isUniqueViolation(error: unknown, index: string): boolean {
  return codeOf(error) === UNIQUE_VIOLATION && (error as { constraint?: unknown }).constraint === index;
}

/** Whether a row has no partition to go to; the breach of a constraint would name it. */
export function isMissingPartition(error: unknown): boolean {
  return codeOf(error) === CHECK_VIOLATION && (error as { constraint?: unknown }).constraint === undefined;
}

/**
 * Whether the database could not be reached, is shutting down, did not get to the statement in time (SQLSTATE classes 08, 53
 * and 57P, a lock or statement timeout, a standby, or a socket error), or gave way to others each time: trying again later can
 * succeed.
 */
export function isUnavailable(error: unknown): boolean {
  return (
    isRetryable(error) ||
    isSocketMissing(error) ||
    /^(?:08|53|57P|57014|55P03|25P03|25006|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)/.test(
      codeOf(error),
    ) ||
    /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout/.test(
      String(error),
    )
  );
}

/** Whether PostgreSQL does not let us in: a wrong user, password or database name. */
export function isRefused(error: unknown): boolean {
  return /^(?:28|3D000)/.test(codeOf(error));
}

/** A Unix socket is gone as long as its server is not running. */
function isSocketMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' && (error as { syscall?: unknown }).syscall === 'connect';
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
