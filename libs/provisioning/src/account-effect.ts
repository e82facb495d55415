import type { Account, LoginHolder, ProvisioningMode, SituationState } from '#libs/persistence';

/** What the directory wants of a person: access, no access, or that the person is no longer there at all. */
export type Wanted = 'active' | 'inactive' | 'absent';

/** Everything an effect depends on. */
export interface Situation {
  readonly state: SituationState;
  readonly mode: ProvisioningMode;
  readonly wanted: Wanted;
  readonly externalId: string | null;
  /** The account linked to this directory user. */
  readonly linked: Account | undefined;
  /** The account whose login is this directory user's userName; looked up only when none is linked. */
  readonly holder: LoginHolder | undefined;
}

/** What happens to accounts because of a directory change. */
export type AccountEffect =
  | {
      readonly kind: 'none';
      readonly because:
        | 'connection is not enabled'
        | 'connection is paused'
        | 'nobody to act on'
        | 'nothing that an account shows'
        | 'login belongs to another directory user';
    }
  /** A new account. `freesLoginOf` is the account of another person who had the login before (addresses are recycled). */
  | { readonly kind: 'create'; readonly freesLoginOf?: Account }
  /** No account yet, but the login no longer belongs to the person who had it before. */
  | { readonly kind: 'release'; readonly freesLoginOf: Account }
  /** A change to an account that exists. */
  | {
      readonly kind: 'change';
      readonly account: Account;
      readonly links: boolean;
      readonly state?: 'active' | 'suspended';
      readonly updates: 'profile' | 'login' | 'nothing';
    };

/**
 * Decides what a directory change means for accounts. Pure: the table in `account-effect.test.ts` is its specification.
 *
 * In every mode access is taken away and given back; only `users` and `users_and_groups` create and update accounts.
 */
export function decideAccountEffect(situation: Situation): AccountEffect {
  const { state, linked } = situation;
  if (state === 'paused') return { kind: 'none', because: 'connection is paused' };
  if (state !== 'enabled') return { kind: 'none', because: 'connection is not enabled' };
  return linked ? changeOf(linked, situation, false) : effectOnHolder(situation);
}

const nobody: AccountEffect = { kind: 'none', because: 'nobody to act on' };

/** Nobody is linked yet: the account with the same login may be this person's, another's, or not exist. */
function effectOnHolder(situation: Situation): AccountEffect {
  const { holder, wanted } = situation;
  if (!holder) return createsAccounts(situation) ? { kind: 'create' } : nobody;
  if (holder.link?.state === 'present') return { kind: 'none', because: 'login belongs to another directory user' };
  if (!isAnotherPerson(holder, situation)) return changeOf(holder, situation, true);
  if (wanted !== 'active') return nobody;
  return { kind: createsAccounts(situation) ? 'create' : 'release', freesLoginOf: holder };
}

function createsAccounts({ mode, wanted }: Situation): boolean {
  return mode !== 'deprovision_only' && wanted === 'active';
}

function changeOf(account: Account, { wanted, mode }: Situation, links: boolean): AccountEffect {
  const state = stateAfter(account, wanted);
  return {
    kind: 'change',
    account,
    links,
    ...(state && { state }),
    updates: updatesOf(account, wanted, mode),
  };
}

function updatesOf(account: Account, wanted: Wanted, mode: ProvisioningMode): 'profile' | 'login' | 'nothing' {
  if (wanted === 'absent') return 'nothing';
  if (mode !== 'deprovision_only') return 'profile';
  // An account whose login went to somebody else needs one again before it can be used, whatever the mode.
  return account.loginKey === null ? 'login' : 'nothing';
}

/** The directory gives back only what it took: an account suspended by an administrator stays suspended. */
function stateAfter(account: Account, wanted: Wanted): 'active' | 'suspended' | undefined {
  if (wanted !== 'active') return account.state === 'active' ? 'suspended' : undefined;
  return account.state === 'suspended' && account.suspendedBy === 'directory' ? 'active' : undefined;
}

/** A deleted directory user had this login under another externalId: an address that was given to somebody else. */
function isAnotherPerson(holder: LoginHolder, { externalId }: Situation): boolean {
  const before = holder.link?.externalId ?? null;
  return before !== null && externalId !== null && before !== externalId;
}
