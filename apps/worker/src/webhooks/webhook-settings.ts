import { retryDelaysMs } from './judge-answer.js';

/** How webhooks are sent. */
export class WebhookSettings {
  /** Of the installation, without a trailing slash; the issuer of Security Event Tokens. */
  readonly publicUrl: string;
  /** How long is waited after each attempt that failed; after the last one an event is given up. */
  readonly delaysMs: readonly number[];
  /** For the whole of one attempt. */
  readonly timeoutMs: number;

  constructor({
    publicUrl,
    delaysMs = retryDelaysMs,
    timeoutMs = 10_000,
  }: {
    readonly publicUrl: string;
    readonly delaysMs?: readonly number[];
    readonly timeoutMs?: number;
  }) {
    this.publicUrl = publicUrl;
    this.delaysMs = delaysMs;
    this.timeoutMs = timeoutMs;
  }
}
