import type { EnterpriseId, HoldRow, PublishedEvent, Repositories } from '#libs/persistence';
import { decideHold, fewestForHold } from './decide-hold.js';

const actor = { kind: 'system', id: 'mass-change-hold' } as const;

/** Opens a hold in each enterprise in which events tell of too many people who lost access. */
export async function openHolds(
  repositories: Repositories,
  events: readonly PublishedEvent[],
): Promise<readonly HoldRow[]> {
  const enterprises = new Set(events.filter(tellsOfLoss).map(event => event.enterprise_id));
  const opened: HoldRow[] = [];
  // In one order for all, so that nobody waits for each other.
  for (const enterpriseId of [...enterprises].toSorted()) {
    const hold = await openHoldIfDue(repositories, enterpriseId);
    if (hold) opened.push(hold);
  }
  return opened;
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
  { holds, enterprises, auditEvents, accountEvents }: Repositories,
  enterpriseId: EnterpriseId,
): Promise<HoldRow | undefined> {
  const enterprise = await enterprises.find(enterpriseId);
  if (!enterprise || (await holds.findOpen(enterpriseId))) return undefined;
  const thresholds = { accounts: enterprise.hold_accounts, percent: enterprise.hold_percent };
  const { accounts: deprovisioned, since } = await holds.countDeprovisioned(enterpriseId);
  if (since === null || deprovisioned < fewestForHold(thresholds)) return undefined;
  const accounts = deprovisioned + (await holds.countActive(enterpriseId));
  if (!decideHold({ deprovisioned, accounts, thresholds })) return undefined;
  await holds.lockEnterprise(enterpriseId);
  if (await holds.findOpen(enterpriseId)) return undefined;
  const hold = await holds.insert(enterpriseId, { accounts: deprovisioned, of_accounts: accounts, since });
  const after = { accounts: deprovisioned, ofAccounts: accounts, since, thresholds };
  await auditEvents.append(enterpriseId, {
    actor,
    action: 'hold.opened',
    target: { type: 'hold', id: hold.id },
    after,
  });
  const change = { holdId: hold.id, accounts: deprovisioned, ofAccounts: accounts, since };
  const event = { accountId: null, type: 'enterprise.hold_opened', change } as const;
  await accountEvents.append(enterpriseId, event, { actor, requestId: null });
  return hold;
}
