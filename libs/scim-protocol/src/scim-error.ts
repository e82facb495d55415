import { toScimErrorMessage } from './messages/scim-error-message.js';
import type { ScimErrorMessage } from './messages/scim-error-message.js';
import { SCIM_ERROR_CODES } from './scim-error-code.js';
import type { ScimErrorCode } from './scim-error-code.js';

/** What may accompany an error: the private cause (logged, never sent) and the data of two response headers. */
export interface ScimErrorOptions {
  /** The underlying error, for the log only. */
  readonly cause?: unknown;
  /** Becomes the `Retry-After` header of a 429 or 503. */
  readonly retryAfterSeconds?: number;
  /** Becomes the `Allow` header of a 405. */
  readonly allow?: readonly string[];
}

/**
 * An error of the SCIM protocol, ready to be sent (RFC 7644 §3.12); its `message` is the public `detail`.
 *
 * Made only by its named factories, so that a status and a `scimType` cannot disagree.
 *
 * @example
 * throw ScimError.noTarget('No value of "emails" matches the filter.');
 */
export class ScimError extends Error {
  override readonly name = 'ScimError';
  /** Stable and machine readable, one per factory. */
  readonly code: ScimErrorCode;
  readonly status: number;
  /** Absent where RFC 7644 Table 9 has no word for the problem. */
  readonly scimType?: string;
  readonly retryAfterSeconds?: number;
  readonly allow?: readonly string[];

  private constructor(code: ScimErrorCode, detail: string, options: ScimErrorOptions = {}) {
    super(detail, 'cause' in options ? { cause: options.cause } : {});
    const { status, scimType } = SCIM_ERROR_CODES[code];
    this.code = code;
    this.status = status;
    if (scimType !== undefined) this.scimType = scimType;
    if (options.retryAfterSeconds !== undefined) this.retryAfterSeconds = options.retryAfterSeconds;
    if (options.allow !== undefined) this.allow = options.allow;
  }

  /** 400: the filter is malformed or cannot be evaluated (RFC 7644 Table 9). */
  static invalidFilter(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('invalidFilter', detail, options);
  }

  /** 400: the query would yield too many results (RFC 7644 Table 9). */
  static tooMany(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('tooMany', detail, options);
  }

  /** 409: another resource already has this value (RFC 7644 §3.3). */
  static uniqueness(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('uniqueness', detail, options);
  }

  /** 400: the attribute may not be changed this way (RFC 7644 Table 9). */
  static mutability(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('mutability', detail, options);
  }

  /** 400: the body does not have the expected structure (RFC 7644 Table 9). */
  static invalidSyntax(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('invalidSyntax', detail, options);
  }

  /** 400: the PATCH path is malformed or unknown (RFC 7644 Table 9). */
  static invalidPath(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('invalidPath', detail, options);
  }

  /** 400: the PATCH path selects nothing (RFC 7644 Table 9). */
  static noTarget(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('noTarget', detail, options);
  }

  /** 400: a value is missing or does not suit its attribute or parameter (RFC 7644 Table 9). */
  static invalidValue(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('invalidValue', detail, options);
  }

  /** 400: the protocol version is not supported (RFC 7644 Table 9). */
  static invalidVers(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('invalidVers', detail, options);
  }

  /** 400: the cursor is not one that was given for this query (RFC 9865 §2.1). */
  static invalidCursor(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('invalidCursor', detail, options);
  }

  /** 400: the cursor is too old (RFC 9865 §2.1). */
  static expiredCursor(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('expiredCursor', detail, options);
  }

  /** 400: the count does not suit the cursor (RFC 9865 §2.1). */
  static invalidCount(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('invalidCount', detail, options);
  }

  /** 403: the request puts personal information into a URL (RFC 7644 §7.5.2). */
  static sensitive(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('sensitive', detail, options);
  }

  /** 401: no valid credential (RFC 7644 Table 8). */
  static unauthorized(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('unauthorized', detail, options);
  }

  /** 403: the credential does not permit the operation (RFC 7644 Table 8). */
  static forbidden(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('forbidden', detail, options);
  }

  /** 404: no such resource or endpoint (RFC 7644 Table 8). */
  static notFound(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('notFound', detail, options);
  }

  /** 405: the endpoint has no such method; name the others in `allow` (RFC 9110 §15.5.6). */
  static methodNotAllowed(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('methodNotAllowed', detail, options);
  }

  /** 406: no acceptable media type (RFC 9110 §15.5.7). */
  static notAcceptable(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('notAcceptable', detail, options);
  }

  /** 409: the state of the resource does not permit the operation (RFC 7644 Table 8). */
  static conflict(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('conflict', detail, options);
  }

  /** 412: the resource has changed since (RFC 7644 Table 8). */
  static preconditionFailed(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('preconditionFailed', detail, options);
  }

  /** 413: a published limit is exceeded (RFC 7644 Table 8). */
  static payloadTooLarge(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('payloadTooLarge', detail, options);
  }

  /** 414: the URL is too long (RFC 9110 §15.5.15). */
  static uriTooLong(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('uriTooLong', detail, options);
  }

  /** 415: the media type of the body is not supported (RFC 9110 §15.5.16). */
  static unsupportedMediaType(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('unsupportedMediaType', detail, options);
  }

  /** 429: the rate limit is reached; say when to retry in `retryAfterSeconds` (RFC 6585 §4). */
  static tooManyRequests(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('tooManyRequests', detail, options);
  }

  /** 501: the operation is not supported (RFC 7644 Table 8). */
  static notImplemented(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('notImplemented', detail, options);
  }

  /** 503: not now; say when to retry in `retryAfterSeconds` (RFC 9110 §15.6.4). */
  static unavailable(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('unavailable', detail, options);
  }

  /** 500: the service provider failed; never put internals into the detail (RFC 7644 Table 8). */
  static internal(detail: string, options?: ScimErrorOptions): ScimError {
    return new ScimError('internal', detail, options);
  }

  /** The Error message of RFC 7644 §3.12, so that `JSON.stringify(error)` is the response body. */
  toJSON(): ScimErrorMessage {
    return toScimErrorMessage(this);
  }
}
