import type { Tolerances } from '../tolerances.js';

/** Tells whether a value stands for "unassigned" (RFC 7643 §2.5). */
export function meansUnassigned(value: unknown, tolerances: Tolerances): boolean {
  return value === null || value === undefined || (value === '' && tolerances.emptyStringClears);
}
