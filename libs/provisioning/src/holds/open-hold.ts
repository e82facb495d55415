import type { EnterpriseId, HoldRow, PublishedEvent, Repositories } from '#libs/persistence';
import { decideHold, fewestForHold, type MassChange } from './decide-hold.js';

const actor = { kind: 'system', id: 'mass-change-hold' } as const;

/** A hold that is to be opened, in an enterprise that is locked. */
export interface DueHold {
  readonly enterpriseId: EnterpriseId;
  readonly accounts: number;
  readonly ofAccounts: number;
  readonly since: string;
  readonly thresholds: MassChange['thresholds'];
}

/**
 * Looks in which enterprises events tell of too many people who lost access, and locks those. Call it before anything is appended to
 * an audit log: `Database.transaction` has the order of locks.
 */
export async function findDueHolds(
  repositories: Repositories,
  events: readonly PublishedEvent[],
): Promise<readonly DueHold[]> {
  const enterprises = new Set(events.filter(tellsOfLoss).map(event => event.enterprise_id));
  const due: DueHold[] = [];
  // In one order for all, so that nobody waits for each other.
  for (const enterpriseId of [...enterprises].toSorted()) {
    const hold = await findDueHold(repositories, enterpriseId);
    if (hold) due.push(hold);
  }
  return due;
}

/** An account was suspended by a directory, against a receipt, or taken out of organizations by one. */
function tellsOfLoss({ type, receipt_id: receiptId, connection_id: connectionId, change }: PublishedEvent): boolean {
  if (type === 'account.suspended') return Boolean(receiptId);
  return type === 'account.memberships_changed' && Boolean(connectionId) && 'leftOrganizations' in change;
}

/**
 * Opens a hold when more people lost access than the enterprise takes for usual, and there is none.
 * @returns the one that was opened
 */
export async function openHoldIfDue(
  repositories: Repositories,
  enterpriseId: EnterpriseId,
): Promise<HoldRow | undefined> {
  const due = await findDueHold(repositories, enterpriseId);
  return due && openHold(repositories, due);
}

async function findDueHold(
  { holds, enterprises }: Repositories,
  enterpriseId: EnterpriseId,
): Promise<DueHold | undefined> {
  const enterprise = await enterprises.find(enterpriseId);
  if (!enterprise || (await holds.findOpen(enterpriseId))) return undefined;
  const thresholds = { accounts: enterprise.hold_accounts, percent: enterprise.hold_percent };
  const { accounts, since } = await holds.countDeprovisioned(enterpriseId);
  if (since === null || accounts < fewestForHold(thresholds)) return undefined;
  const ofAccounts = accounts + (await holds.countActive(enterpriseId));
  if (!decideHold({ deprovisioned: accounts, accounts: ofAccounts, thresholds })) return undefined;
  await holds.lockEnterprise(enterpriseId);
  if (await holds.findOpen(enterpriseId)) return undefined;
  return { enterpriseId, accounts, ofAccounts, since, thresholds };
}

/** Opens a hold, with the events that tell of it. */
export async function openHold(
  { holds, auditEvents, accountEvents }: Repositories,
  { enterpriseId, accounts, ofAccounts, since, thresholds }: DueHold,
): Promise<HoldRow> {
  const hold = await holds.insert(enterpriseId, { accounts, of_accounts: ofAccounts, since });
  await auditEvents.append(enterpriseId, {
    actor,
    action: 'hold.opened',
    target: { type: 'hold', id: hold.id },
    after: { accounts, ofAccounts, since, thresholds },
  });
  const change = { holdId: hold.id, accounts, ofAccounts, since };
  const event = { accountId: null, type: 'enterprise.hold_opened', change } as const;
  await accountEvents.append(enterpriseId, event, { actor, requestId: null });
  return hold;
}
