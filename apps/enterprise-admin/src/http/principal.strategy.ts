import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { AdminProblem } from './admin-problem.js';
import { ApiKeyAuthenticator } from './api-key.authenticator.js';
import { BearerTokenStrategy } from './bearer-token.strategy.js';
import type { AdminPrincipal } from './caller.js';
import { setupSecretOf } from './setup-cookie.js';
import { SetupSessionAuthenticator } from './setup-session.authenticator.js';

/** Finds who is asking: by the API key; only where there is none, by the cookie of a setup session. */
@Injectable()
export class PrincipalStrategy extends PassportStrategy(BearerTokenStrategy) {
  constructor(
    private readonly apiKeys: ApiKeyAuthenticator,
    private readonly setupSessions: SetupSessionAuthenticator,
  ) {
    super();
  }

  /** @throws AdminProblem `unauthenticated`, saying what is wrong; `csrf_refused` */
  async validate(request: Request, token: string | undefined): Promise<AdminPrincipal> {
    if (token !== undefined) return this.apiKeys.authenticate(token);
    const secret = setupSecretOf(request);
    if (secret !== undefined) return this.setupSessions.authenticate(request, secret);
    throw AdminProblem.unauthenticated('Send an API key: "Authorization: Bearer ptn_api_…".');
  }
}
