import { ssoFingerprint } from '#libs/connection-health';
import type { ConnectionChange, ConnectionRow, PendingRevision, SsoSettings } from '#libs/persistence';

type Connection = Pick<
  ConnectionRow,
  'state' | 'sso_settings' | 'pending_revision' | 'mapping_version' | 'previous_mapping_version'
>;

/** What changes of a connection with the version of its attribute mapping, and whether that waits for a sign-in test. */
export interface MappingDecision {
  readonly isPending: boolean;
  readonly change: ConnectionChange;
}

/**
 * Decides how a connection comes to another version of its attribute mapping: an enabled one by a pending revision, every other
 * at once, with which its sign-in test is void. Undefined when it has come to it already.
 */
export function decideMappingChange(row: Connection, version: number, now: Date): MappingDecision | undefined {
  const { state, sso_settings: live, pending_revision: pending, mapping_version: current } = row;
  if (state === 'enabled' && live) return decideRevision({ live, pending: pending ?? null, current }, version, now);
  if (current === version && (pending?.mappingVersion ?? version) === version) return undefined;
  return { isPending: false, change: { ...changeAtOnce(row, version), ...changeOfEdited(row, version, now) } };
}

/** As after any other change of what signs people in, the sign-in is to be tested again. */
function changeAtOnce({ state, mapping_version: current }: Connection, version: number): ConnectionChange {
  if (current === version) return {};
  const isTestedAgain = state === 'tested' || state === 'disabled';
  return { mappingVersion: version, previousMappingVersion: current, ...(isTestedAgain && { state: 'configured' }) };
}

/** What was edited while the connection was enabled goes on with this version. */
function changeOfEdited(row: Connection, version: number, now: Date): ConnectionChange {
  const { sso_settings: live, pending_revision: pending } = row;
  if (!live || !pending) return {};
  return { pendingRevision: revisionWith({ live, pending, current: version }, version, now) };
}

interface Enabled {
  readonly live: SsoSettings;
  readonly pending: PendingRevision | null;
  readonly current: number;
}

function decideRevision(enabled: Enabled, version: number, now: Date): MappingDecision | undefined {
  const { pending, current } = enabled;
  if ((pending?.mappingVersion ?? current) === version) return undefined;
  const pendingRevision = revisionWith(enabled, version, now);
  return { isPending: pendingRevision !== null, change: { pendingRevision } };
}

/** What is edited, with this version. A revision that changes nothing is none. */
function revisionWith({ live, pending, current }: Enabled, version: number, now: Date): PendingRevision | null {
  const { settings = live, createdAt = now.toISOString() } = pending ?? {};
  if (ssoFingerprint(settings, version) === ssoFingerprint(live, current)) return null;
  return { settings, mappingVersion: version, createdAt };
}
