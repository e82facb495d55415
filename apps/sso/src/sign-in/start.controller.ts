import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { answerForm } from '../http/pages/post-form-page.js';
import { SsoProblem } from '../http/sso-problem.js';
import { StartService } from './start.service.js';

const MAX_PARAMETER = 400;

/** `/sso/{connectionId}/start` */
@Controller()
export class StartController {
  constructor(private readonly starts: StartService) {}

  /** Sends the browser to the identity provider: for an application that waits, or for a test. */
  @Get(':connectionId/start')
  async start(
    @Req() request: Request,
    @Res() response: Response,
    @Param('connectionId') connectionId: string,
    @Query() query: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const asked = {
      test: text(query['test']),
      interactionId: text(query['interaction']),
      loginHint: text(query['login_hint']),
    };
    const next = await this.starts.start({ request, response }, connectionId, asked);
    if (typeof next !== 'string') return answerForm(response, next);
    response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' }).redirect(303, next);
  }
}

/** @throws SsoProblem when it is there, and is no short text */
function text(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value.length > MAX_PARAMETER) throw SsoProblem.badRequest();
  return value;
}
