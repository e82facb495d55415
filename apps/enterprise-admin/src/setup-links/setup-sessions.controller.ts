import { Body, Delete, Get, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import { clearSetupCookie, setSetupCookie } from '../http/setup-cookie.js';
import { OpenSetupLink, SetupSession } from './setup-session.dto.js';
import { SetupSessionsService } from './setup-sessions.service.js';

/** `/v1/setup-sessions`, and `/v1/setup-session`: the one that the request comes with. */
@AdminController('', 'Setup sessions')
export class SetupSessionsController {
  constructor(private readonly setupSessions: SetupSessionsService) {}

  @Post('setup-sessions')
  @Operation({
    id: 'createSetupSession',
    summary: 'Open a setup link',
    description:
      'Sets a cookie for five hours. Whatever is wrong with a link, the answer is the same `setup_link_refused`; an address that sends many of them has to wait.',
    needs: 'nothing',
    status: 201,
    answer: SetupSession,
  })
  async create(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Body() { secret }: OpenSetupLink,
  ): Promise<SetupSession> {
    const { session, cookie } = await this.setupSessions.open(request, secret);
    setSetupCookie(response, cookie.reveal());
    return session;
  }

  @Get('setup-session')
  @Operation({
    id: 'getSetupSession',
    summary: 'Read the setup session of the cookie',
    needs: 'setup-session',
    answer: SetupSession,
  })
  get(@Req() request: Request): Promise<SetupSession> {
    return this.setupSessions.get(request);
  }

  @Delete('setup-session')
  @Operation({
    id: 'endSetupSession',
    summary: 'End the setup session of the cookie',
    description: 'The link can be opened again, as long as it can.',
    needs: 'setup-session',
    status: 204,
  })
  async end(
    @FromCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.setupSessions.end(caller, request);
    clearSetupCookie(response);
  }
}
