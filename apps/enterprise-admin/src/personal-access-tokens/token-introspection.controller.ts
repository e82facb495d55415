import { Body, Post } from '@nestjs/common';
import { AdminController } from '../http/admin-controller.decorator.js';
import { Operation } from '../http/operation.decorator.js';
import { IntrospectToken, TokenIntrospection } from './personal-access-token.dto.js';
import { TokenIntrospectionService } from './token-introspection.service.js';

/** `/v1/personal-access-tokens`: of all enterprises, for the vendor's backend. */
@AdminController('personal-access-tokens', 'Personal access tokens')
export class TokenIntrospectionController {
  constructor(private readonly tokens: TokenIntrospectionService) {}

  @Post('introspect')
  @Operation({
    id: 'introspectPersonalAccessToken',
    summary: 'Ask whose a personal access token is',
    description:
      'In the manner of RFC 7662. A token that is revoked, expired, unknown or of a suspended account is not active, and nothing else is said of it.',
    needs: 'installation:manage',
    answer: TokenIntrospection,
  })
  introspect(@Body() body: IntrospectToken) {
    return this.tokens.introspect(body);
  }
}
