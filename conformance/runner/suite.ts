import { availableParallelism } from 'node:os';
import type { ProfileResult, Report } from './report/report.ts';
import { type Painter, tellDetails, tellProfile, tellVerdict } from './report/terminal.ts';
import type { Progress } from './report/progress.ts';
import { runProfile, type SelectedProfile } from './run/run-profile.ts';
import { type RunSettings, Session } from './run/session.ts';
import type { Target } from './run/target.ts';
import { inParallel } from './scene/in-parallel.ts';

/** What is run, and how it is told. */
export interface Suite {
  readonly selected: readonly SelectedProfile[];
  readonly settings: RunSettings;
  readonly version: string;
  readonly progress: Progress;
  readonly paint: Painter;
  readonly isQuiet: boolean;
}

/** More connections at once would only wait for a processor. */
const TARGETS_AT_ONCE = Math.max(4, availableParallelism());

/** Runs every profile against every target. @throws CannotRun */
export async function runSuite(suite: Suite, targets: readonly Target[]): Promise<Report[]> {
  return inParallel(targets, async target => runTarget(suite, target, targets.length > 1), TARGETS_AT_ONCE);
}

async function runTarget(suite: Suite, target: Target, isOneOfMany: boolean): Promise<Report> {
  const { progress, settings } = suite;
  const started = performance.now();
  const startedAt = new Date().toISOString();
  const session = await Session.open(target, settings);
  try {
    const profiles: ProfileResult[] = [];
    for (const selected of suite.selected) {
      if (settings.signal.aborted) break;
      const where = `${isOneOfMany ? `${target.name}: ` : ''}${selected.profile.name}`;
      const result = await runProfile(session, selected, what => progress.show(`${where}: ${what}`));
      // Half a profile says nothing.
      if (settings.signal.aborted) break;
      profiles.push(result);
      if (!isOneOfMany) progress.print(tellWhole(suite, result));
    }
    const milliseconds = Math.round(performance.now() - started);
    const { name, baseUrl } = target;
    if (isOneOfMany && !settings.signal.aborted) progress.print(tellTarget(suite, name, profiles, milliseconds));
    if (session.left.length > 0) progress.print([`${baseUrl}: could not be removed: ${session.left.join(', ')}`]);
    const { reason } = session.watch;
    const report = { baseUrl, target: name, startedAt, milliseconds, suiteVersion: suite.version, profiles };
    return reason === undefined ? report : { ...report, stopped: reason };
  } finally {
    session.end();
  }
}

function tellWhole({ paint, isQuiet }: Suite, result: ProfileResult): string[] {
  if (isQuiet && result.verdict === 'passed') return [];
  return [tellProfile(result, paint), ...tellDetails(result, paint)];
}

function tellTarget(
  { paint, isQuiet }: Suite,
  name: string,
  profiles: readonly ProfileResult[],
  milliseconds: number,
): string[] {
  const failed = profiles.filter(({ verdict }) => verdict === 'failed');
  if (isQuiet && failed.length === 0) return [];
  const verdict = tellVerdict(failed.length > 0 ? 'failed' : 'passed', paint, 6);
  const which = failed.length > 0 ? `; failed: ${failed.map(({ profile }) => profile).join(', ')}` : '';
  return [`${verdict}  ${name}  ${profiles.length} profiles, ${(milliseconds / 1000).toFixed(1)} s${which}`];
}
