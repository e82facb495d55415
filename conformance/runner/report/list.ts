import type { SelectedProfile } from '../run/run-profile.ts';

/** What `--list` prints of a profile. */
export function tellContents({ profile, exchanges, stories }: SelectedProfile): string[] {
  const width = Math.max(0, ...[...exchanges, ...stories].map(([name]) => name.length));
  return [
    `${profile.name}: ${profile.description.title}`,
    ...exchanges.map(
      ([name, { title, evidence, records }]) =>
        `  ${name.padEnd(width)}  ${evidence.padEnd(13)}  ${title}${records.length > 0 ? ` (${records.join(', ')})` : ''}`,
    ),
    ...stories.map(
      ([name, { title, steps }]) => `  ${name.padEnd(width)}  ${'story'.padEnd(13)}  ${title} (${steps.length} steps)`,
    ),
  ];
}
