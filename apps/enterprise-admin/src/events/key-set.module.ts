import { Controller, type DynamicModule, Get, Header, Module } from '@nestjs/common';
import { EventSigner } from '#libs/account-events';

/** `/.well-known/jwks.json`: the keys with which Security Event Tokens are verified (RFC 7517). Everybody may read them. */
@Controller('.well-known')
class KeySetController {
  constructor(private readonly signer: EventSigner) {}

  @Get('jwks.json')
  @Header('Cache-Control', 'public, max-age=600')
  @Header('Content-Type', 'application/jwk-set+json')
  keySet() {
    return this.signer.keySet();
  }
}

/** What is no part of the administration API, and has no key. */
@Module({})
export class KeySetModule {
  static register(signer: EventSigner): DynamicModule {
    return {
      module: KeySetModule,
      controllers: [KeySetController],
      providers: [{ provide: EventSigner, useValue: signer }],
    };
  }
}
