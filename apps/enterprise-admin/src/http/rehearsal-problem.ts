import { AdminProblem } from './admin-problem.js';

/** Why nothing is rehearsed. */
export class RehearsalProblem extends AdminProblem {
  static underWay(): RehearsalProblem {
    const detail = 'A rehearsal of this connection is under way. Read it, and start another when it is over.';
    return new RehearsalProblem('rehearsal_under_way', detail);
  }
}
