import { readCertificate, ssoFingerprint } from '#libs/connection-health';
import type { ConnectionRow, SsoSettings, SsoTest } from '#libs/persistence';
import type { Connection, Sso } from './connection-answer.dto.js';

/** A connection as it is answered. */
export function toConnection(row: ConnectionRow, scimBaseUrl: string): Connection {
  const { id, name, state, version } = row;
  return {
    id,
    name,
    idpProfile: row.idp_profile,
    state,
    provisioningMode: row.provisioning_mode,
    scimBaseUrl,
    sso: toSso(ssoOf(row), row.mapping_version),
    version,
    createdAt: row.created_at,
    lastModified: row.last_modified,
  };
}

/** How a connection signs people in, and its last test. */
export function ssoOf(row: ConnectionRow): { readonly settings: SsoSettings | null; readonly test: SsoTest | null } {
  return { settings: row.sso_settings ?? null, test: row.sso_test ?? null };
}

function toSso({ settings, test }: ReturnType<typeof ssoOf>, mappingVersion: number): Sso | null {
  if (settings?.protocol !== 'saml') return null;
  const fingerprint = ssoFingerprint(settings, mappingVersion);
  return {
    protocol: settings.protocol,
    entityId: settings.entityId,
    signOnUrl: settings.signOnUrl,
    certificates: settings.certificates.flatMap(pem => readCertificate(pem) ?? []),
    fingerprint,
    test: test && { testedAt: test.testedAt, isCurrent: test.fingerprint === fingerprint },
  };
}
