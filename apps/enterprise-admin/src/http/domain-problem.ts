import { AdminProblem } from './admin-problem.js';

/** What can be wrong with domains. */
export class DomainProblem extends AdminProblem {
  /** The enterprise has it; of others nothing is told. */
  static taken(domain: string): DomainProblem {
    const detail = `The enterprise has the domain "${domain}" already, at this connection or another.`;
    return new DomainProblem('domain_taken', detail, { errors: [{ pointer: '/name', detail }] });
  }
}
