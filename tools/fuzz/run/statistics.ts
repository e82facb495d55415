import { CASE_KINDS } from '../cases/take-case.ts';

interface Tally {
  readonly milliseconds: number[];
  readonly statuses: Map<number, number>;
}

/** Answers counted and timed by kind of case. */
export class Statistics {
  private readonly tallies = new Map<string, Tally>(
    CASE_KINDS.map(({ name }) => [name, { milliseconds: [], statuses: new Map<number, number>() }]),
  );

  add(kind: string, status: number, milliseconds: number): void {
    const tally = this.tallies.get(kind);
    if (!tally) return;
    tally.milliseconds.push(milliseconds);
    const hundred = Math.floor(status / 100);
    tally.statuses.set(hundred, (tally.statuses.get(hundred) ?? 0) + 1);
  }

  get total(): number {
    return [...this.tallies.values()].reduce((sum, { milliseconds }) => sum + milliseconds.length, 0);
  }

  get slowest(): number {
    return Math.max(0, ...[...this.tallies.values()].map(({ milliseconds }) => percentile(milliseconds, 100)));
  }

  /** A table as text: a line per kind. */
  toTable(): string {
    const header = ['kind', 'cases', '2xx', '3xx', '4xx', '5xx', 'none', 'p50 ms', 'p99 ms', 'slowest ms'];
    const rows = [...this.tallies]
      .filter(([, { milliseconds }]) => milliseconds.length > 0)
      .map(([name, { milliseconds, statuses }]) => [
        name,
        String(milliseconds.length),
        ...[2, 3, 4, 5, 0].map(hundred => String(statuses.get(hundred) ?? 0)),
        ...[50, 99, 100].map(share => percentile(milliseconds, share).toFixed(1)),
      ]);
    return alignColumns([header, ...rows]);
  }
}

/** The value that the share of all values, in percent, does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((share / 100) * sorted.length) - 1))] ?? 0;
}

/** Columns of equal width; the first is read from the left, the others are numbers. */
export function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return rows
    .map(row =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
