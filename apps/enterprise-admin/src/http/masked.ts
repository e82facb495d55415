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
