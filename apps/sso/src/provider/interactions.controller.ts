import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { answerPage } from '../http/pages/answer-page.js';
import { chooserPage } from './chooser-page.js';
import { InteractionsService, type NextStep } from './interactions.service.js';

/** `/sso/interaction/{uid}`: between an application and the identity provider. */
@Controller('interaction/:uid')
export class InteractionsController {
  constructor(private readonly interactions: InteractionsService) {}

  @Get()
  async begin(@Req() request: Request, @Res() response: Response, @Param('uid') uid: string): Promise<void> {
    go(response, uid, await this.interactions.begin({ request, response, uid }));
  }

  @Post()
  async chosen(
    @Req() request: Request,
    @Res() response: Response,
    @Param('uid') uid: string,
    @Body() body: Readonly<Record<string, unknown>> | undefined,
  ): Promise<void> {
    const hint = body?.['hint'];
    const step = await this.interactions.chosen({ request, response, uid }, hint);
    go(response, uid, step, typeof hint === 'string' ? hint : '');
  }

  @Get('signed-in')
  async signedIn(
    @Req() request: Request,
    @Res() response: Response,
    @Param('uid') uid: string,
    @Query('ticket') ticket: unknown,
  ): Promise<void> {
    go(response, uid, await this.interactions.signedIn({ request, response, uid }, ticket));
  }
}

function go(response: Response, uid: string, step: NextStep, unknown?: string): void {
  if ('url' in step) {
    response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' }).redirect(303, step.url);
    return;
  }
  const { applicationName } = step;
  const options = { applicationName, ...(unknown !== undefined && { unknown }) };
  answerPage(response, 200, chooserPage(`/sso/interaction/${encodeURIComponent(uid)}`, options), { hasForm: true });
}
