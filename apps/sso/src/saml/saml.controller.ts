import { Controller, Get, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { keyOf } from '#libs/connection-lifecycle';
import { answerPage } from '../http/pages/answer-page.js';
import { messagePage } from '../http/pages/message-page.js';
import { SignInAnswers } from '../http/sign-in-answers.js';
import { SsoConnections } from '../http/sso-connections.js';
import { SamlLogoutService } from './saml-logout.service.js';
import { SamlProviders } from './saml-providers.js';
import { SamlResponseGuard } from './saml-response.guard.js';
import type { SamlAnswer } from './saml-responses.js';

/** `/sso/{connectionId}/saml`: what a SAML 2.0 identity provider and its browsers ask of a connection. */
@Controller(':connectionId/saml')
export class SamlController {
  constructor(
    private readonly connections: SsoConnections,
    private readonly providers: SamlProviders,
    private readonly answers: SignInAnswers,
    private readonly logouts: SamlLogoutService,
  ) {}

  /** The metadata document of the service provider (SAML 2.0 metadata §4.1). */
  @Get('metadata')
  async metadata(@Res() response: Response, @Param('connectionId') connectionId: string): Promise<void> {
    const xml = await this.providers.metadata(keyOf(await this.connections.get(connectionId)));
    response.set({ 'Content-Type': 'application/samlmetadata+xml', 'Cache-Control': 'no-store' }).send(xml);
  }

  /** The assertion consumer service: a browser brings a Response. */
  @Post('acs')
  @UseGuards(SamlResponseGuard)
  async acs(@Req() request: Request & { readonly user: SamlAnswer }, @Res() response: Response): Promise<void> {
    const { flow, verified, trace } = request.user;
    await this.answers.answer({ request, response }, flow, verified, trace);
  }

  /** Single logout by HTTP-Redirect. */
  @Get('slo')
  logoutByRedirect(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.logout(request, response);
  }

  /** Single logout by HTTP-POST. */
  @Post('slo')
  logoutByForm(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.logout(request, response);
  }

  private async logout(request: Request, response: Response): Promise<void> {
    const url = await this.logouts.receive(request, response);
    if (url !== undefined)
      return response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' }).redirect(303, url);
    answerPage(response, 200, messagePage({ title: 'You are signed out', text: 'You can close this page.' }));
  }
}
