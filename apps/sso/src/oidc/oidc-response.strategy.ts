import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { ResponseStrategy } from '../http/response-strategy.js';
import { type OidcAnswer, OidcResponses } from './oidc-responses.js';

/** Authenticates a browser by the response of an OpenID provider. */
@Injectable()
export class OidcResponseStrategy extends PassportStrategy(ResponseStrategy) {
  constructor(private readonly responses: OidcResponses) {
    super();
  }

  /** @throws SsoProblem; SignInRefused */
  validate(request: Request): Promise<OidcAnswer> {
    return this.responses.verify(request);
  }
}
