import type { AccountEventDocument } from '#libs/account-events';

/** An account as a vendor's application knows it that hears of it by events alone. */
export interface ToldAccount {
  readonly state: string;
  readonly login: string;
  readonly organizations: readonly string[];
}

/** What events tell besides the values before and after. */
interface ToldChange {
  readonly after?: { readonly state?: string; readonly login?: string };
  readonly joinedOrganizations?: readonly string[];
  readonly leftOrganizations?: readonly string[];
}

const unknown: ToldAccount = { state: '', login: '', organizations: [] };

/** What is known of each account, by its id, after these events. Pure. */
export function tellAccounts(events: readonly AccountEventDocument[]): ReadonlyMap<string, ToldAccount> {
  const accounts = new Map<string, ToldAccount>();
  for (const { accountId, change } of events) {
    // A hold is of many accounts, and changes none.
    if (accountId === null) continue;
    const { state, login, organizations } = accounts.get(accountId) ?? unknown;
    const { after = {}, joinedOrganizations = [], leftOrganizations = [] } = change as ToldChange;
    const left = new Set(leftOrganizations);
    accounts.set(accountId, {
      state: after.state ?? state,
      login: after.login ?? login,
      organizations: [...new Set([...organizations.filter(id => !left.has(id)), ...joinedOrganizations])].toSorted(),
    });
  }
  return accounts;
}

/** Events that came before an earlier one of the same account. Pure. */
export function findDisorder(events: readonly AccountEventDocument[]): readonly AccountEventDocument[] {
  const last = new Map<string | null, number>();
  return events.filter(({ accountId, position }) => {
    const isEarly = position < (last.get(accountId) ?? 0);
    last.set(accountId, Math.max(position, last.get(accountId) ?? 0));
    return isEarly;
  });
}
