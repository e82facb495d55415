import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ScimError } from '#libs/scim-protocol';
import { noteFailure } from './request-log/request-trace.js';
import { ScimSettings } from './scim-settings.js';
import { toScimError } from './to-scim-error.js';

const RETRY_LATE_AFTER_SECONDS = 30;

/** Every error of this service leaves through here, as a SCIM Error message (RFC 7644 §3.12). */
@Catch()
export class ScimErrorFilter implements ExceptionFilter {
  constructor(private readonly settings: ScimSettings) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(thrown, http.getRequest<Request>(), http.getResponse<Response>());
  }

  /** Answers a request with what was thrown on its way, unless it has been answered already ({@link answerLate}). */
  answer(thrown: unknown, request: Request, response: Response): void {
    if (response.writableEnded) return;
    const error = toScimError(thrown, {
      method: request.method,
      path: request.originalUrl.split('?')[0] ?? '',
      maxPayloadBytes: this.settings.maxPayloadBytes,
      requestId: typeof request.id === 'string' ? request.id : '',
    });
    noteFailure(request, error);
    if (error.status === 500 || error.status === 503) request.log.error({ err: error.cause ?? error }, error.message);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.status(error.status).set(headersOf(error, request)).json(error);
  }

  /** Answers a request that took too long; what comes of it later is not told. */
  answerLate(request: Request, response: Response): void {
    const detail = `The request took longer than ${this.settings.requestTimeoutSeconds} seconds. Part of it may have been done; send it again.`;
    this.answer(ScimError.unavailable(detail, { retryAfterSeconds: RETRY_LATE_AFTER_SECONDS }), request, response);
  }
}

function headersOf({ status, allow, retryAfterSeconds }: ScimError, request: Request): Record<string, string> {
  return {
    ...(status === 401 && { 'WWW-Authenticate': challenge(request.headers.authorization) }),
    ...(allow && { Allow: allow.join(', ') }),
    ...(retryAfterSeconds !== undefined && { 'Retry-After': String(retryAfterSeconds) }),
  };
}

/** RFC 6750 §3: an error code only when a credential was presented. */
function challenge(authorization: string | undefined): string {
  return `Bearer realm="SCIM"${authorization === undefined ? '' : ', error="invalid_token"'}`;
}
