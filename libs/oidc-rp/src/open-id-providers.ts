import type { Fetcher } from './fetcher.js';
import { type OpenIdProvider, readProvider } from './open-id-provider.js';
import { OidcSignInError } from './sign-in-error.js';

const FRESH_MS = 3_600_000;
/** An answer that cannot be read again is believed for so long: an hour's outage must not become ours. */
const USABLE_MS = 24 * FRESH_MS;
const RETRY_MS = 60_000;
const MAX_PROVIDERS = 500;

interface Remembered {
  readonly provider: Promise<OpenIdProvider>;
  readonly readAt: number;
  /** When it is read again. */
  readonly staleAt: number;
}

/** The OpenID providers that a process signs people in with; what they tell of themselves is remembered, and read again. */
export class OpenIdProviders {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly fetcher: Fetcher,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * The OpenID provider of an issuer.
   * @throws OidcSignInError as {@link readProvider} does
   */
  find(issuer: string): Promise<OpenIdProvider> {
    const known = this.remembered.get(issuer);
    if (known && known.staleAt > this.now()) return known.provider;
    const provider = readProvider(this.fetcher, issuer).catch((error: unknown) => this.fallBack(issuer, known, error));
    this.remember(issuer, { provider, readAt: this.now(), staleAt: this.now() + FRESH_MS });
    return provider;
  }

  /** Only an outage is bridged: an issuer that has become another is refused at once. */
  private async fallBack(issuer: string, known: Remembered | undefined, error: unknown): Promise<OpenIdProvider> {
    this.remembered.delete(issuer);
    const isOutage = error instanceof OidcSignInError && error.code === 'oidc_issuer_unreachable';
    if (!known || !isOutage || this.now() - known.readAt > USABLE_MS) throw error;
    this.remember(issuer, { ...known, staleAt: this.now() + RETRY_MS });
    return known.provider;
  }

  /** The one that was read longest ago gives way. */
  private remember(issuer: string, entry: Remembered): void {
    this.remembered.delete(issuer);
    this.remembered.set(issuer, entry);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > MAX_PROVIDERS && oldest !== undefined) this.remembered.delete(oldest);
  }
}
