import type { ConnectionKey, Repositories } from '#libs/persistence';
import { DeprovisioningProblem } from './deprovisioning-problem.js';

/**
 * Nothing else begins, or ends it, while a connection leaves SCIM: half of its people would keep what was to be taken from all. Whoever
 * wants the rest to leave in another way leaves again. Call it with the connection locked.
 * @throws AdminProblem `leaving_scim`
 */
export async function refuseWhileLeaving({ applications }: Repositories, key: ConnectionKey): Promise<void> {
  const leaving = await applications.findLeaving(key);
  if (leaving) throw DeprovisioningProblem.leavingScim(leaving);
}
