const DAY = 86_400_000;

/** The moment so many days after another; before it when they are negative. */
export function daysAfter(moment: string, days: number): Date {
  return new Date(Date.parse(moment) + days * DAY);
}

/** The step that the days left until a moment have come to: the smallest that is not less; undefined when it is far away. */
export function stepBefore(moment: string, steps: readonly number[], now: Date): number | undefined {
  const reached = steps.filter(step => daysAfter(moment, -step) <= now);
  return reached.length > 0 ? Math.min(...reached) : undefined;
}

/** A moment as people read it: the day. */
export function dayOf(moment: string): string {
  return moment.slice(0, 10);
}
