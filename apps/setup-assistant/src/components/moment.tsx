import { useEffect, useState } from 'react';

const SECOND_MS = 1000;
const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const satisfies readonly (readonly [Intl.RelativeTimeFormatUnit, number])[];

const absolute = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** A day, as people write it. */
export function formatDay(moment: string): string {
  return day.format(new Date(moment));
}

/** How long ago a moment is, or how long it will take to come. */
export function formatDistance(moment: string, now: number): string {
  const distance = Date.parse(moment) - now;
  const [unit, length] = units.find(([, size]) => Math.abs(distance) >= size) ?? ['second', SECOND_MS];
  return relative.format(Math.trunc(distance / length), unit);
}

/** How long ago a moment is; the moment itself when pointed at. */
export function Ago({ at }: { readonly at: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10 * SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={absolute.format(new Date(at))}>
      {formatDistance(at, now)}
    </time>
  );
}
