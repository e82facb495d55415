import { sql } from 'kysely';
import type { AccountEventType } from '../entities/account-event.entity.js';
import type { EnterpriseId, WebhookEndpointId } from '../entities/ids.js';
import type { Executor } from '../executor.js';
import type { Row } from '../tables.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** Where the vendor's application is told of account events. */
export type WebhookEndpointRow = Row<'webhook_endpoints'>;

/** A signing secret, sealed, and until when it signs. */
export type SealedSecret = WebhookEndpointRow['sealed_secrets'][number];

/** What an endpoint is made with. */
export interface NewWebhookEndpoint {
  readonly id: WebhookEndpointId;
  /** Null for the events of all enterprises. */
  readonly enterpriseId: EnterpriseId | null;
  readonly url: string;
  readonly description: string;
  readonly types: readonly AccountEventType[] | null;
  readonly format: WebhookEndpointRow['format'];
  readonly sealedSecrets: readonly SealedSecret[];
}

/** What changes of an endpoint; what is not there stays. */
export interface WebhookEndpointChange {
  readonly url?: string;
  readonly description?: string;
  readonly types?: readonly AccountEventType[] | null;
  readonly state?: WebhookEndpointRow['state'];
  readonly sealedSecrets?: readonly SealedSecret[];
}

/** How an attempt ended. */
export type WebhookAttempt = { readonly at: Date } & (
  | { readonly delivered: true }
  | { readonly delivered: false; readonly failure: string }
);

/** Webhook endpoints: the vendor's, for the events of all enterprises or of one. */
export class WebhookEndpointsRepository {
  constructor(private readonly db: Executor) {}

  insert({ id, enterpriseId, url, description, types, format, sealedSecrets }: NewWebhookEndpoint) {
    return this.db.kysely
      .insertInto('webhook_endpoints')
      .values({
        id,
        enterprise_id: enterpriseId,
        url,
        description,
        types: types && [...types],
        format,
        sealed_secrets: json(sealedSecrets),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  find(id: WebhookEndpointId): Promise<WebhookEndpointRow | undefined> {
    return this.db.kysely.selectFrom('webhook_endpoints').selectAll().where('id', '=', id).executeTakeFirst();
  }

  findForUpdate(id: WebhookEndpointId): Promise<WebhookEndpointRow | undefined> {
    return this.db.kysely
      .selectFrom('webhook_endpoints')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
  }

  /** Oldest first. */
  list({ limit, after = FIRST_ID }: Keyset): Promise<WebhookEndpointRow[]> {
    return this.db.kysely
      .selectFrom('webhook_endpoints')
      .selectAll()
      .where('id', '>', after as WebhookEndpointId)
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /** Those that are told of new events. */
  listEnabled(): Promise<Pick<WebhookEndpointRow, 'id' | 'enterprise_id' | 'types'>[]> {
    return this.db.kysely
      .selectFrom('webhook_endpoints')
      .select(['id', 'enterprise_id', 'types'])
      .where('state', '=', 'enabled')
      .execute();
  }

  /** Whoever enables an endpoint again gives it a new chance: its failures are forgotten. */
  update(id: WebhookEndpointId, { types, sealedSecrets, ...change }: WebhookEndpointChange) {
    return this.db.kysely
      .updateTable('webhook_endpoints')
      .set({
        ...change,
        ...(types !== undefined && { types: types && [...types] }),
        ...(sealedSecrets && { sealed_secrets: json(sealedSecrets) }),
        ...(change.state === 'enabled' && { failures: 0, failing_since: null }),
        version: sql<number>`version + 1`,
        last_modified: sql<string>`now()`,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** What was sent to it goes along. */
  async delete(id: WebhookEndpointId): Promise<void> {
    await this.db.kysely.deleteFrom('webhook_endpoints').where('id', '=', id).execute();
  }

  /** Notes how an attempt ended; gives the endpoint as it is then, or undefined when it is gone. */
  recordAttempt(id: WebhookEndpointId, attempt: WebhookAttempt): Promise<WebhookEndpointRow | undefined> {
    const at = attempt.at.toISOString();
    return this.db.kysely
      .updateTable('webhook_endpoints')
      .set(
        attempt.delivered
          ? { failures: 0, failing_since: null, last_delivered_at: at }
          : {
              failures: sql<number>`failures + 1`,
              failing_since: sql<string>`coalesce(failing_since, ${at}::timestamptz)`,
              last_failed_at: at,
              last_failure: attempt.failure,
            },
      )
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
  }
}

function json(secrets: readonly SealedSecret[]) {
  return sql<readonly SealedSecret[]>`${JSON.stringify(secrets)}::jsonb`;
}
