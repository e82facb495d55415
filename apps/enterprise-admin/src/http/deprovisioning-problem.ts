import { AdminProblem } from './admin-problem.js';

/** What is wrong with a request that takes access, gives it back, or links it to a person. */
export class DeprovisioningProblem extends AdminProblem {
  static holdEnded(outcome: string): AdminProblem {
    return new DeprovisioningProblem('hold_ended', `This hold was ${outcome} already.`);
  }

  static leavingScim({ id, examined }: { readonly id: string; readonly examined: number }): AdminProblem {
    return new DeprovisioningProblem(
      'leaving_scim',
      `The connection is leaving SCIM: ${examined} accounts are done so far. Wait until the application ${id} is done.`,
    );
  }

  static linkTaken(): AdminProblem {
    return new DeprovisioningProblem(
      'link_taken',
      'The account is linked to another directory user. Say "movesLink": true to take it from there.',
    );
  }

  static directoryUserGone(): AdminProblem {
    return new DeprovisioningProblem(
      'directory_user_gone',
      'The identity provider deleted this person, or gave the userName to another one.',
    );
  }

  static nothingToRestore(): AdminProblem {
    return new DeprovisioningProblem(
      'nothing_to_restore',
      'Only what a directory took can be given back: this account was not suspended by one, or its login went to another person.',
    );
  }
}
