import type { Database, EnterpriseId } from '#libs/persistence';
import { openHoldIfDue } from '../holds/open-hold.js';

/** How many accounts one transaction purges. */
const CHUNK = 500;
const cause = { actor: { kind: 'system', id: 'purge' }, requestId: null } as const;

/**
 * Purges accounts whose grace time is over, of all enterprises but those with a hold. Whether a hold is due is looked at before,
 * too: events may not have been published for a while.
 * @returns how many were purged
 */
export async function purgeDue(database: Database, signal?: AbortSignal): Promise<number> {
  let purged = 0;
  let enterpriseId = await database.repositories.purges.nextEnterprise(undefined);
  while (enterpriseId !== undefined && !signal?.aborted) {
    const count = await purgeChunk(database, enterpriseId);
    purged += count;
    if (count < CHUNK) enterpriseId = await database.repositories.purges.nextEnterprise(enterpriseId);
  }
  return purged;
}

function purgeChunk(database: Database, enterpriseId: EnterpriseId): Promise<number> {
  return database.transaction(async repositories => {
    const { holds, purges } = repositories;
    await holds.lockEnterprise(enterpriseId);
    await openHoldIfDue(repositories, enterpriseId);
    if (await holds.findOpen(enterpriseId)) return 0;
    const accountIds = await purges.lockDue(enterpriseId, CHUNK);
    if (accountIds.length > 0) await purges.purge(enterpriseId, accountIds, cause);
    return accountIds.length;
  });
}
