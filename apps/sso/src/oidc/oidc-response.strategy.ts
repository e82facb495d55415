import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport';
import { type OidcAnswer, OidcResponses } from './oidc-responses.js';

/** Answers with whom a response names, or with an error that says why it names nobody. */
export type VerifyResponse = (request: Request, done: (error: unknown, answer?: object) => void) => void;

/** A passport strategy that hands over the request as it is. */
export class ResponseStrategy extends Strategy {
  /** Its own for each service, and asked for by name: docs/adr/0008-passport-strategy-by-name.md. */
  override readonly name = `oidc-response-${randomUUID()}`;

  constructor(private readonly verify: VerifyResponse) {
    super();
  }

  override authenticate(request: Request): void {
    this.verify(request, (error, answer) => {
      if (error || !answer) this.error(error);
      else this.success(answer);
    });
  }
}

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
