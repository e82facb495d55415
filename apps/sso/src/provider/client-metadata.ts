import type { AdapterPayload } from 'oidc-provider';
import type { VendorApplicationRow } from '#libs/persistence';
import { hashToken, isSameHash } from '#libs/tokens';

type StoredSecret = VendorApplicationRow['secrets'][number];

/** Where the hashes of secrets are in the metadata of a client. */
export const SECRETS = 'secret_hashes';

/** An application as metadata of an OAuth client (RFC 7591 §2). In place of a secret stands what can never be one. */
export function toClientMetadata(row: VendorApplicationRow): AdapterPayload {
  const hasSecret = row.secrets.length > 0;
  return {
    client_id: row.id,
    client_name: row.name,
    redirect_uris: row.redirect_uris,
    post_logout_redirect_uris: row.post_logout_redirect_uris,
    token_endpoint_auth_method: row.token_endpoint_auth_method,
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'],
    ...(row.initiate_login_uri && { initiate_login_uri: row.initiate_login_uri }),
    // The sid is in every ID token, so that an application can tell which of its sessions a logout token means.
    ...(row.backchannel_logout_uri && {
      backchannel_logout_uri: row.backchannel_logout_uri,
      backchannel_logout_session_required: true,
    }),
    ...(row.token_endpoint_auth_method === 'private_key_jwt' && row.jwks && { jwks: row.jwks }),
    ...(hasSecret && { client_secret: 'only-hashes-are-kept', [SECRETS]: row.secrets }),
  };
}

/** Whether somebody has a secret of an application, in constant time for each. */
export function isSecretOf(secrets: unknown, actual: string, now = new Date()): boolean {
  if (!Array.isArray(secrets)) return false;
  const hash = hashToken(actual);
  return (secrets as readonly StoredSecret[])
    .filter(({ expiresAt }) => expiresAt === null || new Date(expiresAt) > now)
    .some(secret => isSameHash(Buffer.from(secret.hash, 'base64url'), hash));
}
