import type { CrashTestOptions } from './options.ts';
import type { DrivenChanges } from './run/drive-changes.ts';

/** What a run did and found. */
export interface CrashReport {
  readonly options: CrashTestOptions;
  /** Acknowledged changes by kind. */
  readonly changes: Readonly<Record<string, number>>;
  readonly unacknowledged: { readonly changes: number; readonly stored: number };
  readonly kills: { readonly service: number; readonly worker: number };
  readonly accounts: number;
  readonly events: number;
  readonly audited: number;
  /** The log of requests may lose what a process that is killed had not written yet. */
  readonly requests: { readonly answered: number; readonly logged: number };
  readonly deliveries: Readonly<Record<'taken' | 'attempts' | 'refused' | 'unanswered', number>>;
  readonly seconds: { readonly changing: number; readonly draining: number };
  readonly loggedErrors: readonly string[];
  readonly problems: readonly string[];
}

const SHOWN = 20;

/** What came of the changes, counted. */
export function toCounts(driven: DrivenChanges): Pick<CrashReport, 'changes' | 'unacknowledged'> {
  return {
    changes: Object.fromEntries([...driven.kinds].toSorted(([a], [b]) => a.localeCompare(b))),
    unacknowledged: { changes: driven.unacknowledged, stored: driven.unacknowledgedStored },
  };
}

/** The report as one JSON document. */
export function toJson(report: CrashReport): string {
  return JSON.stringify(report, undefined, 2);
}

/** The report as text: what was done, what was found, and how to repeat it. */
export function toText(report: CrashReport): string {
  const { changes, unacknowledged, kills, accounts, events, audited, requests, deliveries, seconds } = report;
  const acknowledged = Object.values(changes).reduce((sum, count) => sum + count, 0);
  const kinds = Object.entries(changes).map(([kind, count]) => `${count} ${kind}`);
  return [
    `${acknowledged} changes acknowledged: ${kinds.join(', ')}`,
    `${unacknowledged.changes} not acknowledged, ${unacknowledged.stored} of them stored all the same`,
    `killed: the service ${kills.service} times, the worker ${kills.worker} times`,
    `${accounts} accounts, ${events} account events, ${audited} audit events`,
    ...(report.options.delivers
      ? [
          `${deliveries.taken} events delivered by ${deliveries.attempts} attempts, ${deliveries.refused} refused, ` +
            `${deliveries.unanswered} never answered`,
        ]
      : []),
    `${requests.answered} requests answered, ${requests.logged} in the log of requests (which may lose some)`,
    `${seconds.changing} s of changes, ${seconds.draining} s until everything was told`,
    ...shown('logged error', report.loggedErrors),
    ...shown('PROBLEM', report.problems),
    report.problems.length === 0 ? 'Everything agrees.' : `${report.problems.length} PROBLEMS.`,
    `repeat with: ${command(report.options)}`,
  ].join('\n');
}

function shown(what: string, lines: readonly string[]): string[] {
  const more = lines.length > SHOWN ? [`… and ${lines.length - SHOWN} more`] : [];
  return [...lines.slice(0, SHOWN).map(line => `${what}: ${line}`), ...more];
}

function command({ seed, changes, kills, people, delivers }: CrashTestOptions): string {
  const options = `--seed ${seed} --changes ${changes} --kills ${kills} --people ${people}`;
  return `npm run crash-test -- ${options}${delivers ? '' : ' --no-webhooks'}`;
}
