import type { ConnectionKey } from '#libs/persistence';
import type { ServiceConfig } from '#libs/service-kit';

/** The settings of a process that the administration service reads. */
export type AdminConfig = Pick<
  ServiceConfig,
  Extract<keyof ServiceConfig, `ADMIN_${string}`> | 'ALLOWED_PRIVATE_NETWORKS' | 'NODE_ENV' | 'TRUSTED_PROXIES'
>;

/** Several times what a browser and a nightly job send. */
const REQUESTS_PER_SECOND_IN_PRODUCTION = 50;

/** What an identity provider is told of the service provider (SAML 2.0) and relying party (OpenID Connect). */
export interface ServiceProviderUrls {
  readonly entityId: string;
  readonly acsUrl: string;
  readonly singleLogoutUrl: string;
  readonly metadataUrl: string;
  readonly oidcRedirectUri: string;
  readonly oidcBackchannelLogoutUri: string;
  readonly oidcJwksUri: string;
}

/** Where this installation is reached, and the limits of the administration service. */
export class AdminSettings {
  /** Without a trailing slash; the issuer of Security Event Tokens. */
  readonly publicUrl: string;
  /** Of one API key, on average; 0 is no limit. */
  readonly requestsPerSecond: number;
  /** Of one API key, at once. */
  readonly requestBurst: number;
  /** Of one remote address; 0 is no limit. */
  readonly failedAuthenticationsPerMinute: number;
  readonly requestTimeoutSeconds: number;

  constructor({ publicUrl, config }: { readonly publicUrl: string; readonly config: AdminConfig }) {
    this.publicUrl = publicUrl;
    this.requestsPerSecond =
      config.ADMIN_REQUESTS_PER_SECOND ?? (config.NODE_ENV === 'production' ? REQUESTS_PER_SECOND_IN_PRODUCTION : 0);
    this.requestBurst = config.ADMIN_REQUEST_BURST;
    this.failedAuthenticationsPerMinute = config.ADMIN_FAILED_AUTHENTICATIONS_PER_MINUTE;
    this.requestTimeoutSeconds = config.ADMIN_REQUEST_TIMEOUT_SECONDS;
  }

  /** Where the pages are that may change something in a setup session. */
  get origin(): string {
    return new URL(this.publicUrl).origin;
  }

  /** The link that opens the setup assistant. What follows a `#` is sent to no server. */
  setupUrl(secret: string): string {
    return `${this.publicUrl}/assistant/#${secret}`;
  }

  /** Where a test sign-in begins. */
  testSignInUrl({ connectionId }: Pick<ConnectionKey, 'connectionId'>, secret: string): string {
    return `${this.publicUrl}/sso/${connectionId}/start?test=${secret}`;
  }

  /** What an administrator enters at the identity provider; without a trailing slash. */
  scimBaseUrl({ connectionId }: Pick<ConnectionKey, 'connectionId'>): string {
    return `${this.publicUrl}/scim/${connectionId}/v2`;
  }

  /** Where an identity provider with an OAuth 2.0 client gets its access tokens (RFC 6749 §3.2). */
  tokenEndpoint({ connectionId }: Pick<ConnectionKey, 'connectionId'>): string {
    return `${this.publicUrl}/scim/${connectionId}/oauth/token`;
  }

  /** The issuer identifier of a connection's authorization server (RFC 8414 §2). */
  issuer({ connectionId }: Pick<ConnectionKey, 'connectionId'>): string {
    return `${this.publicUrl}/scim/${connectionId}`;
  }

  /** Where single sign-on of a connection is, for its identity provider. */
  serviceProvider({ connectionId }: Pick<ConnectionKey, 'connectionId'>): ServiceProviderUrls {
    const base = `${this.publicUrl}/sso/${connectionId}`;
    return {
      entityId: `${base}/saml/metadata`,
      acsUrl: `${base}/saml/acs`,
      singleLogoutUrl: `${base}/saml/slo`,
      metadataUrl: `${base}/saml/metadata`,
      oidcRedirectUri: `${base}/oidc/callback`,
      oidcBackchannelLogoutUri: `${base}/oidc/backchannel-logout`,
      oidcJwksUri: `${base}/oidc/jwks`,
    };
  }
}
