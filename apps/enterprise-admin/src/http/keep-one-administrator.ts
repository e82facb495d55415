import type { AccountRow, Repositories } from '#libs/persistence';
import { AdminProblem } from './admin-problem.js';

/**
 * Somebody must be left who administrates the enterprise when this account no longer does: another active account or an API key.
 * The enterprise is locked, so that the last two cannot both go at once.
 * @throws AdminProblem `last_administrator`
 */
export async function keepOneAdministrator(
  { accountAdministration, apiKeys }: Pick<Repositories, 'accountAdministration' | 'apiKeys'>,
  { enterprise_id: enterpriseId, id, is_administrator: isAdministrator, state }: AccountRow,
): Promise<void> {
  if (!isAdministrator || state !== 'active') return;
  if (await accountAdministration.hasOtherAdministrator(enterpriseId, id)) return;
  if (!(await apiKeys.hasAdministrator(enterpriseId))) throw AdminProblem.lastAdministrator();
}
