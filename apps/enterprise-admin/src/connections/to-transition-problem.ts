import { OtherProtocol, TransitionRefused } from '#libs/connection-lifecycle';
import { AdminProblem } from '../http/admin-problem.js';

/**
 * What a connection refuses, as the problem to answer.
 * @throws AdminProblem `transition_refused`, `invalid_request`; whatever else was thrown
 */
export function toTransitionProblem(error: unknown): never {
  if (error instanceof TransitionRefused) {
    const { refusal, warnings } = error;
    const { refusedBy: guard, detail, clickPath } = refusal;
    throw AdminProblem.transitionRefused(detail, { guard, clickPath, ...(warnings.length > 0 && { warnings }) });
  }
  if (error instanceof OtherProtocol)
    throw AdminProblem.invalidRequest([
      { pointer: error.protocol === 'saml' ? '/claims' : '/attributes', detail: error.message },
    ]);
  throw error;
}
