import type { AccountId, ApiKeyId, EnterpriseId, Repositories } from '#libs/persistence';
import { AdminProblem } from './admin-problem.js';

/**
 * Somebody must be left who administrates the enterprise when this account or API key no longer does. The enterprise is locked, so
 * that the last two cannot both go at once.
 * @throws AdminProblem `last_administrator`
 */
export async function keepOneAdministrator(
  { enterprises }: Pick<Repositories, 'enterprises'>,
  enterpriseId: EnterpriseId,
  id: AccountId | ApiKeyId,
): Promise<void> {
  if (!(await enterprises.hasAdministratorBesides(enterpriseId, id))) throw AdminProblem.lastAdministrator();
}
