/** The `error` codes of RFC 6749 §5.2; the last two are those of §4.1.2.1, for what §5.2 has no code. */
type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'temporarily_unavailable'
  | 'server_error';

/** An error of the token endpoint (RFC 6749 §5.2). The message is told as `error_description`: ASCII, no quotes, no backslash. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';

  private constructor(
    readonly status: number,
    readonly code: OAuthErrorCode,
    description: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(description);
  }

  /** What is answered. */
  toJSON(): object {
    return { error: this.code, error_description: this.message };
  }

  static invalidRequest(description: string, status: 400 | 413 = 400): OAuthError {
    return new OAuthError(status, 'invalid_request', description);
  }

  static methodNotAllowed(): OAuthError {
    return new OAuthError(405, 'invalid_request', 'Send the request as POST (RFC 6749, section 3.2).', {
      Allow: 'POST',
    });
  }

  /** The same whatever is wrong, so that nobody learns which connections and clients there are. */
  static invalidClient(): OAuthError {
    return new OAuthError(
      401,
      'invalid_client',
      'The client is unknown for this connection, or its secret or assertion is not valid. The log of the service says which.',
      { 'WWW-Authenticate': 'Basic realm="SCIM"' },
    );
  }

  static unsupportedGrantType(): OAuthError {
    return new OAuthError(400, 'unsupported_grant_type', 'The only grant type is client_credentials.');
  }

  static invalidScope(description: string): OAuthError {
    return new OAuthError(400, 'invalid_scope', description);
  }

  static unavailable(status: 429 | 503, retryAfterSeconds: number): OAuthError {
    return new OAuthError(status, 'temporarily_unavailable', 'Try again after the number of seconds in Retry-After.', {
      'Retry-After': String(retryAfterSeconds),
    });
  }

  static internal(requestId: string): OAuthError {
    return new OAuthError(
      500,
      'server_error',
      `The service failed. Name request ${requestId} to its operator if it happens again.`,
    );
  }
}
