import { HttpException } from '@nestjs/common';
import { isUnavailable, TooManyGroups, UserNameTaken, ValueTaken } from '#libs/persistence';
import { ScimError } from '#libs/scim-protocol';
import { MAX_NESTING } from './is-nested-too-deeply.js';
import { NESTED_TOO_DEEPLY } from './scim-body.js';

/** Where a request was going, for an error that says what to do. */
export interface FailedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly maxPayloadBytes: number;
  readonly requestId: string;
}

/** Anything thrown on the way, as the SCIM error to answer (RFC 7644 §3.12). */
export function toScimError(error: unknown, request: FailedRequest): ScimError {
  if (error instanceof ScimError) return error;
  if (error instanceof UserNameTaken)
    return ScimError.uniqueness('Another user of this connection already has this userName.');
  if (error instanceof TooManyGroups)
    return ScimError.tooMany(`${error.message} Ask for fewer users at once, or with excludedAttributes=groups.`);
  if (error instanceof ValueTaken) return ScimError.uniqueness(error.message);
  if (isUnavailable(error)) {
    return ScimError.unavailable('The service cannot reach its database at the moment. Try again.', {
      cause: error,
      retryAfterSeconds: 5,
    });
  }
  return fromBodyParser(error, request) ?? fromRouter(error, request) ?? unexpected(error, request);
}

/** The errors of Express' body parser carry a `type`; Nest wraps them and keeps them as the cause. */
function fromBodyParser(thrown: unknown, { maxPayloadBytes }: FailedRequest): ScimError | undefined {
  const error: unknown = thrown instanceof HttpException ? thrown.cause : thrown;
  const { type, errno } = (error ?? {}) as { readonly type?: unknown; readonly errno?: unknown };
  // Those of zlib pass through the body parser as they are.
  if (typeof errno === 'number' && hasStatus400(error)) {
    return ScimError.invalidSyntax('The request body is not compressed as its Content-Encoding says.', {
      cause: error,
    });
  }
  switch (type) {
    case 'entity.parse.failed':
      return ScimError.invalidSyntax('The request body is not a JSON object. Send UTF-8 JSON.', { cause: error });
    case 'entity.verify.failed':
      return ScimError.invalidSyntax(
        'The request body is not UTF-8, though its Content-Type names no other encoding.',
        {
          cause: error,
        },
      );
    case NESTED_TOO_DEEPLY:
      return ScimError.invalidSyntax(`The request body nests deeper than ${MAX_NESTING} levels.`, { cause: error });
    case 'entity.too.large':
      // RFC 7644 §3.7.4 wants the limit named, as it is published.
      return ScimError.payloadTooLarge(
        `The request body is larger than ${maxPayloadBytes} bytes (maxPayloadSize). Send less at once.`,
        { cause: error },
      );
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return ScimError.unsupportedMediaType('Send the body in UTF-8, uncompressed or with gzip, deflate or br.', {
        cause: error,
      });
    case 'request.aborted':
    case 'request.size.invalid':
    case 'stream.encoding.set':
      return ScimError.invalidSyntax('The request body ended before it was complete.', { cause: error });
    default:
      return undefined;
  }
}

/** A version other than 2 where the base URL of a connection has its own. */
const OTHER_VERSION = /^\/scim\/[^/]+\/v(?!2(?:\/|$))\d/i;

/** What Nest and Express raise themselves: unknown routes and URLs that cannot be decoded. */
function fromRouter(error: unknown, { method, path }: FailedRequest): ScimError | undefined {
  const status = error instanceof HttpException ? error.getStatus() : (error as { status?: unknown } | null)?.status;
  if (status === 404) {
    if (OTHER_VERSION.test(path))
      return ScimError.invalidVers('Only version 2 of SCIM is served: the base URL of a connection ends in /v2.');
    return ScimError.notFound(
      `There is no SCIM endpoint at ${method} ${path}. The base URL of a connection ends in /v2, followed by /Users, /Groups, /Bulk, /.search, /Schemas, /ResourceTypes or /ServiceProviderConfig.`,
    );
  }
  if (status === 400 || error instanceof URIError) {
    return ScimError.invalidSyntax('The request URL cannot be decoded. Percent-encode it as UTF-8.', { cause: error });
  }
  return undefined;
}

function hasStatus400(error: unknown): boolean {
  return (error as { status?: unknown }).status === 400;
}

function unexpected(error: unknown, { requestId }: FailedRequest): ScimError {
  return ScimError.internal(
    `The service failed. Try again, and name request ${requestId} to its operator if it happens again.`,
    { cause: error },
  );
}
