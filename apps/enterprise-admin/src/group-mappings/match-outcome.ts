import type { NamedMatch } from '#libs/persistence';

/** What can become of a group when all are mapped. */
export const matchOutcomes = ['mapped', 'created', 'alreadyMapped', 'ambiguous', 'unmatched'] as const;

/** One of {@link matchOutcomes}. */
export type MatchOutcome = (typeof matchOutcomes)[number];

/** What becomes of a group; a name that several have says nothing for sure, so that nobody gets in by an accident. */
export function matchOutcome(
  { organizationId, isAmbiguous, isMapped }: NamedMatch,
  createOrganizations: boolean,
): MatchOutcome {
  if (isMapped) return 'alreadyMapped';
  if (isAmbiguous) return 'ambiguous';
  if (organizationId) return 'mapped';
  return createOrganizations ? 'created' : 'unmatched';
}
