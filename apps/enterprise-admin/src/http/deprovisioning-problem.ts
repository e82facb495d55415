import { AdminProblem } from './admin-problem.js';

/** What is wrong with a request that gives access back. */
export class DeprovisioningProblem extends AdminProblem {
  static holdEnded(outcome: string): AdminProblem {
    return new DeprovisioningProblem('hold_ended', `This hold was ${outcome} already.`);
  }

  static nothingToRestore(): AdminProblem {
    return new DeprovisioningProblem(
      'nothing_to_restore',
      'Only what a directory took can be given back: this account was not suspended by one, or its login went to another person.',
    );
  }
}
