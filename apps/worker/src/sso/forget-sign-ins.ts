import { OPENS_AFTER_RETIREMENT_MS } from '#libs/connection-keys';
import type { Repositories } from '#libs/persistence';

const BATCH = 1000;
const DAY_MS = 86_400_000;
/** How long the trace of a sign-in is kept. */
const TRACE_DAYS = 30;

type Remembering = Pick<
  Repositories,
  'connectionKeyPairs' | 'logoutTokens' | 'samlExchanges' | 'signInAttempts' | 'signInFlows' | 'signInTests'
>;

/**
 * Forgets what signing in remembered and nobody asks for any more: requests and sign-ins that went unanswered, assertions and
 * logout tokens that are over, keys that were retired, and the trace after thirty days. Gives how many it were.
 */
export async function forgetSignIns(
  { connectionKeyPairs, logoutTokens, samlExchanges, signInAttempts, signInFlows, signInTests }: Remembering,
  signal?: AbortSignal,
): Promise<number> {
  const retiredBefore = new Date(Date.now() - OPENS_AFTER_RETIREMENT_MS);
  const tracedBefore = new Date(Date.now() - TRACE_DAYS * DAY_MS);
  const kinds = [
    () => samlExchanges.deleteExpired(BATCH),
    () => logoutTokens.deleteExpired(BATCH),
    () => connectionKeyPairs.deleteRetired(retiredBefore, BATCH),
    () => signInFlows.deleteExpired(BATCH),
    () => signInTests.deleteOlder(tracedBefore, BATCH),
    () => signInAttempts.deleteOlder(tracedBefore, BATCH),
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
