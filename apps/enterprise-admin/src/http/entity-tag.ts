import { AdminProblem } from './admin-problem.js';
import type { Caller } from './caller.js';

/** The entity tag of a version (RFC 9110 §8.8.3). */
export function entityTag(version: number): string {
  return `"${version}"`;
}

/**
 * Whether the change is meant for this version. Without `If-Match` it is meant for any.
 * @throws AdminProblem `version_mismatch` (RFC 9110 §13.1.1)
 */
export function checkVersion({ ifMatch }: Pick<Caller, 'ifMatch'>, { version }: { readonly version: number }): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const current = entityTag(version);
  if (!ifMatch.split(',').some(tag => tag.trim() === current)) throw AdminProblem.versionMismatch(current);
}
