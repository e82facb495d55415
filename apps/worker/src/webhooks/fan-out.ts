import { wakeLanes } from '#libs/account-events';
import type { Jobs } from '#libs/jobs';
import type { Database, NewWebhookDelivery, PublishedEvent, Repositories, WebhookEndpointRow } from '#libs/persistence';

/** How many events one transaction takes. */
const BATCH = 500;

type Endpoint = Pick<WebhookEndpointRow, 'id' | 'enterprise_id' | 'types'>;

/**
 * Puts published events on their way to the endpoints that want them, in the order of their positions; of several processes one at a
 * time. It goes on from where it was, whoever published them. docs/adr/0015-account-events.md
 * @returns how many events there were
 */
export async function fanOutEvents(database: Database, jobs: Pick<Jobs, 'sendAll'>): Promise<number> {
  if (!(await database.repositories.webhookDeliveries.isBehind())) return 0;
  return database.transaction(async repositories => {
    const head = await repositories.webhookDeliveries.lockHead();
    if (!head) return 0;
    const endpoints = await repositories.webhookEndpoints.listEnabled();
    if (endpoints.length === 0) {
      await repositories.webhookDeliveries.moveHead(head.until);
      return 0;
    }
    const events = await repositories.publishedEvents.list({ after: head.position, limit: BATCH });
    const last = events.at(-1);
    if (!last) return 0;
    await send(repositories, jobs, events, endpoints);
    await repositories.webhookDeliveries.moveHead(last.position);
    return events.length;
  });
}

async function send(
  repositories: Repositories,
  jobs: Pick<Jobs, 'sendAll'>,
  events: readonly PublishedEvent[],
  endpoints: readonly Endpoint[],
): Promise<void> {
  const deliveries = events.flatMap(event =>
    endpoints.filter(endpoint => wants(endpoint, event)).map(endpoint => toDelivery(endpoint, event)),
  );
  if (deliveries.length === 0) return;
  await repositories.webhookDeliveries.insertAll(deliveries);
  await wakeLanes(jobs, repositories, deliveries);
}

/** Whether an endpoint is to be told of an event: of its enterprise, and of a type it asked for. Pure. */
export function wants(
  { enterprise_id, types }: Pick<Endpoint, 'enterprise_id' | 'types'>,
  event: Pick<PublishedEvent, 'enterprise_id' | 'type'>,
): boolean {
  const isOfTheEnterprise = isNone(enterprise_id) || enterprise_id === event.enterprise_id;
  return isOfTheEnterprise && (isNone(types) || types.includes(event.type));
}

function toDelivery(endpoint: Endpoint, event: PublishedEvent): NewWebhookDelivery {
  return {
    endpointId: endpoint.id,
    enterpriseId: event.enterprise_id,
    eventId: event.id,
    accountId: event.account_id ?? null,
    position: event.position,
    type: event.type,
  };
}

function isNone(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
