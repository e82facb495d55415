import type { ConnectionKey } from '#libs/persistence';
import type { ServiceConfig } from '#libs/service-kit';

/** The settings of a process that single sign-on reads. */
export type SsoConfig = Pick<ServiceConfig, 'ALLOWED_PRIVATE_NETWORKS' | 'SSO_REQUESTS_PER_MINUTE' | 'TRUSTED_PROXIES'>;

/** Where single sign-on of one connection is. What is promised to identity providers may not change. */
export interface ConnectionUrls {
  readonly entityId: string;
  readonly acsUrl: string;
  readonly singleLogoutUrl: string;
  readonly oidcRedirectUri: string;
  /** Where a browser begins. */
  readonly startUrl: string;
}

/** Where this installation is reached, and the limits of single sign-on. */
export class SsoSettings {
  /** Without a trailing slash. */
  readonly publicUrl: string;
  /** Of one remote address; 0 is no limit. */
  readonly requestsPerMinute: number;

  constructor({ publicUrl, config }: { readonly publicUrl: string; readonly config: SsoConfig }) {
    this.publicUrl = publicUrl;
    this.requestsPerMinute = config.SSO_REQUESTS_PER_MINUTE;
  }

  /** Whether browsers come over HTTPS: over HTTP, as in a demo on one machine, they keep no `__Host-` cookies. */
  get isSecure(): boolean {
    return this.publicUrl.startsWith('https:');
  }

  urlsOf({ connectionId }: Pick<ConnectionKey, 'connectionId'>): ConnectionUrls {
    const base = `${this.publicUrl}/sso/${connectionId}`;
    return {
      entityId: `${base}/saml/metadata`,
      acsUrl: `${base}/saml/acs`,
      singleLogoutUrl: `${base}/saml/slo`,
      oidcRedirectUri: `${base}/oidc/callback`,
      startUrl: `${base}/start`,
    };
  }
}
