import type { AccountId, Cause, Database, EnterpriseId, HoldId, HoldRow, LockedAccount } from '#libs/persistence';
import { tellHoldEnded } from './tell-hold-ended.js';

/** How many accounts one transaction restores. */
const CHUNK = 500;

/** Until when restoring goes on in this process. */
export interface RestoreLimits {
  readonly signal?: AbortSignal;
}

/**
 * Gives everybody who lost access within a hold all of it back, when that was decided, and ends the hold. It may be called again
 * and by several at once: who is back already is left alone.
 * @returns whether everybody is back; not when the signal ended it
 */
export async function restoreHold(
  database: Database,
  { enterpriseId, id }: { readonly enterpriseId: EnterpriseId; readonly id: HoldId },
  { signal }: RestoreLimits = {},
): Promise<boolean> {
  const hold = await database.repositories.holds.find(enterpriseId, id);
  if (!hold || hold.outcome !== 'restored') throw new Error('Nobody decided to restore this hold.');
  let after: AccountId | undefined;
  while (hold.ended_at === null || hold.ended_at === undefined) {
    if (signal?.aborted) return false;
    const accounts = await restoreNext(database, hold, after);
    await giveGroups(database, hold, accounts);
    after = accounts.at(-1)?.id;
    if (accounts.length < CHUNK) {
      await end(database, hold);
      break;
    }
  }
  return true;
}

/** Of several who restored, one ends it. */
function end(database: Database, { enterprise_id: enterpriseId, id }: HoldRow): Promise<void> {
  return database.transaction(async repositories => {
    const ended = await repositories.holds.end(enterpriseId, id);
    if (ended) await tellHoldEnded(repositories, ended);
  });
}

/** The next accounts by id, whether they could be restored or not. */
function restoreNext(
  database: Database,
  { enterprise_id: enterpriseId, since, decided_at: until, actor, request_id: requestId }: HoldRow,
  after: AccountId | undefined,
): Promise<readonly LockedAccount[]> {
  return database.transaction(async ({ holdRestores }) => {
    if (!until || !actor) throw new Error('Nobody decided upon this hold.');
    const span = { since, until };
    const cause: Cause = { actor, requestId: requestId ?? null };
    const keyset = { limit: CHUNK, ...(after && { after }) };
    const accounts = await holdRestores.lockNext(enterpriseId, span, keyset);
    if (accounts.length === 0) return accounts;
    const accountIds = accounts.map(account => account.id);
    await holdRestores.restore(enterpriseId, accountIds, cause, until);
    await holdRestores.restoreOrganizations(enterpriseId, accountIds, span, cause);
    return accounts;
  });
}

/**
 * The groups of those who are back may have changed meanwhile. After the accounts are let go: directory users are locked before
 * them. If it does not come to this, it is done again with the hold, which has not ended.
 */
async function giveGroups(
  database: Database,
  { enterprise_id: enterpriseId, actor, request_id: requestId }: HoldRow,
  accounts: readonly LockedAccount[],
): Promise<void> {
  if (!actor) return;
  for (const [connectionId, people] of Map.groupBy(accounts, account => account.connection_id)) {
    if (!connectionId) continue;
    const connection = { enterpriseId, connectionId };
    const userIds = people.flatMap(({ directory_user_id: userId }) => userId ?? []);
    await database.writeDirectory(connection, ({ carriedMemberships }) =>
      carriedMemberships.giveUsers(connection, userIds, { actor, requestId: requestId ?? null }),
    );
  }
}
