import { Body, Delete, Get, Param, Post, Query } from '@nestjs/common';
import type { ConnectionId, EnterpriseId, ScimTokenId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { CreateScimToken, NewScimToken, RotateScimToken, ScimToken, ScimTokenPage } from './scim-token.dto.js';
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
      'The token is shown in this answer and never again. Two may be active. To replace one without a gap, rotate it. None is made while warnings of single sign-on block provisioning.',
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

  @Post(':scimTokenId/rotations')
  @Operation({
    id: 'rotateScimToken',
    summary: 'Replace a SCIM token without a gap',
    description:
      'Makes another with the same scopes, which is shown in this answer and never again. The old one is accepted until the new one has been used and the overlap is over, or until it would have ended anyway. When the new one is revoked before it was used, the old one lives on. It can also be done while provisioning is blocked.',
    needs: 'scim-tokens:write',
    status: 201,
    makesIn: '../..',
    answer: NewScimToken,
  })
  rotate(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('scimTokenId') id: ScimTokenId,
    @Body() body: RotateScimToken,
  ) {
    return this.scimTokens.rotate(caller, { enterpriseId, connectionId }, id, body);
  }

  @Delete(':scimTokenId')
  @Operation({
    id: 'revokeScimToken',
    summary: 'Revoke a SCIM token',
    description:
      'It is refused from the next request on. It stays in the list. A token that waited for its first use to be replaced is replaced no more.',
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
