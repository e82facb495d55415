import type { AccountRow } from '#libs/persistence';
import type { AdminPrincipal } from '../http/caller.js';
import { masked } from '../http/masked.js';
import type { Account, AccountLink } from './account.dto.js';

/** An account as the caller may see it. */
export function toAccount(row: AccountRow, principal: AdminPrincipal): Account {
  const { id, login, email, display_name: displayName, state, version } = row;
  return {
    id,
    login: masked(principal, login),
    email: masked(principal, email ?? null),
    displayName: masked(principal, displayName ?? null),
    state,
    suspendedBy: row.suspended_by ?? null,
    link: linkOf(row),
    isAdministrator: row.is_administrator,
    version,
    createdAt: row.created_at,
    lastModified: row.last_modified,
  };
}

function linkOf({ connection_id: connectionId, directory_user_id: directoryUserId }: AccountRow): AccountLink | null {
  return connectionId && directoryUserId ? { connectionId, directoryUserId } : null;
}
