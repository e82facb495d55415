import { ssoFingerprint } from '#libs/connection-health';
import type { ConnectionChange, ConnectionKey, ConnectionRow, SsoSettings } from '#libs/persistence';

/** Settings of single sign-on, with the version of the attribute mapping they are used with. */
export interface SsoRevision {
  readonly settings: SsoSettings;
  readonly mappingVersion: number;
}

/** The settings that sign people in; undefined until there are any. */
export function liveRevision(row: ConnectionRow): SsoRevision | undefined {
  return row.sso_settings ? { settings: row.sso_settings, mappingVersion: row.mapping_version } : undefined;
}

/** The settings that an edit begins with: those of the pending revision, or else the live ones. */
export function editedRevision(row: ConnectionRow): SsoRevision | undefined {
  return row.pending_revision ?? liveRevision(row);
}

/** What a sign-in test of the settings is tied to; undefined when there are none. */
export function fingerprintOf(revision: SsoRevision | null | undefined): string | undefined {
  return revision ? ssoFingerprint(revision.settings, revision.mappingVersion) : undefined;
}

/** Settings as the audit log keeps them: the fingerprint tells that a client secret was changed, and nothing of it. */
export function recordableSettings(revision: SsoRevision | null | undefined): object | null {
  if (!revision) return null;
  const { settings, mappingVersion } = revision;
  const fingerprint = fingerprintOf(revision);
  if (settings.protocol === 'saml') return { ...settings, mappingVersion, fingerprint };
  const { sealedClientSecret, ...readable } = settings;
  return { ...readable, secretIsSet: sealedClientSecret !== null, mappingVersion, fingerprint };
}

/** What changes of the attribute mapping when settings become the live ones. */
export function mappingChange(
  { mapping_version: previousMappingVersion }: ConnectionRow,
  { mappingVersion }: SsoRevision,
): ConnectionChange {
  return mappingVersion === previousMappingVersion ? {} : { mappingVersion, previousMappingVersion };
}

/** The key of a connection that was read. */
export function keyOf(row: Pick<ConnectionRow, 'enterprise_id' | 'id'>): ConnectionKey {
  return { enterpriseId: row.enterprise_id, connectionId: row.id };
}

/** The settings that a fingerprint is of: the live ones, or the pending revision; undefined when they were changed since. */
export function revisionWith(row: ConnectionRow, fingerprint: string): SsoRevision | undefined {
  return (
    [liveRevision(row), row.pending_revision].find(revision => fingerprintOf(revision) === fingerprint) ?? undefined
  );
}
