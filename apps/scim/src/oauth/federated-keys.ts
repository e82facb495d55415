import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { createRemoteJWKSet, customFetch, type FetchImplementation, type JWTVerifyGetKey } from 'jose';
import { SafeFetch } from '#libs/safe-fetch';

const CACHE_MS = 600_000;
/** An unknown key, and an issuer that does not answer, is asked for again no sooner. */
const COOL_DOWN_MS = 30_000;
const LIMITS = { maxBytes: 524_288, timeoutMs: 5000, accept: 'application/jwk-set+json, application/json' };
const MAX_ISSUERS = 500;

/** The public keys of those who issue workload identities, from the URLs that administrators have named. */
@Injectable()
export class FederatedKeys implements OnModuleDestroy {
  private readonly sets = new Map<string, JWTVerifyGetKey>();

  constructor(private readonly fetcher: SafeFetch) {}

  /** The keys at a URL. They are fetched when they are first needed. */
  find(jwksUri: string): JWTVerifyGetKey {
    const keys = this.sets.get(jwksUri) ?? this.open(jwksUri);
    // The last one that was used is the last to go.
    this.sets.delete(jwksUri);
    this.sets.set(jwksUri, keys);
    const [oldest] = this.sets.keys();
    if (this.sets.size > MAX_ISSUERS && oldest !== undefined) this.sets.delete(oldest);
    return keys;
  }

  onModuleDestroy(): Promise<void> {
    return this.fetcher.close();
  }

  private open(jwksUri: string): JWTVerifyGetKey {
    return createRemoteJWKSet(new URL(jwksUri), {
      cacheMaxAge: CACHE_MS,
      cooldownDuration: COOL_DOWN_MS,
      [customFetch]: coolingDown(() => this.fetch(jwksUri)),
    });
  }

  private async fetch(jwksUri: string): Promise<Response> {
    const { status, body } = await this.fetcher.get(jwksUri, LIMITS);
    return new Response(new Uint8Array(body), { status });
  }
}

/** `jose` waits before it asks again for what was answered; this waits too when nothing good was. */
function coolingDown(fetch: () => Promise<Response>): FetchImplementation {
  let failure: { readonly until: number; readonly reason: Error } | undefined;
  return async () => {
    if (failure && Date.now() < failure.until) throw failure.reason;
    try {
      const response = await fetch();
      if (!response.ok) throw new Error(`The keys of the issuer are answered with status ${response.status}.`);
      failure = undefined;
      return response;
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      failure = { until: Date.now() + COOL_DOWN_MS, reason };
      throw reason;
    }
  };
}
