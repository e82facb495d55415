import { Body, Delete, Get, Param, Post, Query } from '@nestjs/common';
import type { ConnectionId, EnterpriseId, OAuthClientId, OAuthClientSecretId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import {
  CreateOAuthClientSecret,
  NewOAuthClientSecret,
  OAuthClientSecret,
  OAuthClientSecretPage,
} from './oauth-client-secret.dto.js';
import { OAuthClientSecretsService } from './oauth-client-secrets.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/oauth-clients/{oauthClientId}/secrets` */
@AdminController(
  'enterprises/:enterpriseId/connections/:connectionId/oauth-clients/:oauthClientId/secrets',
  'OAuth clients',
)
export class OAuthClientSecretsController {
  constructor(private readonly secrets: OAuthClientSecretsService) {}

  @Get()
  @Operation({
    id: 'listOAuthClientSecrets',
    summary: 'List the secrets of an OAuth client',
    needs: 'scim-tokens:read',
    answer: OAuthClientSecretPage,
  })
  list(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('oauthClientId') clientId: OAuthClientId,
    @Query() query: PageQuery,
  ) {
    return this.secrets.list(caller, { enterpriseId, connectionId, clientId }, query);
  }

  @Post()
  @Operation({
    id: 'createOAuthClientSecret',
    summary: 'Make a secret of an OAuth client',
    description: 'The secret is shown in this answer and never again. Three may be active at once.',
    needs: 'provisioning:write',
    status: 201,
    answer: NewOAuthClientSecret,
  })
  create(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('oauthClientId') clientId: OAuthClientId,
    @Body() body: CreateOAuthClientSecret,
  ) {
    return this.secrets.create(caller, { enterpriseId, connectionId, clientId }, body);
  }

  @Get(':oauthClientSecretId')
  @Operation({
    id: 'getOAuthClientSecret',
    summary: 'Read a secret of an OAuth client',
    description: 'All but the secret itself.',
    needs: 'scim-tokens:read',
    answer: OAuthClientSecret,
  })
  get(
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('oauthClientId') clientId: OAuthClientId,
    @Param('oauthClientSecretId') id: OAuthClientSecretId,
  ) {
    return this.secrets.get({ enterpriseId, connectionId, clientId }, id);
  }

  @Delete(':oauthClientSecretId')
  @Operation({
    id: 'revokeOAuthClientSecret',
    summary: 'Revoke a secret of an OAuth client',
    description:
      'It and the access tokens that were got with it are refused from the next request on. It stays in the list.',
    needs: 'provisioning:write',
    status: 204,
  })
  revoke(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('oauthClientId') clientId: OAuthClientId,
    @Param('oauthClientSecretId') id: OAuthClientSecretId,
  ) {
    return this.secrets.revoke(caller, { enterpriseId, connectionId, clientId }, id);
  }
}
