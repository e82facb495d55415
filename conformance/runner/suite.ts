import { availableParallelism } from 'node:os';
import type { ProfileResult, Report } from './report/report.ts';
import { type Painter, tellDetails, tellProfile, tellVerdict } from './report/terminal.ts';
import { hideSecrets, withoutControls, withoutSecrets } from './report/without-secrets.ts';
import type { Progress } from './report/progress.ts';
import { runProfile, type SelectedProfile } from './run/run-profile.ts';
import { type RunSettings, Session } from './run/session.ts';
import { CannotRun, type Target } from './run/target.ts';
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
  const work = async (target: Target) =>
    runTarget(suite, target, targets.length > 1).catch((error: unknown) => {
      throw withoutSecretsOf(target, error);
    });
  return inParallel(targets, work, TARGETS_AT_ONCE);
}

async function runTarget(suite: Suite, target: Target, isOneOfMany: boolean): Promise<Report> {
  const { progress, settings } = suite;
  const started = performance.now();
  const startedAt = new Date().toISOString();
  const secrets = [target.token, target.revokedToken];
  const session = await Session.open(target, settings);
  try {
    const profiles: ProfileResult[] = [];
    for (const selected of suite.selected) {
      if (settings.signal.aborted) break;
      const where = `${isOneOfMany ? `${target.name}: ` : ''}${selected.profile.name}`;
      const found = await runProfile(session, selected, what => progress.show(`${where}: ${what}`));
      // A server may say again what it was told.
      const result = withoutSecrets(found, secrets);
      // Half a profile says nothing.
      if (settings.signal.aborted) break;
      profiles.push(result);
      if (!isOneOfMany) progress.print(tellWhole(suite, result));
    }
    const milliseconds = Math.round(performance.now() - started);
    const { name, baseUrl } = target;
    if (isOneOfMany && !settings.signal.aborted) progress.print(tellTarget(suite, name, profiles, milliseconds));
    if (session.left.length > 0) {
      progress.print([withoutControls(`${baseUrl}: could not be removed: ${session.left.join(', ')}`)]);
    }
    const { reason } = session.watch;
    const report = { baseUrl, target: name, startedAt, milliseconds, suiteVersion: suite.version, profiles };
    return withoutSecrets(reason === undefined ? report : { ...report, stopped: reason }, secrets);
  } finally {
    session.end();
  }
}

/** An error may hold what a server has said. */
function withoutSecretsOf({ token, revokedToken }: Target, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const told = hideSecrets(error.message, [token, revokedToken]);
  if (error instanceof CannotRun) return new CannotRun(withoutControls(told), { cause: error });
  error.message = told;
  if (error.stack !== undefined) error.stack = hideSecrets(error.stack, [token, revokedToken]);
  return error;
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
