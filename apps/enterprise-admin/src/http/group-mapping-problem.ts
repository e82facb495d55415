import { AdminProblem } from './admin-problem.js';

/** Why groups cannot be mapped. */
export class GroupMappingProblem extends AdminProblem {
  static refused(
    code: 'consent_needed' | 'group_mapped' | 'too_many_organizations',
    detail: string,
  ): GroupMappingProblem {
    return new GroupMappingProblem(code, detail);
  }
}
