import { Body, Get, Param, Post, Query } from '@nestjs/common';
import type { WebhookDeliveryId, WebhookEndpointId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import { WebhookDeliveriesService } from './webhook-deliveries.service.js';
import {
  RedeliverDead,
  Redelivered,
  WebhookDelivery,
  WebhookDeliveryPage,
  WebhookDeliveryQuery,
} from './webhook-delivery.dto.js';

/** What is sent to `/v1/webhook-endpoints/{webhookEndpointId}` */
@AdminController('webhook-endpoints/:webhookEndpointId', 'Webhooks')
export class WebhookDeliveriesController {
  constructor(private readonly deliveries: WebhookDeliveriesService) {}

  @Get('deliveries')
  @Operation({
    id: 'listWebhookDeliveries',
    summary: 'List what is, was and will be sent to a webhook endpoint',
    description: 'What was delivered is forgotten after 30 days.',
    needs: 'webhooks:read',
    answer: WebhookDeliveryPage,
  })
  list(
    @FromCaller() caller: Caller,
    @Param('webhookEndpointId') endpointId: WebhookEndpointId,
    @Query() query: WebhookDeliveryQuery,
  ) {
    return this.deliveries.list(caller, endpointId, query);
  }

  @Get('deliveries/:webhookDeliveryId')
  @Operation({
    id: 'getWebhookDelivery',
    summary: 'Read what became of one delivery',
    needs: 'webhooks:read',
    answer: WebhookDelivery,
  })
  get(@Param('webhookEndpointId') endpointId: WebhookEndpointId, @Param('webhookDeliveryId') id: WebhookDeliveryId) {
    return this.deliveries.get(endpointId, id);
  }

  @Post('test')
  @Operation({
    id: 'testWebhookEndpoint',
    summary: 'Send a test event',
    description:
      'It goes the way of all events, and waits while the endpoint is disabled. Read the delivery to see what became of it.',
    needs: 'webhooks:write',
    status: 201,
    makesIn: '../deliveries',
    answer: WebhookDelivery,
  })
  test(@FromCaller() caller: Caller, @Param('webhookEndpointId') endpointId: WebhookEndpointId) {
    return this.deliveries.test(caller, endpointId);
  }

  @Post('deliveries/:webhookDeliveryId/redeliver')
  @Operation({
    id: 'redeliverWebhook',
    summary: 'Send an event again',
    description: 'Whatever became of it, and with the same `webhook-id`.',
    needs: 'webhooks:write',
    answer: WebhookDelivery,
  })
  redeliver(
    @FromCaller() caller: Caller,
    @Param('webhookEndpointId') endpointId: WebhookEndpointId,
    @Param('webhookDeliveryId') id: WebhookDeliveryId,
  ) {
    return this.deliveries.redeliver(caller, endpointId, id);
  }

  @Post('redeliver-dead')
  @Operation({
    id: 'redeliverDeadWebhooks',
    summary: 'Send again what was given up',
    needs: 'webhooks:write',
    answer: Redelivered,
  })
  redeliverDead(
    @FromCaller() caller: Caller,
    @Param('webhookEndpointId') endpointId: WebhookEndpointId,
    @Body() body: RedeliverDead,
  ) {
    return this.deliveries.redeliverDead(caller, endpointId, body);
  }
}
