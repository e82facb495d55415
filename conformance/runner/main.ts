#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedTargets } from './embedded/embedded-target.ts';
import { HELP, type Options, readOptions, UsageError } from './options.ts';
import { BrokenProfile } from './profile/load-profile.ts';
import { tellContents } from './report/list.ts';
import { mergeReports } from './report/merge.ts';
import { Progress } from './report/progress.ts';
import { prepareReports, writeReports } from './report/report-files.ts';
import type { Report } from './report/report.ts';
import { toTable } from './report/table.ts';
import { type Painter, painterFor, tellDetails, tellProfile, tellVerdict } from './report/terminal.ts';
import type { SelectedProfile } from './run/run-profile.ts';
import { CannotRun, type Target } from './run/target.ts';
import { selectProfiles } from './select-profiles.ts';
import { runSuite } from './suite.ts';

/** `conformance/`, or where the package is installed: the compiled runner lies one folder deeper. */
const HOME = [join(import.meta.dirname, '..'), join(import.meta.dirname, '../..')].find(folder =>
  existsSync(join(folder, 'profiles')),
);

process.exitCode = isNodeNewEnough() ? await main(process.argv.slice(2)) : 2;

/** What the suite is written with came with Node 22. */
function isNodeNewEnough(): boolean {
  if ('withResolvers' in Promise) return true;
  process.stderr.write(`The conformance suite needs Node.js 22 or later; this is ${process.version}.\n`);
  return false;
}

async function main(argv: readonly string[]): Promise<number> {
  const readerGone = new AbortController();
  // `| head` has read enough. What is made is removed, and nothing is said: there is nobody to say it to.
  process.stdout.on('error', () => readerGone.abort());
  try {
    const options = readOptions(argv, process.env);
    if (options.help) {
      process.stdout.write(HELP);
      return 0;
    }
    const selected = await selectProfiles(options.profilesFolder ?? join(HOME ?? '', 'profiles'), options);
    if (!options.list) return await run(options, selected, readerGone.signal);
    process.stdout.write(`${selected.map(each => tellContents(each).join('\n')).join('\n\n')}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${tellError(error)}\n`);
    return 2;
  }
}

function tellError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if ([UsageError, BrokenProfile, CannotRun].some(type => error instanceof type)) return message;
  if (process.env['POSTERN_CONFORMANCE_DEBUG'] && error instanceof Error) return error.stack ?? message;
  const line = message.replaceAll(/\s*\n\s*/g, ' ');
  return `The suite itself has failed: ${line}. Set POSTERN_CONFORMANCE_DEBUG=1 to see where, and report it with that.`;
}

async function run(options: Options, selected: readonly SelectedProfile[], readerGone: AbortSignal): Promise<number> {
  const started = performance.now();
  await prepareReports(options);
  const interrupt = interruption();
  const embedded =
    options.baseUrl === undefined ? await EmbeddedTargets.start(options.modes, options.idpProfiles) : undefined;
  try {
    const paint = painterFor(process.stdout);
    const reports = await runSuite(
      {
        selected,
        settings: { ...options, signal: AbortSignal.any([interrupt, readerGone]) },
        version: await version(),
        progress: new Progress(process.stdout, options.quiet),
        paint,
        isQuiet: options.quiet,
      },
      embedded?.targets ?? [toTarget(options)],
    );
    if (interrupt.aborted) process.stderr.write('Interrupted.\n');
    if (interrupt.aborted || readerGone.aborted) return 130;
    return await conclude(options, reports, Math.round(performance.now() - started), paint);
  } finally {
    await embedded?.stop();
  }
}

async function conclude(
  options: Options,
  reports: readonly Report[],
  milliseconds: number,
  paint: Painter,
): Promise<number> {
  const merged = mergeReports(reports, milliseconds);
  if (!merged) throw new CannotRun('There is no server to run against.');
  await writeReports(options, merged);
  process.stdout.write(`${tellEnd(reports, merged, paint).join('\n')}\n`);
  const stopped = reports.find(report => report.stopped !== undefined);
  if (stopped) throw new CannotRun(tellStopped(stopped));
  return merged.profiles.some(({ verdict }) => verdict === 'failed') ? 1 : 0;
}

/** Ctrl-C, or what else asks to end. */
function interruption(): AbortSignal {
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // Whoever asks twice does not want to wait for clearing up.
      if (interrupt.signal.aborted) process.exit(130);
      interrupt.abort();
    });
  }
  return interrupt.signal;
}

function toTarget({ baseUrl = '', token = '', revokedToken }: Options): Target {
  return { name: baseUrl, baseUrl, token, ...(revokedToken !== undefined && { revokedToken }) };
}

function tellStopped({ baseUrl, stopped }: Report): string {
  return `${baseUrl}: the run was ended, because ${stopped}. See what the server logs, and whether it still runs.`;
}

function tellEnd(reports: readonly Report[], merged: Report, paint: Painter): string[] {
  const results = reports.flatMap(({ profiles }) => profiles);
  const failed = results.filter(({ verdict }) => verdict === 'failed').length;
  const seconds = `${(merged.milliseconds / 1000).toFixed(1)} s`;
  const end =
    failed > 0
      ? `${tellVerdict('failed', paint)}: ${failed} of ${results.length} in ${seconds}`
      : `${tellVerdict('passed', paint)}: ${results.length} in ${seconds}`;
  if (reports.length < 2) return [end];
  // What went wrong at each of many targets is told once.
  const told = merged.profiles.flatMap(result => {
    const details = tellDetails(result, paint);
    return details.length > 0 ? ['', tellProfile(result, paint), ...details] : [];
  });
  return [...told, '', ...toTable(reports, paint), '', end];
}

async function version(): Promise<string> {
  const description = JSON.parse(await readFile(join(HOME ?? '', 'package.json'), 'utf8')) as { version: string };
  return description.version;
}
