/** One measurement, or the median of several. */
export interface Measurement {
  readonly connections: number;
  readonly answers: number;
  /** Answers that were not 2xx, and requests without an answer. */
  readonly failures: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** CPU; 1 is one core wholly at work. */
  readonly serviceCores: number;
  readonly postgresCores: number;
  readonly clientCores: number;
  readonly otherCores: number;
  /** Resident memory of the service. */
  readonly serviceMib: number;
  /** Memory of PostgreSQL's processes, what they share counted once. */
  readonly postgresMib: number;
}

/** A measurement and what was measured. */
export interface Row {
  readonly operation: string;
  /** The number of users, or of the group's members. */
  readonly size: number;
  readonly run: number;
  readonly measurement: Measurement;
}

/** Of a sorted list, the value that the share of all, in percent, does not exceed. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((share / 100) * sorted.length) - 1))] ?? 0;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}

/** The medians of all runs of an operation at a size and concurrency; undefined when there was none. */
export function medianOf(
  rows: readonly Row[],
  operation: string,
  size: number,
  connections: number,
): Measurement | undefined {
  const runs = rows
    .filter(row => row.operation === operation && row.size === size && row.measurement.connections === connections)
    .map(({ measurement }) => measurement);
  const [first] = runs;
  if (first === undefined) return undefined;
  const names = Object.keys(first) as (keyof Measurement)[];
  const medians = Object.fromEntries(names.map(name => [name, median(runs.map(run => run[name]))]));
  const failures = runs.reduce((sum, run) => sum + run.failures, 0);
  return { ...(medians as unknown as Measurement), failures };
}
