import type { EnterpriseId, EnterpriseRow, Repositories } from '#libs/persistence';
import { AdminProblem } from './admin-problem.js';

/**
 * The enterprise that a request names.
 * @throws AdminProblem `not_found`
 */
export async function requireEnterprise(
  { enterprises }: Pick<Repositories, 'enterprises'>,
  enterpriseId: EnterpriseId,
): Promise<EnterpriseRow> {
  const row = await enterprises.find(enterpriseId);
  if (!row) throw AdminProblem.notFound();
  return row;
}

/**
 * The same, for making something in it: it is not deleted before the transaction ends.
 * @throws AdminProblem `not_found`
 */
export async function requireLastingEnterprise(
  { enterprises }: Pick<Repositories, 'enterprises'>,
  enterpriseId: EnterpriseId,
): Promise<EnterpriseRow> {
  const row = await enterprises.findForUpdate(enterpriseId);
  if (!row) throw AdminProblem.notFound();
  return row;
}
