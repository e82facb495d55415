import { Body, Delete, Get, Param, Post, Query } from '@nestjs/common';
import type { AccountId, EnterpriseId, PersonalAccessTokenId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import {
  CreatePersonalAccessToken,
  NewPersonalAccessToken,
  PersonalAccessToken,
  PersonalAccessTokenPage,
} from './personal-access-token.dto.js';
import { PersonalAccessTokensService } from './personal-access-tokens.service.js';

/** `/v1/enterprises/{enterpriseId}/accounts/{accountId}/personal-access-tokens` */
@AdminController('enterprises/:enterpriseId/accounts/:accountId/personal-access-tokens', 'Personal access tokens')
export class PersonalAccessTokensController {
  constructor(private readonly tokens: PersonalAccessTokensService) {}

  @Get()
  @Operation({
    id: 'listPersonalAccessTokens',
    summary: 'List the personal access tokens of an account',
    needs: 'accounts:read',
    answer: PersonalAccessTokenPage,
  })
  list(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('accountId') accountId: AccountId,
    @Query() query: PageQuery,
  ) {
    return this.tokens.list(caller, enterpriseId, accountId, query);
  }

  @Post()
  @Operation({
    id: 'createPersonalAccessToken',
    summary: 'Make a personal access token for somebody',
    description: 'The token is shown in this answer and never again. Only an active account can have a new one.',
    needs: 'accounts:write',
    status: 201,
    answer: NewPersonalAccessToken,
  })
  create(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('accountId') accountId: AccountId,
    @Body() body: CreatePersonalAccessToken,
  ) {
    return this.tokens.create(caller, enterpriseId, accountId, body);
  }

  @Get(':personalAccessTokenId')
  @Operation({
    id: 'getPersonalAccessToken',
    summary: 'Read a personal access token',
    needs: 'accounts:read',
    answer: PersonalAccessToken,
  })
  get(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('accountId') accountId: AccountId,
    @Param('personalAccessTokenId') id: PersonalAccessTokenId,
  ) {
    return this.tokens.get(caller, enterpriseId, accountId, id);
  }

  @Delete(':personalAccessTokenId')
  @Operation({
    id: 'revokePersonalAccessToken',
    summary: 'Revoke a personal access token',
    description: 'It is not active from the next request on. It stays in the list.',
    needs: 'accounts:write',
    status: 204,
  })
  revoke(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('accountId') accountId: AccountId,
    @Param('personalAccessTokenId') id: PersonalAccessTokenId,
  ) {
    return this.tokens.revoke(caller, enterpriseId, accountId, id);
  }
}
