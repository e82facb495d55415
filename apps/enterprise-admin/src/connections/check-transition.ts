import { type ConnectionAction, type Intended, requireTransition } from '#libs/connection-lifecycle';
import type { ConnectionRow, ConnectionState, Repositories } from '#libs/persistence';
import { toTransitionProblem } from './to-transition-problem.js';

/**
 * The state that a connection, which is locked, comes to.
 * @throws AdminProblem `transition_refused`
 */
export async function checkTransition(
  repositories: Repositories,
  row: ConnectionRow,
  action: ConnectionAction,
  intended: Intended = {},
): Promise<ConnectionState> {
  return requireTransition(repositories, row, action, intended).catch(toTransitionProblem);
}
