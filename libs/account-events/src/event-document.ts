import type { AccountEventType, PublishedEvent } from '#libs/persistence';

/** An event as the vendor's application gets it. */
export interface AccountEventDocument {
  /** The same wherever the event is told of. */
  readonly id: string;
  readonly type: AccountEventType;
  /** When it happened, ISO 8601. */
  readonly at: string;
  /** The order of all events. It grows; events of one account, or of one enterprise, have the order in which it was changed. */
  readonly position: number;
  readonly enterpriseId: string;
  /** Null when it happened to the enterprise as a whole. */
  readonly accountId: string | null;
  readonly connectionId: string | null;
  readonly directoryUserId: string | null;
  /** Who did it: a kind, nothing that tells which. */
  readonly actor: { readonly kind: string };
  /** What it was before and is after, or what was taken and given back. */
  readonly change: object;
  readonly requestId: string | null;
}

/** The document of an event that has its position. Pure. */
export function toEventDocument(event: PublishedEvent): AccountEventDocument {
  return {
    id: event.id,
    type: event.type,
    at: event.at,
    position: Number(event.position),
    enterpriseId: event.enterprise_id,
    accountId: event.account_id ?? null,
    connectionId: event.connection_id ?? null,
    directoryUserId: event.directory_user_id ?? null,
    actor: { kind: event.actor.kind },
    change: event.change,
    requestId: event.request_id ?? null,
  };
}

/** What tells of nothing: sent when somebody tries an endpoint out. */
export interface TestEventDocument {
  readonly id: string;
  readonly type: 'webhook_endpoint.test';
  readonly at: string;
  readonly endpointId: string;
}

/** Whatever is sent to an endpoint. */
export type EventDocument = AccountEventDocument | TestEventDocument;

/** The type of a test event. */
export const testEventType = 'webhook_endpoint.test';

/** Whether it tells of an account or an enterprise. */
export function isAccountEvent(document: EventDocument): document is AccountEventDocument {
  return document.type !== testEventType;
}
