import type { Report } from './report.ts';
import { type Painter, tellVerdict } from './terminal.ts';

/** Profiles against connections, one verdict each. */
export function toTable(reports: readonly Report[], paint: Painter): string[] {
  const profiles = [...new Set(reports.flatMap(report => report.profiles.map(({ profile }) => profile)))];
  const first = Math.max(...reports.map(({ target }) => target.length));
  const widths = profiles.map(profile => Math.max(profile.length, 'not supported'.length));
  const head = profiles.map((profile, index) => profile.padEnd(widths[index] ?? 0)).join('  ');
  const rows = reports.map(({ target, profiles: results }) => {
    const cells = profiles.map((profile, index) => {
      const found = results.find(result => result.profile === profile);
      return found ? tellVerdict(found.verdict, paint, widths[index]) : '-'.padEnd(widths[index] ?? 0);
    });
    return `${target.padEnd(first)}  ${cells.join('  ')}`;
  });
  return [`${''.padEnd(first)}  ${head}`, ...rows].map(line => line.trimEnd());
}
