import { Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { SamlResponseStrategy } from './saml-response.strategy.js';

/** Lets a Response of a SAML 2.0 identity provider in that names somebody. */
@Injectable()
export class SamlResponseGuard extends AuthGuard() {
  constructor({ name }: SamlResponseStrategy) {
    super({ defaultStrategy: name });
  }
}
