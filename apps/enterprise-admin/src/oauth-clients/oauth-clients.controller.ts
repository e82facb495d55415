import { Body, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import type { ConnectionId, EnterpriseId, OAuthClientId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { CreateOAuthClient, OAuthClient, OAuthClientPage, UpdateOAuthClient } from './oauth-client.dto.js';
import { OAuthClientsService } from './oauth-clients.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/oauth-clients` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId/oauth-clients', 'OAuth clients')
export class OAuthClientsController {
  constructor(private readonly clients: OAuthClientsService) {}

  @Get()
  @Operation({
    id: 'listOAuthClients',
    summary: 'List the OAuth clients of a connection',
    needs: 'scim-tokens:read',
    answer: OAuthClientPage,
  })
  list(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Query() query: PageQuery,
  ) {
    return this.clients.list(caller, { enterpriseId, connectionId }, query);
  }

  @Post()
  @Operation({
    id: 'createOAuthClient',
    summary: 'Make an OAuth client',
    description:
      'For an identity provider that gets access tokens by OAuth 2.0 client credentials instead of having a SCIM token. It proves itself by a secret, by its keys (`private_key_jwt`) or by a workload identity.',
    needs: 'provisioning:write',
    status: 201,
    answer: OAuthClient,
  })
  create(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: CreateOAuthClient,
  ) {
    return this.clients.create(caller, { enterpriseId, connectionId }, body);
  }

  @Get(':oauthClientId')
  @Operation({ id: 'getOAuthClient', summary: 'Read an OAuth client', needs: 'scim-tokens:read', answer: OAuthClient })
  get(
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('oauthClientId') id: OAuthClientId,
  ) {
    return this.clients.get({ enterpriseId, connectionId }, id);
  }

  @Patch(':oauthClientId')
  @Operation({
    id: 'updateOAuthClient',
    summary: 'Change an OAuth client',
    description: 'When its scopes, keys or workload identity change, it has to get its access tokens anew.',
    needs: 'provisioning:write',
    answer: OAuthClient,
  })
  update(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('oauthClientId') id: OAuthClientId,
    @Body() body: UpdateOAuthClient,
  ) {
    return this.clients.update(caller, { enterpriseId, connectionId }, id, body);
  }

  @Delete(':oauthClientId')
  @Operation({
    id: 'deleteOAuthClient',
    summary: 'Delete an OAuth client',
    description: 'It and its access tokens are refused from the next request on.',
    needs: 'provisioning:write',
    status: 204,
  })
  delete(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('oauthClientId') id: OAuthClientId,
  ) {
    return this.clients.delete(caller, { enterpriseId, connectionId }, id);
  }
}
