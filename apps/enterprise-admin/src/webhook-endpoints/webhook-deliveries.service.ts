import { Injectable, type OnModuleInit } from '@nestjs/common';
import { testEventType, wakeLanes, webhookQueue } from '#libs/account-events';
import {
  Database,
  installationChain,
  type Repositories,
  type WebhookDeliveryId,
  type WebhookDeliveryRow,
  type WebhookEndpointId,
  type WebhookEndpointRow,
} from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import { JobSender } from '../http/applications.js';
import type { Caller } from '../http/caller.js';
import { listPage, type Page } from '../http/list-page.js';
import type { RedeliverDead, Redelivered, WebhookDelivery, WebhookDeliveryQuery } from './webhook-delivery.dto.js';
import { toWebhookDelivery } from './webhook.mapper.js';

/** What is, was and will be sent to an endpoint. */
@Injectable()
export class WebhookDeliveriesService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
    private readonly jobs: JobSender,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.jobs.queue(webhookQueue.name, webhookQueue.options);
  }

  async list(
    caller: Caller,
    endpointId: WebhookEndpointId,
    { state, ...page }: WebhookDeliveryQuery,
  ): Promise<Page<WebhookDelivery>> {
    const { repositories } = this.database;
    await requireEndpoint(repositories, endpointId);
    const { webhookDeliveries } = repositories;
    return listPage(caller, page, keyset => webhookDeliveries.list(endpointId, state, keyset), toWebhookDelivery);
  }

  async get(endpointId: WebhookEndpointId, id: WebhookDeliveryId): Promise<WebhookDelivery> {
    return toWebhookDelivery(found(await this.database.repositories.webhookDeliveries.find(endpointId, id)));
  }

  /** Sends a test event, in the way of all others. */
  test(caller: Caller, endpointId: WebhookEndpointId): Promise<WebhookDelivery> {
    return this.transactions.create(caller, async (repositories, record) => {
      const endpoint = await requireEndpoint(repositories, endpointId);
      const lane = { endpointId, enterpriseId: null, accountId: null };
      const test = { ...lane, eventId: null, position: null, type: testEventType };
      const [id] = await repositories.webhookDeliveries.insertAll([test]);
      await wakeLanes(this.jobs, repositories, [lane]);
      await record(chainOf(endpoint), { action: 'webhook_endpoint.tested', target: targetOf(endpointId) });
      return toWebhookDelivery(found(id && (await repositories.webhookDeliveries.find(endpointId, id))));
    });
  }

  redeliver(caller: Caller, endpointId: WebhookEndpointId, id: WebhookDeliveryId): Promise<WebhookDelivery> {
    return this.transactions.change(caller, async (repositories, record) => {
      const endpoint = await requireEndpoint(repositories, endpointId);
      const row = found(await repositories.webhookDeliveries.redeliver(endpointId, id));
      await wakeLanes(this.jobs, repositories, [laneOf(row)]);
      await record(chainOf(endpoint), {
        action: 'webhook_endpoint.redelivered',
        target: targetOf(endpointId),
        after: { deliveryId: id },
      });
      return toWebhookDelivery(row);
    });
  }

  redeliverDead(caller: Caller, endpointId: WebhookEndpointId, { since }: RedeliverDead): Promise<Redelivered> {
    return this.transactions.change(caller, async (repositories, record) => {
      const endpoint = await requireEndpoint(repositories, endpointId);
      const rows = await repositories.webhookDeliveries.redeliverDead(endpointId, new Date(since));
      const redelivered = rows.length;
      if (redelivered === 0) return { redelivered };
      await wakeLanes(this.jobs, repositories, rows.map(laneOf));
      await record(chainOf(endpoint), {
        action: 'webhook_endpoint.redelivered',
        target: targetOf(endpointId),
        after: { since, redelivered },
      });
      return { redelivered };
    });
  }
}

/** @throws AdminProblem `not_found` */
async function requireEndpoint(
  { webhookEndpoints }: Pick<Repositories, 'webhookEndpoints'>,
  id: WebhookEndpointId,
): Promise<WebhookEndpointRow> {
  return found(await webhookEndpoints.find(id));
}

function found<Found extends object>(row: Found | undefined): Found {
  if (!row) throw AdminProblem.notFound();
  return row;
}

function laneOf({ endpoint_id, event_enterprise_id, account_id }: WebhookDeliveryRow) {
  return { endpointId: endpoint_id, enterpriseId: event_enterprise_id ?? null, accountId: account_id ?? null };
}

function chainOf({ enterprise_id }: WebhookEndpointRow) {
  return enterprise_id ?? installationChain;
}

function targetOf(id: WebhookEndpointId) {
  return { type: 'webhook_endpoint', id };
}
