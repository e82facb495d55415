import type { Database } from '#libs/persistence';

const DAY_MS = 86_400_000;
/** So many days beforehand, in case nobody makes them for a while. */
const AHEAD = 2;

/** Makes the partitions of the days to come and drops those that are older than so many days. Gives how many went. */
export async function keepRequestLog({ repositories }: Database, days: number, now = Date.now()): Promise<number> {
  const { scimRequests } = repositories;
  for (let ahead = 0; days > 0 && ahead <= AHEAD; ahead++)
    await scimRequests.makePartition(dayOf(now + ahead * DAY_MS));
  return scimRequests.dropPartitions(dayOf(now - days * DAY_MS));
}

/** The day in UTC, `2026-11-24`. */
function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}
