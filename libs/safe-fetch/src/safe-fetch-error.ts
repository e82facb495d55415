/** Why nothing was fetched. */
export type SafeFetchErrorCode =
  /** The URL is none, has a user name in it, or a scheme or port that is not called. */
  | 'url_refused'
  /** The host is, or has, an address that is not public. */
  | 'address_refused'
  /** The name has no address. */
  | 'unresolved'
  /** No connection, a certificate that is not trusted, or an answer that breaks off. */
  | 'unreachable'
  /** The answer leads somewhere else. */
  | 'redirected'
  | 'too_large'
  | 'timed_out'
  /** The body is not encoded as it says. */
  | 'unreadable';

/** A URL that somebody named could not be fetched. The message says why, and nothing of what was answered. */
export class SafeFetchError extends Error {
  override readonly name = 'SafeFetchError';

  constructor(
    readonly code: SafeFetchErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
