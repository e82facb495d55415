import { WebhookDeliveriesController } from './webhook-deliveries.controller.js';
import { WebhookDeliveriesService } from './webhook-deliveries.service.js';
import { WebhookEndpointsController } from './webhook-endpoints.controller.js';
import { WebhookEndpointsService } from './webhook-endpoints.service.js';

/** What answers below `/v1/webhook-endpoints`. */
export const webhookControllers = [WebhookEndpointsController, WebhookDeliveriesController] as const;

/** What does it. */
export const webhookServices = [WebhookEndpointsService, WebhookDeliveriesService] as const;
