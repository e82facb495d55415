import { untestedOptionsOf } from '#libs/connection-health';
import {
  editedRevision,
  fingerprintOf,
  keyOf,
  liveRevision,
  mappingChange,
  recordableSettings,
  type SsoRevision,
} from '#libs/connection-lifecycle';
import type { ConnectionRow, Repositories, SsoSettings } from '#libs/persistence';
import type { RecordHappening } from '../http/admin-transactions.js';
import { checkTransition } from './check-transition.js';

/**
 * Gives a connection, which is locked, other settings of single sign-on, and records it. An enabled one gets them as a pending
 * revision, so that people go on signing in; any other becomes configured. Settings that are there already change nothing, and
 * options that no sign-in test exercises are live at once.
 * @throws AdminProblem `transition_refused`
 */
export async function configureSso(
  repositories: Repositories,
  row: ConnectionRow,
  settings: SsoSettings,
  record: RecordHappening,
): Promise<ConnectionRow> {
  const mappingVersion = editedRevision(row)?.mappingVersion ?? row.mapping_version;
  const revision = { settings, mappingVersion };
  if (fingerprintOf(revision) === fingerprintOf(editedRevision(row)))
    return setOptions({ repositories, row, record }, settings);
  // What could not be read was of an identity provider of another kind.
  if (editedRevision(row)?.settings.protocol !== settings.protocol)
    await repositories.raisedWarnings.clear(keyOf(row), 'METADATA_UNREACHABLE');
  const state = await checkTransition(repositories, row, 'configure', { settings });
  const edit = { repositories, row, record };
  return row.state === 'enabled' ? revise(edit, revision) : configureLive(edit, revision, state);
}

/** What an edit is made with. */
interface Edit {
  readonly repositories: Repositories;
  readonly row: ConnectionRow;
  readonly record: RecordHappening;
}

/** What no sign-in test exercises is live at once; the test that was made before still counts. */
async function setOptions({ repositories, row, record }: Edit, settings: SsoSettings): Promise<ConnectionRow> {
  const { sso_settings: live, pending_revision: pending } = row;
  const edited = pending?.settings ?? live;
  if (settings.protocol !== 'saml' || edited?.protocol !== 'saml') return row;
  const options = untestedOptionsOf(settings);
  if (JSON.stringify(options) === JSON.stringify(untestedOptionsOf(edited))) return row;
  const updated = await repositories.connections.update(keyOf(row), {
    ...(live?.protocol === 'saml' && { ssoSettings: { ...live, ...options } }),
    ...(pending && { pendingRevision: { ...pending, settings: { ...edited, ...options } } }),
  });
  await record(row.enterprise_id, {
    action: 'connection.configured',
    target: { type: 'connection', id: row.id },
    before: { state: row.state, sso: recordableSettings(editedRevision(row)) },
    after: { state: row.state, sso: recordableSettings(editedRevision(updated)) },
  });
  return updated;
}

async function configureLive(
  { repositories, row, record }: Edit,
  revision: SsoRevision,
  state: ConnectionRow['state'],
): Promise<ConnectionRow> {
  const updated = await repositories.connections.update(keyOf(row), {
    ...(state !== row.state && { state }),
    ssoSettings: revision.settings,
    ssoTest: null,
    // A connection that was disabled with one is edited from there.
    ...(row.pending_revision && { pendingRevision: null, ...mappingChange(row, revision) }),
  });
  await record(row.enterprise_id, {
    action: 'connection.configured',
    target: { type: 'connection', id: row.id },
    before: { state: row.state, sso: recordableSettings(liveRevision(row)) },
    after: { state, sso: recordableSettings(revision) },
  });
  return updated;
}

/** Settings that equal the live ones leave nothing to revise. */
async function revise({ repositories, row, record }: Edit, revision: SsoRevision): Promise<ConnectionRow> {
  const { pending_revision: pending } = row;
  const isLive = fingerprintOf(revision) === fingerprintOf(liveRevision(row));
  const pendingRevision = isLive ? null : { ...revision, createdAt: new Date().toISOString() };
  const updated = await repositories.connections.update(keyOf(row), { pendingRevision });
  await record(row.enterprise_id, {
    action: revisionAction({ isLive, wasThere: Boolean(pending) }),
    target: { type: 'connection', id: row.id },
    before: { sso: recordableSettings(editedRevision(row)) },
    after: { sso: recordableSettings(revision) },
  });
  return updated;
}

function revisionAction({ isLive, wasThere }: { readonly isLive: boolean; readonly wasThere: boolean }) {
  if (isLive) return 'connection.revision_discarded';
  return wasThere ? 'connection.revision_updated' : 'connection.revision_created';
}
