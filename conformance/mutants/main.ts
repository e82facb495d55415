import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedTargets } from '../runner/embedded/embedded-target.ts';
import { UsageError } from '../runner/options.ts';
import { BrokenProfile, listProfiles, loadProfile } from '../runner/profile/load-profile.ts';
import { CannotRun } from '../runner/run/target.ts';
import type { Fault } from './fault.ts';
import { faults } from './faults.ts';
import { type Course, IDP_PROFILES, type Job, runJobs, runPlain } from './lanes.ts';
import { HELP, type MutantOptions, readOptions } from './options.ts';
import { jobsFor, unionOf } from './selection.ts';
import { tellEnd, tellFinding, tellPlain } from './table.ts';
import { failuresOf, type Finding, isAllCaught } from './verdict.ts';

const PROFILES = join(import.meta.dirname, '../profiles');

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  try {
    const options = readOptions(argv, faults);
    if (options.help || options.list) {
      print(options.help ? [HELP.trimEnd()] : options.faults.map(tellFault));
      return 0;
    }
    const names = await listProfiles(PROFILES);
    const profiles = await Promise.all(names.map(async name => loadProfile(PROFILES, name)));
    return await run(options, jobsFor(options.faults, profiles, options.all));
  } catch (error) {
    const isForReader = [UsageError, BrokenProfile, CannotRun].some(type => error instanceof type);
    process.stderr.write(`${error instanceof Error ? (isForReader ? error.message : error.stack) : String(error)}\n`);
    return 2;
  }
}

async function run(options: MutantOptions, jobs: readonly Job[]): Promise<number> {
  const started = performance.now();
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  const embedded = await EmbeddedTargets.start(['users_and_groups'], IDP_PROFILES);
  try {
    const course: Course = {
      targets: embedded.targets,
      signal: interrupt.signal,
      onFinding: finding => print(tellFinding(finding, options.all)),
    };
    const plain = await runPlain(unionOf(jobs), course);
    print(tellPlain(plain));
    const findings = await runJobs(jobs, course);
    print(['', tellEnd(findings, performance.now() - started)]);
    if (options.jsonFile !== undefined) await write(options.jsonFile, options.faults, findings);
    if (interrupt.signal.aborted) return 130;
    return findings.every(isAllCaught) && plain.every(each => failuresOf(each).length === 0) ? 0 : 1;
  } finally {
    await embedded.stop();
  }
}

async function write(file: string, planted: readonly Fault[], findings: readonly Finding[]): Promise<void> {
  const told = planted.map(({ name, bug, source }) => ({
    name,
    bug,
    source,
    findings: findings.filter(({ fault }) => fault === name),
  }));
  await writeFile(file, `${JSON.stringify({ faults: told }, null, 2)}\n`);
}

function tellFault({ name, bug, source, caughtBy }: Fault): string {
  const where = caughtBy.map(
    ({ profile, story, step }) => `  ${profile}  ${story === undefined ? '' : `${story}: `}${step}`,
  );
  return [`${name}: ${bug} (${source})`, ...where].join('\n');
}

function print(lines: readonly string[]): void {
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
}
