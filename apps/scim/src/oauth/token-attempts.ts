import { Injectable } from '@nestjs/common';
import { FailedAuthentications } from '#libs/service-kit';
import { ScimSettings } from '../http/scim-settings.js';
import { OAuthError } from './oauth-error.js';

/** Where an attempt came from, and which client it named. */
export interface TokenAttempt {
  /** `networkOf` its address. */
  readonly network: string;
  readonly client: string;
}

const FAILURES_OF_A_CLIENT_PER_MINUTE = 60;
const MAX_REMEMBERED = 10_000;

/**
 * Counts failed attempts to get an access token, per network and per client. From where a client was right before, nothing
 * that others fail in its name holds it up.
 */
@Injectable()
export class TokenAttempts {
  private readonly ofNetworks: FailedAuthentications;
  private readonly ofClients = new FailedAuthentications({
    failedAuthenticationsPerMinute: FAILURES_OF_A_CLIENT_PER_MINUTE,
  });
  private readonly succeeded = new Set<string>();

  constructor(settings: ScimSettings) {
    this.ofNetworks = new FailedAuthentications(settings);
  }

  /** @throws OAuthError `temporarily_unavailable`, with 429 */
  async check(attempt: TokenAttempt): Promise<void> {
    if (this.succeeded.has(keyOf(attempt))) return;
    const wait = (await this.ofNetworks.waitOf(attempt.network)) ?? (await this.ofClients.waitOf(attempt.client));
    if (wait !== undefined) throw OAuthError.unavailable(429, wait);
  }

  async countFailure(attempt: TokenAttempt): Promise<void> {
    this.succeeded.delete(keyOf(attempt));
    await Promise.all([this.ofNetworks.count(attempt.network), this.ofClients.count(attempt.client)]);
  }

  rememberSuccess(attempt: TokenAttempt): void {
    const [oldest] = this.succeeded;
    if (this.succeeded.size >= MAX_REMEMBERED && oldest !== undefined) this.succeeded.delete(oldest);
    this.succeeded.add(keyOf(attempt));
  }
}

function keyOf({ network, client }: TokenAttempt): string {
  return `${network} ${client}`;
}
