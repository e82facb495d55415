import { AdminProblem } from './admin-problem.js';
import type { AdminPrincipal } from './caller.js';
import { seesPersonalData } from './permissions.js';

/** What stands for a name, an address or a login that the caller may not see. */
const MASK = '•••';

/** Personal data as the caller may see it. That there is none is no secret. */
export function masked(principal: AdminPrincipal, text: string): string;
export function masked(principal: AdminPrincipal, text: string | null): string | null;
export function masked(principal: AdminPrincipal, text: string | null): string | null {
  return text === null || seesPersonalData(principal) ? text : MASK;
}

/**
 * Whoever may not see personal data finds nobody by it either: that something is found would confirm a guess.
 * @param parameter of the query, which asks for personal data
 * @throws AdminProblem `forbidden`
 */
export function refuseUnlessPersonalDataIsSeen(principal: AdminPrincipal, parameter: string): void {
  if (seesPersonalData(principal)) return;
  throw AdminProblem.forbidden(
    `"${parameter}" searches personal data, which a key with the role "support" does not see.`,
  );
}
