import { hasValidCertificate, ssoFingerprint } from '#libs/connection-health';
import type { AuditAction, ConnectionChange, ConnectionRow, Repositories, SsoSettings } from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import type { RecordHappening } from '../http/admin-transactions.js';
import { ssoOf } from './connection.mapper.js';
import { type ConnectionAction, type ConnectionFacts, decideTransition } from './connection-transitions.js';

/** What is done to a connection that changes its state, with what belongs to it. */
export type StateChange =
  | { readonly action: 'configure'; readonly settings: SsoSettings }
  | { readonly action: 'test'; readonly fingerprint: string; readonly missingAttributes: readonly string[] }
  | { readonly action: 'enable' | 'disable' | 'delete' };

const auditActions = {
  configure: 'connection.configured',
  test: 'connection.tested',
  enable: 'connection.enabled',
  disable: 'connection.disabled',
  delete: 'connection.deleted',
} as const satisfies Record<ConnectionAction, AuditAction>;

/**
 * Changes the state of a connection that is locked, if everything that guards the new state holds, and records it.
 * @throws AdminProblem `transition_refused`
 */
export async function changeState(
  repositories: Repositories,
  row: ConnectionRow,
  change: StateChange,
  record: RecordHappening,
): Promise<ConnectionRow> {
  const hasBreakGlass = await repositories.enterprises.hasBreakGlass(row.enterprise_id);
  const now = new Date();
  const decision = decideTransition(change.action, { ...factsOf(row, change, now), hasBreakGlass });
  if ('refusedBy' in decision)
    throw AdminProblem.transitionRefused(decision.detail, decision.refusedBy, decision.clickPath);
  const key = { enterpriseId: row.enterprise_id, connectionId: row.id };
  const updated = await repositories.connections.update(key, {
    ...(decision.to !== row.state && { state: decision.to }),
    ...ssoChangeOf(change, now),
  });
  await record(row.enterprise_id, {
    action: auditActions[change.action],
    target: { type: 'connection', id: row.id },
    before: { state: row.state, ...(change.action === 'configure' && { sso: ssoOf(row).settings }) },
    after: { state: decision.to, ...(change.action === 'configure' && { sso: change.settings }) },
  });
  return updated;
}

function factsOf(row: ConnectionRow, change: StateChange, now: Date): Omit<ConnectionFacts, 'hasBreakGlass'> {
  const { settings, test } = ssoOf(row);
  const fingerprint = settings ? ssoFingerprint(settings, row.mapping_version) : undefined;
  const tested = change.action === 'test' ? change.fingerprint : test?.fingerprint;
  return {
    state: row.state,
    hasValidCertificate: hasValidCertificate(change.action === 'configure' ? change.settings : settings, now),
    isTestCurrent: tested !== undefined && tested === fingerprint,
    hasRequiredAttributes: change.action !== 'test' || change.missingAttributes.length === 0,
  };
}

function ssoChangeOf(change: StateChange, now: Date): Pick<ConnectionChange, 'ssoSettings' | 'ssoTest'> {
  switch (change.action) {
    case 'configure':
      return { ssoSettings: change.settings, ssoTest: null };
    case 'test':
      return { ssoTest: { fingerprint: change.fingerprint, testedAt: now.toISOString(), missing: [], person: {} } };
    default:
      return {};
  }
}
