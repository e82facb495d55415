import { blockingWarnings, hasValidCertificate, readWarnings, type Warning } from '#libs/connection-health';
import type { ConnectionRow, ConnectionState, Repositories, SsoSettings } from '#libs/persistence';
import {
  type ConnectionAction,
  type ConnectionFacts,
  connectionTransitions,
  decideTransition,
  type Refusal,
} from './connection-transitions.js';
import { fingerprintOf, liveRevision } from './sso-revision.js';

/** What is to be true of a connection when it is decided, where that is not what is stored. */
export interface Intended {
  readonly settings?: SsoSettings;
  readonly isTestCurrent?: boolean;
}

/** Something stands in the way of what a connection was asked to do. */
export class TransitionRefused extends Error {
  override readonly name = 'TransitionRefused';

  constructor(
    readonly refusal: Refusal,
    /** Those that stand in the way, when it is warnings. */
    readonly warnings: readonly Warning[],
  ) {
    super(refusal.detail);
  }
}

/**
 * The state that a connection, which is locked, comes to.
 * @throws TransitionRefused
 */
export async function requireTransition(
  repositories: Repositories,
  row: ConnectionRow,
  action: ConnectionAction,
  intended: Intended = {},
): Promise<ConnectionState> {
  const facts = await readFacts(repositories, row, action, intended);
  const decision = decideTransition(action, facts);
  if ('to' in decision) return decision.to;
  const isOfWarnings = decision.refusedBy === 'blocking_warning';
  throw new TransitionRefused(decision, isOfWarnings ? facts.blockingWarnings : []);
}
async function readFacts(
  repositories: Repositories,
  row: ConnectionRow,
  action: ConnectionAction,
  intended: Intended,
): Promise<ConnectionFacts> {
  const now = new Date();
  const { sso_test: test } = row;
  const settings = intended.settings ?? row.sso_settings ?? null;
  return {
    state: row.state,
    // An OpenID provider has keys, which it publishes itself.
    hasValidCertificate: settings?.protocol === 'oidc' || hasValidCertificate(settings, now),
    isTestCurrent: intended.isTestCurrent ?? (test !== null && test?.fingerprint === fingerprintOf(liveRevision(row))),
    hasRequiredAttributes: test?.missing.length === 0,
    hasBreakGlass: await hasBreakGlass(repositories, row, action),
    // Only asked for where it matters: it takes several statements.
    blockingWarnings: action === 'enable' ? blockingWarnings(await readWarnings(repositories, row, now)) : [],
  };
}

/** Only asked for where it matters: the enterprise is locked, so that the last other way in does not go at the same time. */
async function hasBreakGlass(
  { enterprises }: Repositories,
  { enterprise_id: enterpriseId }: ConnectionRow,
  action: ConnectionAction,
): Promise<boolean> {
  if (!connectionTransitions[action].guards.includes('break_glass')) return false;
  await enterprises.findForUpdate(enterpriseId);
  return enterprises.hasBreakGlass(enterpriseId);
}
