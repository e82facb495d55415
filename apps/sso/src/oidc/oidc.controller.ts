import { Controller, Get, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { keyOf } from '#libs/connection-lifecycle';
import { SignInAnswers } from '../http/sign-in-answers.js';
import { SsoConnections } from '../http/sso-connections.js';
import { OidcKeySet } from './oidc-key-set.js';
import { OidcLogoutService } from './oidc-logout.service.js';
import { OidcResponseGuard } from './oidc-response.guard.js';
import type { OidcAnswer } from './oidc-responses.js';
import { readLogoutToken } from './read-logout-token.js';

/** As long as a key is published before it signs, at the least. */
const KEYS_FRESH_SECONDS = 300;

/** `/sso/{connectionId}/oidc`: what an OpenID provider and its browsers ask of a connection. */
@Controller(':connectionId/oidc')
export class OidcController {
  constructor(
    private readonly connections: SsoConnections,
    private readonly answers: SignInAnswers,
    private readonly logouts: OidcLogoutService,
    private readonly keySet: OidcKeySet,
  ) {}

  /** The redirect URI: a browser comes back from the OpenID provider. */
  @Get('callback')
  @UseGuards(OidcResponseGuard)
  async callback(@Req() request: Request & { readonly user: OidcAnswer }, @Res() response: Response): Promise<void> {
    const { flow, verified, trace } = request.user;
    await this.answers.answer({ request, response }, flow, verified, trace);
  }

  /** The OpenID provider has signed somebody out. Whoever else asks is told only that it was not so. */
  @Post('backchannel-logout')
  async backchannelLogout(
    @Req() request: Request,
    @Res() response: Response,
    @Param('connectionId') connectionId: string,
  ): Promise<void> {
    const row = await this.connections.get(connectionId);
    const token = await readLogoutToken(request, response);
    const requestId = typeof request.id === 'string' ? request.id : null;
    const isDone = await this.logouts.logout(row, token, requestId);
    response.set('Cache-Control', 'no-store');
    if (isDone) response.status(200).end();
    else response.status(400).json({ error: 'invalid_request' });
  }

  /** The keys of our client, for an OpenID provider to which it proves with `private_key_jwt` who it is. */
  @Get('jwks')
  async jwks(@Res() response: Response, @Param('connectionId') connectionId: string): Promise<void> {
    const keys = await this.keySet.of(keyOf(await this.connections.get(connectionId)));
    response.set('Cache-Control', `public, max-age=${KEYS_FRESH_SECONDS}`).json({ keys });
  }
}
