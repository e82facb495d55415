import type { ConnectionKey, ConnectionRow, Repositories } from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import type { Caller } from '../http/caller.js';
import { checkVersion } from '../http/entity-tag.js';

/**
 * The connection, which nobody else changes until the transaction ends, in the version that is meant.
 * @throws AdminProblem `not_found`, `version_mismatch`
 */
export async function lockedConnection(
  { connections }: Pick<Repositories, 'connections'>,
  key: ConnectionKey,
  caller: Caller,
): Promise<ConnectionRow> {
  const row = await connections.findForUpdate(key);
  if (!row) throw AdminProblem.notFound();
  checkVersion(caller, row);
  return row;
}
