import { Body, Delete, Get, Param, Post, Query } from '@nestjs/common';
import type { ConnectionId, EnterpriseId, ScimTokenId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { CreateScimToken, NewScimToken, ScimToken, ScimTokenPage } from './scim-token.dto.js';
import { ScimTokensService } from './scim-tokens.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/scim-tokens` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId/scim-tokens', 'SCIM tokens')
export class ScimTokensController {
  constructor(private readonly scimTokens: ScimTokensService) {}

  @Get()
  @Operation({
    id: 'listScimTokens',
    summary: 'List the SCIM tokens of a connection',
    needs: 'scim-tokens:read',
    answer: ScimTokenPage,
  })
  list(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Query() query: PageQuery,
  ) {
    return this.scimTokens.list(caller, { enterpriseId, connectionId }, query);
  }

  @Post()
  @Operation({
    id: 'createScimToken',
    summary: 'Make a SCIM token',
    description:
      'The token is shown in this answer and never again. Two may be active, so that one can replace the other without a gap: make the new one, enter it at the identity provider, wait until it was used, revoke the old one.',
    needs: 'scim-tokens:write',
    status: 201,
    answer: NewScimToken,
  })
  create(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: CreateScimToken,
  ) {
    return this.scimTokens.create(caller, { enterpriseId, connectionId }, body);
  }

  @Get(':scimTokenId')
  @Operation({ id: 'getScimToken', summary: 'Read a SCIM token', needs: 'scim-tokens:read', answer: ScimToken })
  get(
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('scimTokenId') id: ScimTokenId,
  ) {
    return this.scimTokens.get({ enterpriseId, connectionId }, id);
  }

  @Delete(':scimTokenId')
  @Operation({
    id: 'revokeScimToken',
    summary: 'Revoke a SCIM token',
    description: 'It is refused from the next request on. It stays in the list.',
    needs: 'scim-tokens:write',
    status: 204,
  })
  revoke(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('scimTokenId') id: ScimTokenId,
  ) {
    return this.scimTokens.revoke(caller, { enterpriseId, connectionId }, id);
  }
}
