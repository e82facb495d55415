import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Response } from 'express';
import { isUnavailable } from '#libs/persistence';
import { SignInRefused } from '#libs/sign-in';
import { answerPage } from './pages/answer-page.js';
import { failurePage } from './pages/failure-page.js';
import { messagePage } from './pages/message-page.js';
import { SsoProblem } from './sso-problem.js';

/** Answers whatever is thrown with a page; of a refused sign-in the browser is told that, and a reference. */
@Catch()
export class SsoErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(SsoErrorFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (error instanceof SignInRefused) return answerPage(response, error.status, failurePage(error.reference));
    const problem = this.toProblem(error);
    const { status, title, message: text, retryAfterSeconds } = problem;
    if (retryAfterSeconds !== undefined) response.set('Retry-After', String(retryAfterSeconds));
    answerPage(response, status, messagePage({ title, text }));
  }

  private toProblem(error: unknown): SsoProblem {
    if (error instanceof SsoProblem) return error;
    if (isUnavailable(error)) return SsoProblem.unavailable();
    const status = error instanceof HttpException ? error.getStatus() : (error as { status?: unknown } | null)?.status;
    if (status === 404 || status === 405) return SsoProblem.notFound();
    if (typeof status === 'number' && status >= 400 && status < 500) return SsoProblem.badRequest();
    this.logger.error({ err: error }, 'A request to single sign-on failed.');
    return SsoProblem.internal();
  }
}
