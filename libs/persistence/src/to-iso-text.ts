/**
 * A moment as PostgreSQL prints it, in ISO 8601 in UTC with milliseconds. What it prints in UTC is cut and put together again,
 * which is ten times as fast as to parse it, and every resource of a list has two.
 */
export function toIsoText(text: string): string {
  if (!text.endsWith('+00') || text[10] !== ' ') return new Date(text).toISOString();
  // "2026-11-24 10:12:13.5+00": zeros at the end of the fraction are left out, and so is a fraction of zero.
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, -3).padEnd(3, '0')}Z`;
}
