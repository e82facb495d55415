import type { ConnectionKey, ConnectionRow, Repositories } from '#libs/persistence';
import { AdminProblem } from './admin-problem.js';

/**
 * The connection that a request names.
 * @throws AdminProblem `not_found`
 */
export async function requireConnection(
  { connections }: Pick<Repositories, 'connections'>,
  key: ConnectionKey,
): Promise<ConnectionRow> {
  const row = await connections.find(key);
  if (!row) throw AdminProblem.notFound();
  return row;
}
