import { Body, Delete, Get, Param, Post, Query } from '@nestjs/common';
import type { ApiKeyId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { ApiKey, ApiKeyPage, CreateApiKey, NewApiKey } from './api-key.dto.js';
import { ApiKeysService } from './api-keys.service.js';

/** `/v1/enterprises/{enterpriseId}/api-keys` */
@AdminController('enterprises/:enterpriseId/api-keys', 'API keys')
export class ApiKeysController {
  constructor(private readonly apiKeys: ApiKeysService) {}

  @Get()
  @Operation({ id: 'listApiKeys', summary: 'List API keys', needs: 'api-keys:read', answer: ApiKeyPage })
  list(@FromCaller() caller: Caller, @Param('enterpriseId') enterpriseId: EnterpriseId, @Query() query: PageQuery) {
    return this.apiKeys.list(caller, enterpriseId, query);
  }

  @Post()
  @Operation({
    id: 'createApiKey',
    summary: 'Make an API key',
    description: 'The key is shown in this answer and never again.',
    needs: 'api-keys:write',
    status: 201,
    answer: NewApiKey,
  })
  create(@FromCaller() caller: Caller, @Param('enterpriseId') enterpriseId: EnterpriseId, @Body() body: CreateApiKey) {
    return this.apiKeys.create(caller, enterpriseId, body);
  }

  @Get(':apiKeyId')
  @Operation({ id: 'getApiKey', summary: 'Read an API key', needs: 'api-keys:read', answer: ApiKey })
  get(@Param('enterpriseId') enterpriseId: EnterpriseId, @Param('apiKeyId') id: ApiKeyId) {
    return this.apiKeys.get(enterpriseId, id);
  }

  @Delete(':apiKeyId')
  @Operation({
    id: 'revokeApiKey',
    summary: 'Revoke an API key',
    description:
      'It is refused from the next request on, and so are the setup links that it made and the sessions they opened. Keys that it made stay, and the audit log says how many. It stays in the list. Somebody must be left who administrates: another key that may do all of its role, or an administrator who gets in.',
    needs: 'api-keys:write',
    status: 204,
  })
  revoke(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('apiKeyId') id: ApiKeyId,
  ) {
    return this.apiKeys.revoke(caller, enterpriseId, id);
  }
}
