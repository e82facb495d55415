import type { Impact } from './classify.js';

/** How many people a change affects, and how. */
export interface ImpactCounts {
  readonly matched: number;
  readonly created: number;
  readonly deactivated: number;
  readonly reactivated: number;
  readonly conflicting: number;
  readonly notCovered: number;
  /** Directory users without an account who get none. */
  readonly unaffected: number;
  /** Administrators who lose or get back access. */
  readonly administratorsAffected: number;
  readonly seatsTaken: number;
  readonly seatsFreed: number;
}

/** Of nobody. */
export const noCounts: ImpactCounts = {
  matched: 0,
  created: 0,
  deactivated: 0,
  reactivated: 0,
  conflicting: 0,
  notCovered: 0,
  unaffected: 0,
  administratorsAffected: 0,
  seatsTaken: 0,
  seatsFreed: 0,
};

/** With one person more. */
export function addToCounts(counts: ImpactCounts, { category, account, seatsTaken, seatsFreed }: Impact): ImpactCounts {
  const isAffected = account?.isAdministrator === true && (category === 'deactivated' || category === 'reactivated');
  return {
    ...counts,
    [category]: counts[category] + 1,
    administratorsAffected: counts.administratorsAffected + (isAffected ? 1 : 0),
    seatsTaken: counts.seatsTaken + seatsTaken,
    seatsFreed: counts.seatsFreed + seatsFreed,
  };
}
