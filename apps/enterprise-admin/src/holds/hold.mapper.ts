import type { AffectedAccount as StoredAccount, AffectedCounts, HoldRow, HoldSpan } from '#libs/persistence';
import type { AdminPrincipal } from '../http/caller.js';
import { masked } from '../http/masked.js';
import type { AffectedAccount, Hold } from './hold.dto.js';

/** A hold, with how many lost access until it was decided upon. */
export function toHold(row: HoldRow, { affected, restorable }: AffectedCounts): Hold {
  const { id, accounts, of_accounts: ofAccounts, since, created_at: createdAt, reason } = row;
  return {
    id,
    state: stateOf(row),
    accounts,
    ofAccounts,
    affectedAccounts: affected,
    restorableAccounts: restorable,
    since,
    createdAt,
    reason: reason ?? null,
    decidedAt: row.decided_at ?? null,
    endedAt: row.ended_at ?? null,
  };
}

function stateOf({ outcome, ended_at: endedAt }: HoldRow): Hold['state'] {
  if (!outcome) return 'open';
  return endedAt ? outcome : 'restoring';
}

/** Within which time people lost access. */
export function spanOf({ since, decided_at: decidedAt }: HoldRow): HoldSpan {
  return { since, until: decidedAt ?? null };
}

/** Somebody who lost access, as the caller may see it. */
export function toAffectedAccount(row: StoredAccount, principal: AdminPrincipal): AffectedAccount {
  return {
    id: row.id,
    login: masked(principal, row.login),
    displayName: masked(principal, row.display_name ?? null),
    state: row.state,
    isAdministrator: row.is_administrator,
    isRestorable: row.is_restorable,
  };
}
