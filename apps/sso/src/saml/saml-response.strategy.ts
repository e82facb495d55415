import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { ResponseStrategy } from '../http/response-strategy.js';
import { type SamlAnswer, SamlResponses } from './saml-responses.js';

/** Authenticates a browser by the Response of a SAML 2.0 identity provider. */
@Injectable()
export class SamlResponseStrategy extends PassportStrategy(ResponseStrategy) {
  constructor(private readonly responses: SamlResponses) {
    super();
  }

  /** @throws SsoProblem; SignInRefused */
  validate(request: Request): Promise<SamlAnswer> {
    return this.responses.verify(request);
  }
}
