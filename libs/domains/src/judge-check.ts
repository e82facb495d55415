import type { DomainOutcome, DomainRow } from '#libs/persistence';

const DAY_MS = 86_400_000;
/** A record that is missing for longer was not taken out by mistake. */
const GRACE_MS = 3 * DAY_MS;

/** What a check makes of a domain. */
export interface JudgedDomain {
  readonly verifiedAt: string | null;
  readonly failingSince: string | null;
  readonly outcome: DomainOutcome;
}

/**
 * What becomes of a domain whose records were read. One that was verified stays so for three days after its record is gone; a DNS
 * that does not answer changes nothing.
 * @param found undefined when the DNS did not answer
 */
export function judgeCheck(
  { verified_at, failing_since }: Pick<DomainRow, 'verified_at' | 'failing_since'>,
  found: boolean | undefined,
  now: Date,
): JudgedDomain {
  const verifiedAt = verified_at ?? null;
  const failingSince = failing_since ?? null;
  if (found === undefined) return { verifiedAt, failingSince, outcome: 'unresolved' };
  if (found) return { verifiedAt: verifiedAt ?? now.toISOString(), failingSince: null, outcome: 'verified' };
  if (verifiedAt === null) return { verifiedAt, failingSince, outcome: 'record_missing' };
  const since = failingSince ?? now.toISOString();
  const isOver = now.getTime() - Date.parse(since) > GRACE_MS;
  return { verifiedAt: isOver ? null : verifiedAt, failingSince: since, outcome: 'record_missing' };
}
