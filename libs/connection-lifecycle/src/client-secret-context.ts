import type { ConnectionKey } from '#libs/persistence';

/** Where the client secret of an OpenID Connect connection is sealed for: that of one connection does not open in another. */
export function clientSecretContext({ enterpriseId, connectionId }: ConnectionKey): string {
  return `oidc-client-secret:${enterpriseId}:${connectionId}`;
}
