import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import { type Fetcher, readText, toFetch } from './fetcher.js';
import { discoveryUrlOf, isMultiTenant } from './issuer-forms.js';
import { parseProviderMetadata, type ProviderMetadata } from './provider-metadata.js';
import { refusalOf } from './refusal-of.js';
import { OidcSignInError } from './sign-in-error.js';

/** An OpenID provider, as all connections to it see it: nothing of it is any enterprise's. */
export interface OpenIdProvider {
  readonly metadata: ProviderMetadata;
  /** Finds the key that signed a token, and asks for the keys again when it is a new one. */
  readonly keys: JWTVerifyGetKey;
}

/** A key that nobody knows has the keys read again, but not more often than so. */
const COOLDOWN_MS = 30_000;
const KEYS_FRESH_MS = 600_000;

/**
 * Reads what an OpenID provider tells of itself.
 * @throws OidcSignInError `oidc_multi_tenant`, `oidc_issuer_unreachable`, and what {@link parseProviderMetadata} throws
 */
export async function readProvider(fetcher: Fetcher, issuer: string): Promise<OpenIdProvider> {
  if (isMultiTenant(issuer)) throw OidcSignInError.of('oidc_multi_tenant');
  const text = await readText(fetcher, discoveryUrlOf(issuer)).catch((error: unknown) => {
    throw refusalOf(error, 'oidc_issuer_unreachable');
  });
  if (text === undefined) throw OidcSignInError.of('oidc_issuer_unreachable');
  const metadata = parseProviderMetadata(issuer, text);
  return { metadata, keys: keysAt(fetcher, metadata.jwks_uri) };
}

/** jose waits between fetches that succeed; whoever makes them fail must wait as long. */
function keysAt(fetcher: Fetcher, uri: string): JWTVerifyGetKey {
  const fetch = toFetch(fetcher);
  let failed = { at: -Infinity, error: new Error('No keys were read.') };
  return createRemoteJWKSet(new URL(uri), {
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: KEYS_FRESH_MS,
    [customFetch]: async (url, options) => {
      if (Date.now() - failed.at < COOLDOWN_MS / 3) throw failed.error;
      return fetch(url, options).catch((cause: unknown) => {
        failed = { at: Date.now(), error: OidcSignInError.of('oidc_keys_unreachable', cause) };
        throw failed.error;
      });
    },
  });
}
