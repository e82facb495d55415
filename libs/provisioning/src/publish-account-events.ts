import {
  type AccountEventType,
  type AuditAction,
  type Database,
  type HoldRow,
  type PastAuditEvent,
  type PublishedEvent,
  type Repositories,
} from '#libs/persistence';
import { findDueHolds, openHold } from './holds/open-hold.js';

/** What is recorded in the audit log; the rest is in the log of requests and in the events themselves. */
const audited: Readonly<Partial<Record<AccountEventType, AuditAction>>> = {
  'account.linked': 'account.linked',
  'account.unlinked': 'account.unlinked',
  'account.login_released': 'account.login_released',
  'account.suspended': 'account.suspended',
  'account.reactivated': 'account.reactivated',
  'account.purged': 'account.purged',
};

/** How many events one transaction takes. */
const BATCH = 500;

/** How events are published. */
export interface PublishOptions {
  /** For others who are at it, or leaves it to them. */
  readonly waits?: boolean;
  /** Hears of a hold that was opened, once that is stored. */
  readonly onHold?: (hold: HoldRow) => void;
}

/**
 * Gives account events that are committed their place among all, and links those that are to be audited into the chain of their
 * enterprise. When they tell of too many people who lost access, a hold is opened. docs/adr/0015-account-events.md
 * @returns how many there were; as many as one transaction takes when there may be more
 */
export async function publishAccountEvents(
  database: Database,
  { waits = false, onHold }: PublishOptions = {},
): Promise<number> {
  const { published, holds } = await database.transaction(async repositories => {
    const events = await repositories.accountEvents.publish(BATCH, { waits });
    if (events.length === 0) return { published: 0, holds: [] };
    const due = await findDueHolds(repositories, events);
    await recordAll(repositories, events);
    const opened: HoldRow[] = [];
    for (const hold of due) opened.push(await openHold(repositories, hold));
    return { published: events.length, holds: opened };
  });
  for (const hold of holds) onHold?.(hold);
  return published;
}

/** Publishes whatever is committed now, and waits for others who are at it: then the audit log is complete. */
export async function publishAllAccountEvents(database: Database): Promise<void> {
  while ((await publishAccountEvents(database, { waits: true })) === BATCH);
}

/** In one order for all, so that nobody waits for each other. */
async function recordAll({ auditEvents }: Repositories, events: readonly PublishedEvent[]): Promise<void> {
  const byEnterprise = Map.groupBy(events, event => event.enterprise_id);
  for (const enterpriseId of [...byEnterprise.keys()].toSorted()) {
    const past = (byEnterprise.get(enterpriseId) ?? []).flatMap(toAuditEvent);
    if (past.length > 0) await auditEvents.appendAll(enterpriseId, past);
  }
}

function toAuditEvent(event: PublishedEvent): readonly PastAuditEvent[] {
  const { account_id: accountId } = event;
  const action = audited[event.type];
  // What happens to an enterprise is recorded where it happens.
  if (!action || !accountId) return [];
  const { before, after, ...told } = event.change as { readonly before?: object; readonly after?: object };
  const { directory_user_id: directoryUserId, receipt_id: receiptId } = event;
  return [
    {
      at: event.at,
      actor: event.actor,
      action,
      target: { type: 'account', id: accountId },
      before: before ?? null,
      after: { ...after, ...told, ...(directoryUserId && { directoryUserId }), ...(receiptId && { receiptId }) },
      requestId: event.request_id ?? null,
    },
  ];
}
