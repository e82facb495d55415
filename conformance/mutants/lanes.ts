import type { SelectedProfile } from '../runner/run/run-profile.ts';
import { CannotRun, type Target } from '../runner/run/target.ts';
import type { ProfileResult } from '../runner/report/report.ts';
import type { Fault } from './fault.ts';
import { NO_FAULT, PlantingFailed, runWithFault } from './run-fault.ts';
import { type Finding, judge } from './verdict.ts';

/** The IdP profiles of the connections that a profile fits; the first is the usual one. */
const CONNECTION_OF: Readonly<Record<string, string>> = {
  'okta-custom-app': 'okta',
  'okta-catalogue-app': 'okta',
  'okta-spec': 'okta',
  'entra-id': 'entra-id',
  'entra-id-optscim': 'entra-id',
  jumpcloud: 'jumpcloud',
};

/** The IdP profiles of the connections that are needed. */
export const IDP_PROFILES = ['okta', 'entra-id', 'jumpcloud', 'generic'] as const;

/** A fault in one profile, with what of the profile is run. */
export interface Job {
  readonly fault: Fault;
  readonly selected: SelectedProfile;
}

/** What a run goes through. */
export interface Course {
  readonly targets: readonly Target[];
  readonly signal: AbortSignal;
  readonly onFinding: (finding: Finding) => void;
}

/**
 * Runs each job on the connection that fits its profile, one after the other there, and the connections at the same time: no two
 * see each other's people.
 */
export async function runJobs(jobs: readonly Job[], { targets, signal, onFinding }: Course): Promise<Finding[]> {
  const findings = await inLanes(jobs, targets, async ({ fault, selected }, target) => {
    if (signal.aborted) return undefined;
    const finding = await runJob(fault, selected, target, signal);
    onFinding(finding);
    return finding;
  });
  return findings.filter(each => each !== undefined);
}

/** Runs each profile with no fault. */
export async function runPlain(
  selected: readonly SelectedProfile[],
  { targets, signal }: Course,
): Promise<ProfileResult[]> {
  const jobs = selected.map(each => ({ selected: each }));
  return inLanes(jobs, targets, async (job, target) => runWithFault(target, NO_FAULT, job.selected, signal));
}

async function inLanes<Work extends { readonly selected: SelectedProfile }, Result>(
  jobs: readonly Work[],
  targets: readonly Target[],
  run: (job: Work, target: Target) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const lanes = targets.map(async (target, lane) => {
    for (const [index, job] of jobs.entries()) {
      if (laneOf(job.selected.profile.name) === lane) results[index] = await run(job, target);
    }
  });
  await Promise.all(lanes);
  return results;
}

async function runJob(fault: Fault, selected: SelectedProfile, target: Target, signal: AbortSignal): Promise<Finding> {
  try {
    return judge(fault, await runWithFault(target, fault, selected, signal));
  } catch (error) {
    if (!(error instanceof CannotRun) && !(error instanceof PlantingFailed)) throw error;
    const nothing = { caught: [], passed: 0, exchanges: selected.exchanges.length, others: [] };
    return { fault: fault.name, profile: selected.profile.name, ...nothing, error: error.message };
  }
}

function laneOf(profile: string): number {
  return IDP_PROFILES.findIndex(each => each === (CONNECTION_OF[profile] ?? 'generic'));
}
