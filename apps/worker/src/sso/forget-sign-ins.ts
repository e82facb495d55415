import { OPENS_AFTER_RETIREMENT_MS } from '#libs/connection-keys';
import type { Repositories } from '#libs/persistence';

const BATCH = 1000;

/**
 * Forgets what signing in remembered and nobody asks for any more: requests that went unanswered, assertions that are over, and keys
 * that were retired. Gives how many it were.
 */
export async function forgetSignIns(
  { samlExchanges, connectionKeyPairs }: Pick<Repositories, 'samlExchanges' | 'connectionKeyPairs'>,
  signal?: AbortSignal,
): Promise<number> {
  const retiredBefore = new Date(Date.now() - OPENS_AFTER_RETIREMENT_MS);
  const kinds = [
    () => samlExchanges.deleteExpired(BATCH),
    () => connectionKeyPairs.deleteRetired(retiredBefore, BATCH),
  ];
  let forgotten = 0;
  for (const deleteSome of kinds) {
    let deleted = 1;
    while (deleted > 0 && signal?.aborted !== true) {
      deleted = await deleteSome();
      forgotten += deleted;
    }
  }
  return forgotten;
}
