import { Injectable, Logger } from '@nestjs/common';
import { idTokenKeys, openIdIssuer, signLogoutToken, SigningKeyRing } from '#libs/account-events';
import { Database, type DueLogout } from '#libs/persistence';
import { SafeFetch, SafeFetchError } from '#libs/safe-fetch';
import { SecretBox } from '#libs/tokens';

/** Where the OpenID provider is. */
export class LogoutSettings {
  /** Without a trailing slash. */
  readonly publicUrl!: string;
}

const TIMEOUT_MS = 5000;
const MAX_ANSWER_BYTES = 64 * 1024;
const SECOND_MS = 1000;
/** When it is tried again, and how often: after that every token that the application holds has ended, too. */
const DELAYS_MS = [1, 5, 30, 120, 600, 3600, 6 * 3600].map(seconds => seconds * SECOND_MS);

/** When an application is told again that did not answer as it should; undefined when it is given up. Pure. */
export function retryAt(attempts: number, now: Date): Date | undefined {
  const delay = DELAYS_MS[attempts];
  return delay === undefined ? undefined : new Date(now.getTime() + delay);
}

/** Tells applications that a session is over (OpenID Connect Back-Channel Logout 1.0 §2.5). */
@Injectable()
export class LogoutSender {
  private readonly logger = new Logger(LogoutSender.name);
  private readonly ring: SigningKeyRing;

  constructor(
    private readonly database: Database,
    private readonly safeFetch: SafeFetch,
    private readonly settings: LogoutSettings,
    secretBox: SecretBox,
  ) {
    this.ring = new SigningKeyRing(database, secretBox, idTokenKeys);
  }

  /** Makes one attempt, and notes what came of it. */
  async send(due: DueLogout): Promise<void> {
    const { applicationSessions } = this.database.repositories;
    const failure = due.backchannelLogoutUri === null ? undefined : await this.tell(due, due.backchannelLogoutUri);
    if (failure === undefined) return applicationSessions.delete(due);
    const { applicationId, accountSessionId, attempts } = due;
    const again = retryAt(attempts, new Date());
    this.logger.warn(
      `Application ${applicationId} was not told of the end of session ${accountSessionId} (attempt ${attempts + 1}): ${failure}`,
    );
    return again ? applicationSessions.postpone(due, again) : applicationSessions.delete(due);
  }

  /** @returns why it failed */
  private async tell(due: DueLogout, url: string): Promise<string | undefined> {
    const token = await signLogoutToken(this.ring, openIdIssuer(this.settings.publicUrl), due);
    try {
      const { status } = await this.safeFetch.post(url, {
        body: new URLSearchParams({ logout_token: token }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        maxBytes: MAX_ANSWER_BYTES,
        timeoutMs: TIMEOUT_MS,
      });
      return status >= 200 && status < 300 ? undefined : `HTTP ${status}`;
    } catch (error) {
      if (error instanceof SafeFetchError) return error.message;
      throw error;
    }
  }
}
