import { Injectable } from '@nestjs/common';
import { Webhook } from 'standardwebhooks';
import { type EventDocument, EventSigner, secretContext, testEventType, toEventDocument } from '#libs/account-events';
import { Database, type SealedSecret, type WebhookDeliveryRow, type WebhookEndpointRow } from '#libs/persistence';
import { SafeFetch, SafeFetchError } from '#libs/safe-fetch';
import { SecretBox } from '#libs/tokens';
import type { WebhookAnswer } from './judge-answer.js';
import { WebhookSettings } from './webhook-settings.js';

/** More of an answer is not read: it counts as failed. */
const MAX_ANSWER_BYTES = 256 * 1024;
/** So much of an answer that says no is kept, to be read by whoever looks for the cause. */
const KEPT_CHARACTERS = 1024;

const contentTypes = {
  event: 'application/json',
  // RFC 8935 §2.1
  security_event_token: 'application/secevent+jwt',
} as const;

/** Signs events as Standard Webhooks has it, and sends them. */
@Injectable()
export class WebhookSender {
  constructor(
    private readonly database: Database,
    private readonly safeFetch: SafeFetch,
    private readonly secretBox: SecretBox,
    private readonly signer: EventSigner,
    private readonly settings: WebhookSettings,
  ) {}

  /**
   * Makes one attempt.
   * @throws SecretUnreadable when the secrets of the endpoint cannot be opened
   */
  async send(endpoint: WebhookEndpointRow, delivery: WebhookDeliveryRow, now: Date): Promise<WebhookAnswer> {
    const document = await this.documentOf(delivery);
    if (!document) return { status: null, failure: 'The event is no longer there.', retryAfter: '' };
    const body =
      endpoint.format === 'event'
        ? JSON.stringify(document)
        : await this.signer.sign(document, { issuer: this.settings.publicUrl, audience: endpoint.url });
    return this.post(endpoint, body, await this.headersOf(endpoint, document.id, body, now));
  }

  private async documentOf(delivery: WebhookDeliveryRow): Promise<EventDocument | undefined> {
    const { event_enterprise_id: enterpriseId, event_id: eventId } = delivery;
    if (!enterpriseId || !eventId) {
      const { id, endpoint_id: endpointId, created_at: at } = delivery;
      return { id, type: testEventType, at, endpointId };
    }
    const event = await this.database.repositories.publishedEvents.find(enterpriseId, eventId);
    return event && toEventDocument(event);
  }

  /** The id is that of the event in every attempt, so that a receiver sees what it has had already. */
  private async headersOf(endpoint: WebhookEndpointRow, id: string, body: string, now: Date) {
    const secrets = await Promise.all(
      endpoint.sealed_secrets
        .filter(secret => isLive(secret, now))
        .map(({ sealed }) => this.secretBox.open(sealed, secretContext(endpoint.id))),
    );
    return {
      'content-type': contentTypes[endpoint.format],
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': secrets.map(secret => new Webhook(secret.reveal()).sign(id, now, body)).join(' '),
    };
  }

  private async post(
    { url }: WebhookEndpointRow,
    body: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<WebhookAnswer> {
    try {
      const { timeoutMs } = this.settings;
      const answer = await this.safeFetch.post(url, { body, headers, maxBytes: MAX_ANSWER_BYTES, timeoutMs });
      const { status, retryAfter } = answer;
      const isGood = status >= 200 && status < 300;
      return { status, failure: isGood ? null : failureOf(status, answer.body), retryAfter };
    } catch (error) {
      if (!(error instanceof SafeFetchError)) throw error;
      return { status: null, failure: error.message, retryAfter: '' };
    }
  }
}

function isLive({ expiresAt }: SealedSecret, now: Date): boolean {
  return expiresAt === null || Date.parse(expiresAt) > now.getTime();
}

function failureOf(status: number, body: Buffer): string {
  // PostgreSQL stores no U+0000, and a character may be cut in two.
  const said = body.toString().slice(0, KEPT_CHARACTERS).replaceAll('\0', '\uFFFD').toWellFormed().trim();
  return said === '' ? `HTTP ${status}` : `HTTP ${status}: ${said}`;
}
