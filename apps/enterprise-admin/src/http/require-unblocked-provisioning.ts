import { blockingWarnings, readWarnings } from '#libs/connection-health';
import type { ConnectionRow, Repositories } from '#libs/persistence';
import { AdminProblem } from './admin-problem.js';

/**
 * Lets nobody set provisioning up while single sign-on has a warning that blocks it.
 * @throws AdminProblem `provisioning_blocked` with those warnings
 */
export async function requireUnblockedProvisioning(repositories: Repositories, row: ConnectionRow): Promise<void> {
  const blocking = blockingWarnings(await readWarnings(repositories, row));
  if (blocking.length > 0) throw AdminProblem.provisioningBlocked(blocking);
}
