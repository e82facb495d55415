import { All, Controller, Header, HttpCode, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { networkOf } from '#libs/service-kit';
import { OAuthErrorFilter } from './oauth-error.filter.js';
import { OAuthError } from './oauth-error.js';
import { readTokenForm } from './token-form.js';
import { parseTokenRequest } from './token-request.js';
import { TokensService } from './tokens.service.js';

/** The token endpoint of a connection (RFC 6749 §3.2). What it answers is never cached (`scimHeaders`). */
@Controller(':connectionId/oauth/token')
@UseFilters(OAuthErrorFilter)
export class TokenController {
  constructor(private readonly tokens: TokensService) {}

  @Post()
  @HttpCode(200)
  @Header('Content-Type', 'application/json; charset=utf-8')
  async token(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Param('connectionId') connectionId: string,
  ) {
    const form = await readTokenForm(request, response);
    const origin = { connectionId: connectionId.toLowerCase(), network: networkOf(request.ip) };
    return this.tokens.issue(origin, parseTokenRequest(request.headers.authorization, form));
  }

  @All()
  anyOther(): never {
    throw OAuthError.methodNotAllowed();
  }
}
