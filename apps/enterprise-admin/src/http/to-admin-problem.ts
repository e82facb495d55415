import { HttpException } from '@nestjs/common';
import {
  isUnavailable,
  DomainTaken,
  KeyTaken,
  LoginTaken,
  SecretInAuditEvent,
  TooManyActiveSecrets,
  TooManyActiveTokens,
} from '#libs/persistence';
import { AdminProblem } from './admin-problem.js';
import { DomainProblem } from './domain-problem.js';
import { MAX_BODY_BYTES } from './json-body.js';

/** Where a request was going. */
export interface FailedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly requestId: string;
  /** The methods that the path has, when it has any. */
  readonly allowedMethods: readonly string[];
}

/** Anything thrown on the way, as the problem to answer. */
export function toAdminProblem(error: unknown, request: FailedRequest): AdminProblem {
  if (error instanceof AdminProblem) return error;
  if (error instanceof TooManyActiveTokens || error instanceof TooManyActiveSecrets)
    return AdminProblem.tooManyActiveTokens(error.message);
  if (error instanceof SecretInAuditEvent) {
    const detail =
      'A value of the body looks like a secret. Names are kept in the audit log, so no secret may be in one.';
    return AdminProblem.invalidRequest([{ pointer: '', detail }]);
  }
  if (isUnavailable(error)) return AdminProblem.unavailable(error);
  return (
    fromTaken(error) ??
    fromBodyParser(error) ??
    fromRouter(error, request) ??
    AdminProblem.internal(request.requestId, error)
  );
}

function fromTaken(error: unknown): AdminProblem | undefined {
  if (error instanceof DomainTaken) return DomainProblem.taken(error.domain);
  if (error instanceof KeyTaken) return AdminProblem.keyTaken(error.key);
  return error instanceof LoginTaken ? AdminProblem.loginTaken(error.login) : undefined;
}

/** The errors of Express' body parser carry a `type`; those of zlib pass through it as they are. */
function fromBodyParser(thrown: unknown): AdminProblem | undefined {
  const error: unknown = thrown instanceof HttpException ? thrown.cause : thrown;
  const { type, errno, status } = (error ?? {}) as Readonly<Record<'type' | 'errno' | 'status', unknown>>;
  if (typeof errno === 'number' && status === 400)
    return AdminProblem.malformedBody('The body is not compressed as its Content-Encoding says.', error);
  switch (type) {
    case 'entity.parse.failed':
      return AdminProblem.malformedBody('The body is not JSON.', error);
    case 'entity.verify.failed':
      return AdminProblem.malformedBody('The body is not UTF-8.', error);
    case 'entity.too.large':
      return AdminProblem.bodyTooLarge(MAX_BODY_BYTES, error);
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return AdminProblem.unsupportedMediaType(error);
    case 'request.aborted':
    case 'request.size.invalid':
    case 'stream.encoding.set':
      return AdminProblem.malformedBody('The body ended before it was complete.', error);
    default:
      return undefined;
  }
}

/** What Nest and Express raise themselves: unknown routes and URLs that cannot be decoded. */
function fromRouter(error: unknown, { method, path, allowedMethods }: FailedRequest): AdminProblem | undefined {
  const status = error instanceof HttpException ? error.getStatus() : (error as { status?: unknown } | null)?.status;
  if (status === 404)
    return allowedMethods.length > 0
      ? AdminProblem.methodNotAllowed(allowedMethods)
      : AdminProblem.unknownRoute(method, path);
  return status === 400 || error instanceof URIError ? AdminProblem.malformedUrl(error) : undefined;
}
