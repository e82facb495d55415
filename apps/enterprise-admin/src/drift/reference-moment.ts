/** What the log of requests tells of how the identity provider goes through the people. */
export interface SeenPasses {
  /** ISO 8601: when it last began to list all users, without a filter and from the first page on; null when it did not. */
  readonly listedAt: string | null;
  /** How many people it looked up in an hour, and when the first; the oldest first. */
  readonly lookUpHours: readonly { readonly hour: string; readonly firstAt: string; readonly people: number }[];
  /** How many there are now. */
  readonly people: number;
}

/** From when on whoever the identity provider has is to be named by a request. */
export interface ReferenceMoment {
  readonly since: string;
  readonly by: 'full_listing' | 'look_up_cycle';
}

const HOUR_MS = 3_600_000;

/**
 * The beginning of the last full listing. Of an identity provider that never lists: of its last cycle of look-ups, which is a run of
 * hours without an hour between them, in which at least half as many people were looked up as there are. Null when there was neither.
 */
export function referenceMoment({ listedAt, lookUpHours, people }: SeenPasses): ReferenceMoment | null {
  if (listedAt !== null) return { since: listedAt, by: 'full_listing' };
  const cycle = runsOf(lookUpHours).findLast(run => run.people > 0 && run.people * 2 >= people);
  return cycle ? { since: cycle.firstAt, by: 'look_up_cycle' } : null;
}

function runsOf(hours: SeenPasses['lookUpHours']) {
  const runs: { firstAt: string; people: number; lastHour: number }[] = [];
  for (const { hour, firstAt, people } of hours) {
    const lastHour = Date.parse(hour);
    const run = runs.at(-1);
    if (run && lastHour - run.lastHour <= HOUR_MS) Object.assign(run, { people: run.people + people, lastHour });
    else runs.push({ firstAt, people, lastHour });
  }
  return runs;
}
