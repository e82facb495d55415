import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import type { EnterpriseId, WebhookEndpointId } from './ids.js';

/** Where the vendor's application is told of account events. */
export const WebhookEndpoint = defineEntity({
  name: 'WebhookEndpoint',
  tableName: 'webhook_endpoints',
  properties: {
    /** Null for the events of all enterprises. */
    enterprise_id: p.uuid().$type<EnterpriseId>().nullable(),
    id: p.uuid().$type<WebhookEndpointId>().primary(),
    url: p.text(),
    description: p.text().default(''),
    /** Null for all. */
    types: p.array().columnType('text[]').nullable(),
    format: p.enum(['event', 'security_event_token']).default('event'),
    /** The signing secrets, sealed, newest first; two while one replaces the other. */
    sealed_secrets: p.json<readonly { readonly sealed: string; readonly expiresAt: string | null }[]>(),
    state: p.enum(['enabled', 'disabled']).default('enabled'),
    /** Attempts that have failed since the last that did not. */
    failures: p.integer().default(0),
    /** Since when nothing was delivered; null when the last attempt was no failure. */
    failing_since: moment().nullable(),
    last_delivered_at: moment().nullable(),
    last_failed_at: moment().nullable(),
    last_failure: p.text().nullable(),
    version: p.integer().default(1),
    created_at: createdMoment(),
    last_modified: createdMoment(),
  },
});
