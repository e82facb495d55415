import type { VendorApplicationChange, VendorApplicationRow } from '#libs/persistence';
import type { VendorApplication } from './vendor-application.dto.js';
import type { UpdateVendorApplication } from './write-vendor-application.dto.js';

/** An application as it is answered: all but the hashes of its secrets. */
export function toVendorApplication(row: VendorApplicationRow): Pick<VendorApplication, keyof VendorApplication> {
  const { id, name, version } = row;
  return {
    id,
    name,
    redirectUris: row.redirect_uris,
    postLogoutRedirectUris: row.post_logout_redirect_uris,
    initiateLoginUri: row.initiate_login_uri ?? null,
    backchannelLogoutUri: row.backchannel_logout_uri ?? null,
    authentication: row.token_endpoint_auth_method,
    jwks: row.jwks ?? null,
    secrets: row.secrets.map(({ prefix, expiresAt }) => ({ prefix, expiresAt })),
    version,
    createdAt: row.created_at,
    lastModified: row.last_modified,
  };
}

/** What a PATCH changes: what it says, and is not so already. */
export function changeOf(row: VendorApplicationRow, body: UpdateVendorApplication): VendorApplicationChange {
  const { name, redirectUris, postLogoutRedirectUris, initiateLoginUri, backchannelLogoutUri, jwks } = body;
  const asked: VendorApplicationChange = {
    ...(typeof name === 'string' && { name }),
    ...(redirectUris && { redirectUris }),
    ...(postLogoutRedirectUris !== undefined && { postLogoutRedirectUris: postLogoutRedirectUris ?? [] }),
    ...(initiateLoginUri !== undefined && { initiateLoginUri }),
    ...(backchannelLogoutUri !== undefined && { backchannelLogoutUri }),
    ...(jwks && { jwks: { keys: jwks.keys } }),
  };
  const current: Readonly<Record<string, unknown>> = { ...toVendorApplication(row) };
  const changed = Object.entries(asked).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(current[key]),
  );
  return Object.fromEntries(changed);
}

/** What of it is told in the audit log: of keys, how many there are. */
export function toAudited({ jwks, secrets: _secrets, ...change }: VendorApplicationChange): object {
  return { ...change, ...(jwks && { keys: jwks.keys.length }) };
}

/** The same of how it was before. */
export function auditedBefore(row: VendorApplicationRow, change: VendorApplicationChange): object {
  const current: Readonly<Record<string, unknown>> = { ...toVendorApplication(row) };
  return toAudited(Object.fromEntries(Object.keys(change).map(key => [key, current[key]])));
}
