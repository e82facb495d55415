/** In a small enterprise a few people are many percent: fewer than so many are no mass change by their share. */
const FEWEST_BY_PERCENT = 5;

/** What decides whether so many people are too many. */
export interface MassChange {
  /** How many accounts lost access within the window. */
  readonly deprovisioned: number;
  /** How many had it before. */
  readonly accounts: number;
  readonly thresholds: { readonly accounts: number; readonly percent: number };
}

/** Gives whether purging is to stand still. Pure: the table in `decide-hold.test.ts` is its specification. */
export function decideHold({ deprovisioned, accounts, thresholds }: MassChange): boolean {
  if (deprovisioned >= thresholds.accounts) return true;
  return deprovisioned >= FEWEST_BY_PERCENT && deprovisioned * 100 >= accounts * thresholds.percent;
}

/** How many it takes at least, whatever the enterprise's size: below that nobody needs to be counted. */
export function fewestForHold(thresholds: MassChange['thresholds']): number {
  return Math.min(thresholds.accounts, FEWEST_BY_PERCENT);
}
