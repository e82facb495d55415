import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { AdminProblem } from './admin-problem.js';
import { allowedMethods } from './allowed-methods.js';
import { requestIdOf } from './request-id.js';
import { toAdminProblem } from './to-admin-problem.js';

/** Every error of this service leaves through here, as a problem (RFC 9457). */
@Catch()
export class AdminProblemFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const path = request.originalUrl.split('?')[0] ?? '';
    const requestId = requestIdOf(request);
    const problem = toAdminProblem(thrown, {
      method: request.method,
      path,
      requestId,
      allowedMethods: allowedMethods(request),
    });
    if (problem.status === 500 || problem.status === 503)
      request.log.error({ err: problem.cause ?? problem }, problem.message);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response
      .status(problem.status)
      .set({ 'Content-Type': 'application/problem+json', ...headersOf(problem, request) })
      .json(problem.toDocument({ instance: path, requestId }));
  }
}

function headersOf({ status, allow, retryAfterSeconds }: AdminProblem, request: Request): Record<string, string> {
  // RFC 6750 §3: an error code only when a credential was presented.
  const challenge = `Bearer realm="Postern administration"${request.headers.authorization === undefined ? '' : ', error="invalid_token"'}`;
  return {
    ...(status === 401 && { 'WWW-Authenticate': challenge }),
    ...(allow && { Allow: allow.join(', ') }),
    ...(retryAfterSeconds !== undefined && { 'Retry-After': String(retryAfterSeconds) }),
  };
}
