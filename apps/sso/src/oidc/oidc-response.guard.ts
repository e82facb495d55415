import { Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { OidcResponseStrategy } from './oidc-response.strategy.js';

/** Lets a response of an OpenID provider in that names somebody. */
@Injectable()
export class OidcResponseGuard extends AuthGuard() {
  constructor({ name }: OidcResponseStrategy) {
    super({ defaultStrategy: name });
  }
}
