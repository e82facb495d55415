import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AdminProblem } from './admin-problem.js';
import { allowedMethods } from './allowed-methods.js';
import { requestIdOf } from './request-id.js';
import { toAdminProblem } from './to-admin-problem.js';

/** Every error of this service leaves through here, as a problem (RFC 9457). */
@Catch()
export class AdminProblemFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(thrown, http.getRequest<Request>(), http.getResponse<Response>());
  }

  /** Answers a request with what was thrown on its way, unless it has been answered already ({@link answerLate}). */
  answer(thrown: unknown, request: Request, response: Response): void {
    if (response.writableEnded) return;
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

  /** Answers a request that took too long; what comes of it later is not told. */
  answerLate(seconds: number, request: Request, response: Response): void {
    this.answer(AdminProblem.tookTooLong(seconds), request, response);
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
