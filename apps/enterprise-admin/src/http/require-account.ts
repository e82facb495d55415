import type { AccountId, AccountRow, EnterpriseId, Repositories } from '#libs/persistence';
import { AdminProblem } from './admin-problem.js';
import { requireEnterprise } from './require-enterprise.js';

type Accounts = Pick<Repositories, 'enterprises' | 'accountAdministration'>;

/**
 * The account that a request names.
 * @throws AdminProblem `not_found`
 */
export async function requireAccount(
  repositories: Accounts,
  enterpriseId: EnterpriseId,
  id: AccountId,
): Promise<AccountRow> {
  await requireEnterprise(repositories, enterpriseId);
  const row = await repositories.accountAdministration.find(enterpriseId, id);
  if (!row) throw AdminProblem.notFound();
  return row;
}

/**
 * The same, for changing it: nobody else does until the transaction ends.
 * @throws AdminProblem `not_found`
 */
export async function requireLockedAccount(
  { accountAdministration }: Pick<Accounts, 'accountAdministration'>,
  enterpriseId: EnterpriseId,
  id: AccountId,
): Promise<AccountRow> {
  const row = await accountAdministration.findForUpdate(enterpriseId, id);
  if (!row) throw AdminProblem.notFound();
  return row;
}
