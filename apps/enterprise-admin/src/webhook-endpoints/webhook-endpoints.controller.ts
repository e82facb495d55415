import { Body, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import type { WebhookEndpointId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import {
  CreateWebhookEndpoint,
  NewWebhookEndpoint,
  RotateWebhookSecret,
  UpdateWebhookEndpoint,
  WebhookEndpoint,
  WebhookEndpointPage,
} from './webhook-endpoint.dto.js';
import { WebhookEndpointsService } from './webhook-endpoints.service.js';

/** `/v1/webhook-endpoints` */
@AdminController('webhook-endpoints', 'Webhooks')
export class WebhookEndpointsController {
  constructor(private readonly endpoints: WebhookEndpointsService) {}

  @Get()
  @Operation({
    id: 'listWebhookEndpoints',
    summary: 'List the webhook endpoints',
    needs: 'webhooks:read',
    answer: WebhookEndpointPage,
  })
  list(@FromCaller() caller: Caller, @Query() query: PageQuery) {
    return this.endpoints.list(caller, query);
  }

  @Post()
  @Operation({
    id: 'createWebhookEndpoint',
    summary: 'Make a webhook endpoint',
    description:
      'It is told of every account event from now on, signed as Standard Webhooks has it; docs/events.md says how to receive them. The secret is shown in this answer and never again.',
    needs: 'webhooks:write',
    status: 201,
    answer: NewWebhookEndpoint,
  })
  create(@FromCaller() caller: Caller, @Body() body: CreateWebhookEndpoint) {
    return this.endpoints.create(caller, body);
  }

  @Get(':webhookEndpointId')
  @Operation({
    id: 'getWebhookEndpoint',
    summary: 'Read a webhook endpoint and how it does',
    needs: 'webhooks:read',
    answer: WebhookEndpoint,
  })
  get(@Param('webhookEndpointId') id: WebhookEndpointId) {
    return this.endpoints.get(id);
  }

  @Patch(':webhookEndpointId')
  @Operation({
    id: 'updateWebhookEndpoint',
    summary: 'Change a webhook endpoint',
    needs: 'webhooks:write',
    answer: WebhookEndpoint,
  })
  update(
    @FromCaller() caller: Caller,
    @Param('webhookEndpointId') id: WebhookEndpointId,
    @Body() body: UpdateWebhookEndpoint,
  ) {
    return this.endpoints.update(caller, id, body);
  }

  @Delete(':webhookEndpointId')
  @Operation({
    id: 'deleteWebhookEndpoint',
    summary: 'Delete a webhook endpoint',
    description: 'What waits for it is not sent any more.',
    needs: 'webhooks:write',
    status: 204,
  })
  delete(@FromCaller() caller: Caller, @Param('webhookEndpointId') id: WebhookEndpointId) {
    return this.endpoints.delete(caller, id);
  }

  @Post(':webhookEndpointId/rotate-secret')
  @Operation({
    id: 'rotateWebhookSecret',
    summary: 'Replace the secret of a webhook endpoint',
    description:
      'The new secret is shown in this answer and never again. Until the overlap ends, everything is signed with both.',
    needs: 'webhooks:write',
    answer: NewWebhookEndpoint,
  })
  rotateSecret(
    @FromCaller() caller: Caller,
    @Param('webhookEndpointId') id: WebhookEndpointId,
    @Body() body: RotateWebhookSecret,
  ) {
    return this.endpoints.rotateSecret(caller, id, body);
  }
}
