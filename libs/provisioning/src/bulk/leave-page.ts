import type {
  Cause,
  ConnectionKey,
  DirectoryUserId,
  ExaminedAccount,
  LeavingChoice,
  Repositories,
} from '#libs/persistence';

/** Unlinks accounts, which are locked, from a connection that is provisioned no more. */
export async function leavePage(
  { accountBatches }: Repositories,
  { enterpriseId, connectionId }: ConnectionKey,
  { keep, cause }: { readonly keep: LeavingChoice; readonly cause: Cause },
  accounts: readonly (ExaminedAccount & { readonly directoryUserId: DirectoryUserId })[],
): Promise<void> {
  const told = accounts.map(({ id, directoryUserId, state }) => ({
    accountId: id,
    state,
    source: { connectionId, directoryUserId },
  }));
  await accountBatches.update(
    enterpriseId,
    accounts.map(account => accountAfterLeaving(account, keep)),
  );
  await accountBatches.keepMemberships(
    enterpriseId,
    accounts.map(({ id }) => id),
  );
  if (keep === 'remove') {
    const change = { before: { state: 'active' }, after: { state: 'suspended' } };
    const suspended = told.filter(({ state }) => state === 'active').map(one => ({ ...one, change }));
    await accountBatches.openReceipts(enterpriseId, suspended, cause);
  }
  await accountBatches.appendEvents(
    enterpriseId,
    told.map(({ accountId, source }) => ({
      accountId,
      source,
      type: 'account.unlinked',
      change: { before: { directoryUserId: source.directoryUserId } },
    })),
    cause,
  );
}

/**
 * What an account is without the directory. With `local`, only an administrator gives access back to whom the directory took it;
 * with `jit` and `remove` it stays taken in its name, so that a directory that comes back gives it back.
 */
export function accountAfterLeaving<Given extends ExaminedAccount>(account: Given, keep: LeavingChoice) {
  const isSuspended = account.state === 'suspended' || keep === 'remove';
  const by = account.state === 'active' ? ('directory' as const) : account.suspendedBy;
  return {
    ...account,
    connectionId: null,
    directoryUserId: null,
    state: isSuspended ? ('suspended' as const) : ('active' as const),
    suspendedBy: isSuspended ? (keep === 'local' ? ('administrator' as const) : by) : null,
  };
}
