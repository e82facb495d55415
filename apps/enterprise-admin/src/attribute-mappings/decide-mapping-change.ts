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
  if (current === version) return undefined;
  // As after any other change of what signs people in.
  const isTestedAgain = state === 'tested' || state === 'disabled';
  return {
    isPending: false,
    change: {
      mappingVersion: version,
      previousMappingVersion: current,
      ...(isTestedAgain && { state: 'configured' }),
    },
  };
}

interface Enabled {
  readonly live: SsoSettings;
  readonly pending: PendingRevision | null;
  readonly current: number;
}

function decideRevision({ live, pending, current }: Enabled, version: number, now: Date): MappingDecision | undefined {
  const { settings, mappingVersion, createdAt } = pending ?? {
    settings: live,
    mappingVersion: current,
    createdAt: now.toISOString(),
  };
  if (mappingVersion === version) return undefined;
  // A revision that changes nothing is none.
  if (ssoFingerprint(settings, version) === ssoFingerprint(live, current))
    return { isPending: false, change: { pendingRevision: null } };
  return { isPending: true, change: { pendingRevision: { settings, mappingVersion: version, createdAt } } };
}
