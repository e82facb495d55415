import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { ScimError } from '#libs/scim-protocol';
import { toScimError } from '../http/to-scim-error.js';
import { OAuthError } from './oauth-error.js';
import { MAX_FORM_BYTES } from './token-form.js';

const RETRY_AFTER_SECONDS = 5;

/** Every error of the token endpoint, as RFC 6749 §5.2 has it. */
@Catch()
export class OAuthErrorFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    if (response.headersSent) return;
    const error = thrown instanceof OAuthError ? thrown : toOAuthError(thrown, request);
    response
      .status(error.status)
      .set({ ...error.headers, 'Content-Type': 'application/json; charset=utf-8' })
      .json(error);
  }
}

function toOAuthError(thrown: unknown, request: Request): OAuthError {
  const requestId = typeof request.id === 'string' ? request.id : '';
  const path = request.originalUrl.split('?')[0] ?? '';
  const error = toScimError(thrown, { method: request.method, path, maxPayloadBytes: MAX_FORM_BYTES, requestId });
  if (error.status >= 500) request.log.error({ err: error.cause ?? error }, error.message);
  return withStatusOf(error, requestId);
}

function withStatusOf({ status, retryAfterSeconds = RETRY_AFTER_SECONDS }: ScimError, requestId: string): OAuthError {
  if (status === 503) return OAuthError.unavailable(status, retryAfterSeconds);
  if (status >= 500) return OAuthError.internal(requestId);
  if (status === 413) return OAuthError.invalidRequest(`The body is larger than ${MAX_FORM_BYTES} bytes.`, 413);
  return OAuthError.invalidRequest('The request cannot be read. Send a form in UTF-8.');
}
