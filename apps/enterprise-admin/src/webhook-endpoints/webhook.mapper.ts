import type { WebhookDeliveryRow, WebhookEndpointChange, WebhookEndpointRow } from '#libs/persistence';
import type { WebhookDelivery } from './webhook-delivery.dto.js';
import type { UpdateWebhookEndpoint, WebhookEndpoint } from './webhook-endpoint.dto.js';

/** An endpoint as it is answered: all but its secrets. */
export function toWebhookEndpoint(row: WebhookEndpointRow): Pick<WebhookEndpoint, keyof WebhookEndpoint> {
  const { id, url, description, format, state, failures, version } = row;
  return {
    id,
    enterpriseId: row.enterprise_id ?? null,
    url,
    description,
    types: row.types ?? null,
    format,
    state,
    health: {
      failures,
      failingSince: row.failing_since ?? null,
      lastDeliveredAt: row.last_delivered_at ?? null,
      lastFailedAt: row.last_failed_at ?? null,
      lastFailure: row.last_failure ?? null,
    },
    version,
    createdAt: row.created_at,
    lastModified: row.last_modified,
  };
}

/** A delivery as it is answered. */
export function toWebhookDelivery(row: WebhookDeliveryRow): Pick<WebhookDelivery, keyof WebhookDelivery> {
  const { id, type, state, attempts } = row;
  return {
    id,
    eventId: row.event_id ?? null,
    enterpriseId: row.event_enterprise_id ?? null,
    accountId: row.account_id ?? null,
    type,
    state,
    attempts,
    lastStatus: row.last_status ?? null,
    lastError: row.last_error ?? null,
    createdAt: row.created_at,
    lastAttemptAt: row.last_attempt_at ?? null,
    nextAttemptAt: state === 'pending' ? row.next_attempt_at : null,
  };
}

/** What of an endpoint a body really changes. */
export function changeOf(
  row: WebhookEndpointRow,
  { url, description, types, state }: UpdateWebhookEndpoint,
): WebhookEndpointChange {
  return {
    ...(url !== undefined && url !== row.url && { url }),
    ...(description && description !== row.description && { description }),
    ...(types !== undefined && String(types) !== String(row.types) && { types }),
    ...(state && state !== row.state && { state }),
  };
}

/** The same attributes as they were. */
export function currentOf(row: WebhookEndpointRow, change: WebhookEndpointChange): object {
  const { url, description, types, state } = row;
  const current: Readonly<Record<string, unknown>> = { url, description, types, state };
  return Object.fromEntries(Object.keys(change).map(name => [name, current[name] ?? null]));
}
