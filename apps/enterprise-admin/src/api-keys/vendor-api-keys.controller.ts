import { Body, Delete, Get, Param, Post, Query } from '@nestjs/common';
import type { ApiKeyId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { ApiKey, ApiKeyPage, CreateVendorApiKey, NewApiKey } from './api-key.dto.js';
import { ApiKeysService } from './api-keys.service.js';

/** `/v1/api-keys`: the vendor's own, of all enterprises. */
@AdminController('api-keys', 'API keys')
export class VendorApiKeysController {
  constructor(private readonly apiKeys: ApiKeysService) {}

  @Get()
  @Operation({
    id: 'listVendorApiKeys',
    summary: 'List the API keys of all enterprises',
    needs: 'installation:manage',
    answer: ApiKeyPage,
  })
  list(@FromCaller() caller: Caller, @Query() query: PageQuery) {
    return this.apiKeys.list(caller, null, query);
  }

  @Post()
  @Operation({
    id: 'createVendorApiKey',
    summary: 'Make an API key of all enterprises',
    description: 'The key is shown in this answer and never again.',
    needs: 'installation:manage',
    status: 201,
    answer: NewApiKey,
  })
  create(@FromCaller() caller: Caller, @Body() body: CreateVendorApiKey) {
    return this.apiKeys.create(caller, null, body);
  }

  @Get(':vendorApiKeyId')
  @Operation({
    id: 'getVendorApiKey',
    summary: 'Read an API key of all enterprises',
    needs: 'installation:manage',
    answer: ApiKey,
  })
  get(@Param('vendorApiKeyId') id: ApiKeyId) {
    return this.apiKeys.get(null, id);
  }

  @Delete(':vendorApiKeyId')
  @Operation({
    id: 'revokeVendorApiKey',
    summary: 'Revoke an API key of all enterprises',
    description:
      'It is refused from the next request on, and so are the setup links that it made and the sessions they opened. Keys that it made stay, and the audit log says how many. It stays in the list. The last of an operator is kept.',
    needs: 'installation:manage',
    status: 204,
  })
  revoke(@FromCaller() caller: Caller, @Param('vendorApiKeyId') id: ApiKeyId) {
    return this.apiKeys.revoke(caller, null, id);
  }
}
